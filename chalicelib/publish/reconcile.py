"""Finding out what became of a call whose outcome nobody knows: by reading, never by calling again."""

from datetime import datetime, timedelta

from chalicelib.domain import lifecycle
from chalicelib.domain.approval import Approval
from chalicelib.domain.attempt import Reply
from chalicelib.domain.case import Case, WorkKind, next_work
from chalicelib.domain.errors import NetworkUnavailableError, NotAuthorisedError, RefusedError
from chalicelib.domain.matching import find_reply, same_words
from chalicelib.domain.owned import OwnPost
from chalicelib.ports import Dossier
from chalicelib.publish.room import ABSENCE_COUNTS_AFTER, CLOCK_SLACK, RETRY_AFTER, PublishRoom
from chalicelib.publish.write import write

SOONEST_LOOK = timedelta(seconds=10)
# Nothing is unknown for ever: when X let nobody look for so long, a person has to.
LOOKS_FOR = timedelta(hours=24)
ABSENT = (
    "X shows no such reply, neither among the account's posts nor in the conversation, 15 minutes after it "
    "was sent: it was most likely not posted. Look before you approve again"
)

UNREADABLE = "X did not let us look for the reply for a day: look yourself before you approve again"


def settle_lost(room: PublishRoom, brand_id: str, case_id: str) -> None:
    """An attempt past its lease has no caller any more: its outcome is unknown."""
    case = room.store.case(brand_id, case_id)
    if _owes(case, WorkKind.SETTLE, room.clock()):
        why = "the worker stopped while it was sending"
        write(room, case, lambda case, trace: lifecycle.lose_sight(case, trace, why, look_at=trace.at))


def reconcile(room: PublishRoom, brand_id: str, case_id: str) -> None:
    """Look for the reply on the network; settle the case, look again later, or give it back to people."""
    dossier = room.store.dossier(brand_id, case_id)
    case, approval, attempt = dossier.case, dossier.approval, dossier.attempt
    if not _owes(case, WorkKind.RECONCILE, room.clock()) or approval is None:
        return
    sent_at = attempt.started_at if attempt else approval.at
    try:
        found = _look(room, dossier, approval, sent_at - CLOCK_SLACK)
    except (NetworkUnavailableError, NotAuthorisedError, RefusedError) as error:
        _not_readable(room, case, sent_at, error)
        return
    if found:
        reply = reply_found(approval, found)
        write(room, case, lambda case, trace: lifecycle.settle(case, approval, reply, trace), reply)
    else:
        _not_found(room, case, max(sent_at, room.controls.switch().restored_at or sent_at))


def reply_found(approval: Approval, found: OwnPost) -> Reply:
    """What stands on the network. Other words than the approved ones were written by a person."""
    basis = approval.basis
    as_approved = same_words(found.text, basis.text)
    return Reply(
        post_id=found.id,
        approval_id=approval.id,
        account=basis.account,
        parent=basis.parent,
        text=basis.text if as_approved else found.text,
        posted_at=found.created_at,
        by_hand=not as_approved,
        edited=not as_approved,
    )


def _owes(case: Case, kind: WorkKind, now: datetime) -> bool:
    work = next_work(case)
    return work is not None and work.kind is kind and work.at <= now


def _look(room: PublishRoom, dossier: Dossier, approval: Approval, since: datetime) -> OwnPost | None:
    basis = approval.basis
    own = room.network.own_posts(basis.account, since)
    found = find_reply(basis, since, own, dossier.replies)
    if found:
        return found
    conversation = next(
        (post.conversation_id for post in dossier.posts if post.ref == basis.parent),
        dossier.case.conversations[-1],
    )
    there = room.network.replies_in(conversation, basis.account, since)
    return find_reply(basis, since, there, dossier.replies)


def _not_readable(
    room: PublishRoom,
    case: Case,
    sent_at: datetime,
    error: NetworkUnavailableError | NotAuthorisedError | RefusedError,
) -> None:
    now = room.clock()
    if now - sent_at >= LOOKS_FOR:
        write(room, case, lambda case, trace: lifecycle.send_back(case, trace, UNREADABLE))
        return
    asked = error.not_before if isinstance(error, NetworkUnavailableError) else None
    why, again = str(error), asked or now + RETRY_AFTER
    write(room, case, lambda case, trace: lifecycle.keep_looking(case, trace, why, again))


def _not_found(room: PublishRoom, case: Case, left_by: datetime) -> None:
    """`left_by`: after this moment it cannot have left any more. Of an approval that a restored table holds
    nobody knows when it left; only that it was before the restore."""
    waited = room.clock() - left_by
    if waited >= ABSENCE_COUNTS_AFTER:
        write(room, case, lambda case, trace: lifecycle.send_back(case, trace, ABSENT))
        return
    again = room.clock() + max(SOONEST_LOOK, waited / 2)
    write(room, case, lambda case, trace: lifecycle.keep_looking(case, trace, "not found yet", again))
