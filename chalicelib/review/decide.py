"""A person's decisions about a case."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain import lifecycle
from chalicelib.domain.approval import Approval, grant, normal_text
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.draft import Origin
from chalicelib.domain.errors import (
    BadInputError,
    PolicyForbidsError,
    StaleApprovalError,
    StoppedError,
)
from chalicelib.domain.links import compose_url
from chalicelib.domain.post import Post, ref_id
from chalicelib.domain.resting import basis_of
from chalicelib.domain.ruling import Lane, Ruling
from chalicelib.domain.trace import Trace
from chalicelib.hints import hint
from chalicelib.policy.length import MAX_LENGTH, weighted_length
from chalicelib.ports import Dossier
from chalicelib.review import learning
from chalicelib.review.claims import vouched_for
from chalicelib.review.room import APPROVAL_HOLDS, ReviewRoom, new_id


@dataclass(frozen=True)
class HandOff:
    """Where the person posts it natively, and as whom."""

    url: str
    account: str
    case: Case


def approve(
    room: ReviewRoom,
    brand_id: str,
    case_id: str,
    *,
    text: str,
    seen: int,
    who: str,
    accepted: frozenset[str] = frozenset(),
) -> Case:
    """Approve exactly this text for the conversation as the person saw it (`seen`: its version).

    `accepted`: the seals of the passages without a source that the person vouches for.
    Raises StaleApprovalError when the conversation went on, PolicyForbidsError when the network's rules
    leave only the hand-off lane, BadInputError for a text that cannot be posted or says what nobody
    vouches for, ConflictError when somebody else decided first.
    """
    case, _ = _approved(room, brand_id, case_id, Lane.API, text, seen, who, accepted)
    hint(room.messages, case)
    return case


def hand_off(
    room: ReviewRoom,
    brand_id: str,
    case_id: str,
    *,
    text: str,
    seen: int,
    who: str,
    accepted: frozenset[str] = frozenset(),
) -> HandOff:
    """Approve the text for a person to post natively. Raises as `approve` does."""
    case, approval = _approved(room, brand_id, case_id, Lane.HAND_OFF, text, seen, who, accepted)
    link = compose_url(room.site, ref_id(approval.basis.parent), approval.basis.text)
    return HandOff(url=link, account=approval.basis.account, case=case)


def reject(room: ReviewRoom, brand_id: str, case_id: str, *, why: str, who: str) -> Case:
    """Post nothing, for a reason."""
    if not why.strip():
        raise BadInputError("say why nothing is answered: choose a reason or write one")
    dossier, trace = room.store.dossier(brand_id, case_id), Trace(who, room.clock())
    case = lifecycle.reject(dossier.case, trace, why.strip())
    change = Change(case=case, events=tuple(trace.events))
    room.store.commit(learning.with_rejection(change, dossier, why.strip(), trace))
    hint(room.messages, case)
    return case


def restore(room: ReviewRoom, brand_id: str, case_id: str, *, who: str) -> Case:
    """Put back into the queue what was put aside."""
    return _change(
        room,
        brand_id,
        case_id,
        who,
        lambda case, trace: lifecycle.restore(case, trace, "a person put it back"),
    )


def recall(room: ReviewRoom, brand_id: str, case_id: str, *, who: str) -> Case:
    """Take back an approval (or a hand-off) that has not led to a reply yet, and what was learnt from it."""
    dossier, trace = room.store.dossier(brand_id, case_id), Trace(who, room.clock())
    case = lifecycle.recall(dossier.case, trace, f"recalled by {who}")
    # First, so that nothing stays learnt; where the recall then comes too late, an example is lost.
    learning.unlearn(room, dossier)
    room.store.commit(Change(case=case, events=tuple(trace.events)))
    hint(room.messages, case)
    return case


def resolve(room: ReviewRoom, brand_id: str, case_id: str, *, who: str) -> Case:
    """Nothing more to do."""
    return _change(
        room, brand_id, case_id, who, lambda case, trace: lifecycle.resolve(case, trace, "a person closed it")
    )


def _approved(
    room: ReviewRoom,
    brand_id: str,
    case_id: str,
    lane: Lane,
    text: str,
    seen: int,
    who: str,
    accepted: frozenset[str],
) -> tuple[Case, Approval]:
    dossier = room.store.dossier(brand_id, case_id)
    case, words = dossier.case, _postable(text)
    if seen != case.conversation_version:
        raise StaleApprovalError(("the person wrote again after you opened the case",))
    vouched = vouched_for(dossier, words, accepted)
    parent, _ = room.store.post(brand_id, case.parent)
    ruling = _ruling_for(room, case, parent, lane)
    _refuse_unstated_ai(room, dossier, lane)
    _refuse_hand_off_while_stopped(room, lane)
    now = room.clock()
    approval = grant(
        approval_id=new_id(),
        case_id=case.id,
        basis=basis_of(case, parent, ruling, words),
        by=who,
        at=now,
        expires_at=now + APPROVAL_HOLDS,
    )
    trace = Trace(who, now)
    changed = lifecycle.approve(case.model_copy(update={"ruling": ruling}), approval, trace, vouched)
    if lane is Lane.HAND_OFF:
        changed = lifecycle.hand_off(changed, approval, trace, look_at=now)
    change = Change(case=changed, events=tuple(trace.events), approval=approval)
    room.store.commit(learning.with_approval(room, change, approval, dossier, parent))
    return changed, approval


def _postable(text: str) -> str:
    words = normal_text(text)
    if not words:
        raise BadInputError("the reply is empty: write what should be posted")
    if (length := weighted_length(words)) > MAX_LENGTH:
        raise BadInputError(f"the reply has {length} of {MAX_LENGTH} characters: shorten it")
    return words


def _ruling_for(room: ReviewRoom, case: Case, parent: Post, lane: Lane) -> Ruling:
    ruling = room.rules.rule_on(
        room.brand(case.brand),
        case.desk,
        parent,
        api_refused=case.api_refused_for == parent.ref,
        account=case.ruling.account,
    )
    if lane is Lane.API and ruling.lane is Lane.HAND_OFF:
        raise PolicyForbidsError(f"{ruling.rule} ({ruling.source}, since {ruling.since})")
    # A person may always post natively what an app would also be allowed to send.
    return ruling if ruling.lane is lane else ruling.model_copy(update={"lane": lane})


def _refuse_unstated_ai(room: ReviewRoom, dossier: Dossier, lane: Lane) -> None:
    if lane is not Lane.API or not _a_model_wrote_in(dossier):
        return
    case = dossier.case
    if not room.controls.desk(case.brand, case.desk).statements.ai_replies_approved:
        raise PolicyForbidsError(
            "X asks for its approval before an app posts replies written by AI: once you have it, state it "
            "on the page Go live, or hand this reply to a person"
        )


def _a_model_wrote_in(dossier: Dossier) -> bool:
    """Whether the text may have a model's words: those of the draft, of a variant, or of a change to it."""
    draft, edit = dossier.draft, dossier.edit
    if draft and Origin.MODEL in (draft.origin, *(one.origin for one in draft.variants)):
        return True
    return edit is not None and edit.by_model and (draft is None or edit.at >= draft.made_at)


def _refuse_hand_off_while_stopped(room: ReviewRoom, lane: Lane) -> None:
    switch = room.controls.switch()
    if lane is Lane.HAND_OFF and switch.stopped:
        raise StoppedError(
            f"everything that leaves is stopped ({switch.who}: {switch.why}): hand it off once it is started"
        )


def _change(
    room: ReviewRoom, brand_id: str, case_id: str, who: str, step: Callable[[Case, Trace], Case]
) -> Case:
    trace = Trace(who, room.clock())
    case = step(room.store.case(brand_id, case_id), trace)
    room.store.commit(Change(case=case, events=tuple(trace.events)))
    hint(room.messages, case)
    return case
