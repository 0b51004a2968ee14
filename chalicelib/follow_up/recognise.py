"""The hand-off lane's end: the reply that a person posted, exact or reworded, found among our own posts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain import lifecycle
from chalicelib.domain.approval import Approval
from chalicelib.domain.attempt import Reply
from chalicelib.domain.case import Case, WorkKind, next_work
from chalicelib.domain.change import Change
from chalicelib.domain.errors import (
    ConflictError,
    NetworkUnavailableError,
    NotAuthorisedError,
    RefusedError,
)
from chalicelib.domain.matching import find_reply, same_words
from chalicelib.domain.owned import OwnPost
from chalicelib.domain.trace import Trace
from chalicelib.hints import hint
from chalicelib.ports import Clock, Messages, Network, Store
from chalicelib.telemetry import logger

WHO = "system:follow_up"
CLOCK_SLACK = timedelta(seconds=60)
SOONEST_LOOK = timedelta(seconds=5)
LATEST_LOOK = timedelta(minutes=15)
# Owned reads are cheap, but not for ever: then a person is asked.
GIVE_UP_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class FollowUpRoom:
    """What following up needs."""

    store: Store
    messages: Messages
    network: Network
    clock: Clock


def recognise(room: FollowUpRoom, brand_id: str, case_id: str) -> None:
    """Look for the reply that was handed off; settle the case, or look again later."""
    dossier = room.store.dossier(brand_id, case_id)
    case, approval, now = dossier.case, dossier.approval, room.clock()
    work = next_work(case)
    if work is None or work.kind is not WorkKind.RECOGNISE or work.at > now or approval is None:
        return
    since = approval.at - CLOCK_SLACK
    why, again = "not posted yet", now + min(LATEST_LOOK, max(SOONEST_LOOK, (now - approval.at) / 4))
    found = None
    try:
        own = room.network.own_posts(approval.basis.account, since)
        found = find_reply(approval.basis, since, own, dossier.replies)
    except NetworkUnavailableError as error:
        why, again = str(error), error.not_before or now + LATEST_LOOK
    except (NotAuthorisedError, RefusedError) as error:
        why, again = str(error), now + LATEST_LOOK
    if found:
        reply = _posted_by_hand(approval, found)
        _write(room, case, lambda trace: lifecycle.settle(case, approval, reply, trace), reply)
    elif now - approval.at >= GIVE_UP_AFTER:
        why = f"handed off a day ago and not seen among the posts of @{approval.basis.account}"
        _write(room, case, lambda trace: lifecycle.send_back(case, trace, why))
    else:
        _write(room, case, lambda trace: lifecycle.keep_looking(case, trace, why, again))


def _posted_by_hand(approval: Approval, found: OwnPost) -> Reply:
    edited = not same_words(found.text, approval.basis.text)
    return Reply(
        post_id=found.id,
        approval_id=approval.id,
        account=approval.basis.account,
        parent=approval.basis.parent,
        text=found.text if edited else approval.basis.text,
        posted_at=found.created_at,
        by_hand=True,
        edited=edited,
    )


def _write(room: FollowUpRoom, case: Case, step: Callable[[Trace], Case], reply: Reply | None = None) -> None:
    trace = Trace(WHO, room.clock())
    try:
        changed = step(trace)
        room.store.commit(Change(case=changed, events=tuple(trace.events), reply=reply))
        hint(room.messages, changed)
    except ConflictError:
        # The case changed meanwhile; the next sweep looks at it as it is then.
        logger.info("looked at a case that changed", extra={"case": case.id})
