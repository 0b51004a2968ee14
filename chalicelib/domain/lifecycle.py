"""What can happen to a case, one function each. All are pure: a refused change changes nothing."""

from datetime import datetime

from chalicelib.domain.approval import Approval
from chalicelib.domain.attempt import Attempt, Reply
from chalicelib.domain.case import Case
from chalicelib.domain.draft import Draft
from chalicelib.domain.errors import IllegalMoveError
from chalicelib.domain.mark import Mark
from chalicelib.domain.ruling import Lane, Ruling
from chalicelib.domain.state import State
from chalicelib.domain.trace import Trace

S = State
VOUCHED = "vouched for "
"""Begins a fact of an approval's event; the seal of a passage follows."""


def ignore(case: Case, trace: Trace, why: str) -> Case:
    """Put aside what needs no answer."""
    return trace.move(case, S.IGNORED, "ignored", why)


def start_drafting(case: Case, trace: Trace) -> Case:
    """The case needs an answer; a draft is owed."""
    return trace.move(case, S.DRAFTING, "drafting", "needs a reply")


def present(case: Case, draft: Draft, trace: Trace) -> Case:
    """Put a fresh draft before people. A draft for an older conversation is refused."""
    _must_be(case, S.DRAFTING, S.WAITING)
    if draft.conversation_version != case.conversation_version:
        raise IllegalMoveError(f"the draft is for version {draft.conversation_version} of the conversation")
    changes = {"draft_id": draft.id, "drafted_version": draft.conversation_version, "drafts": case.drafts + 1}
    facts = {"origin": draft.origin.value}
    if case.state is S.DRAFTING:
        return trace.move(case, S.WAITING, "drafted", "a draft is ready", facts=facts, **changes)
    return trace.change(case, "drafted", "the conversation went on", facts=facts, **changes)


def restore(case: Case, trace: Trace, why: str) -> Case:
    """Take back that a case was put aside."""
    _must_be(case, S.IGNORED)
    return trace.move(case, S.WAITING, "restored", why)


def approve(case: Case, approval: Approval, trace: Trace, vouched: frozenset[str] = frozenset()) -> Case:
    """A person decided. The approval must be whole and of exactly this case as it stands.

    `vouched`: the seals of the passages that the person vouches for by name.
    """
    _must_fit(case, approval)
    if approval.basis.conversation_version != case.conversation_version:
        raise IllegalMoveError(f"approval {approval.id} is for another version of the conversation")
    basis, ruling = approval.basis, case.ruling
    if (basis.parent, basis.account, basis.lane) != (case.parent, ruling.account, ruling.lane):
        raise IllegalMoveError(f"approval {approval.id} is for another post, account or lane")
    facts = {"approval": approval.id, "lane": approval.basis.lane.value}
    facts |= {VOUCHED + seal: "yes" for seal in sorted(vouched)}
    return trace.move(
        case, S.APPROVED, "approved", "a person approved it", facts=facts, approval_id=approval.id, notice=""
    )


def reject(case: Case, trace: Trace, why: str) -> Case:
    """A person decided that nothing is posted."""
    return trace.move(case, S.REJECTED, "rejected", why)


def begin(case: Case, approval: Approval, attempt: Attempt, trace: Trace) -> Case:
    """Take the right to make the call, before the call; the lease bounds how long it may take."""
    _must_be_its_own(case, approval, Lane.API)
    if attempt.approval_id != approval.id:
        raise IllegalMoveError(f"attempt {attempt.id} is for another approval")
    return trace.move(
        case,
        S.PUBLISHING,
        "publishing",
        "the call is about to be made",
        facts={"attempt": attempt.id},
        attempt_id=attempt.id,
        not_before=attempt.lease_until,
    )


def hold_back(case: Case, trace: Trace, why: str, until: datetime) -> Case:
    """The network did not take the call; the approval stands and is tried again from `until` on."""
    _must_be(case, S.PUBLISHING)
    return trace.move(case, S.APPROVED, "held back", why, attempt_id=None, not_before=until)


def put_off(case: Case, trace: Trace, why: str, until: datetime) -> Case:
    """Nothing could be asked of the network; the approval is tried from `until` on."""
    _must_be(case, S.APPROVED)
    return trace.change(case, "put off", why, not_before=until)


def lose_sight(case: Case, trace: Trace, why: str, look_at: datetime) -> Case:
    """The call may or may not have worked; from `look_at` on the network is read to find out."""
    return trace.move(case, S.UNKNOWN, "outcome unknown", why, not_before=look_at)


def keep_looking(case: Case, trace: Trace, why: str, look_at: datetime) -> Case:
    """Not found, and too early to say that it is absent."""
    _must_be(case, S.UNKNOWN, S.HANDED_OFF)
    return trace.change(case, "still looking", why, not_before=look_at)


def hand_off(case: Case, approval: Approval, trace: Trace, look_at: datetime) -> Case:
    """A person posts it natively; from `look_at` on we look for it among the account's posts."""
    _must_be_its_own(case, approval, Lane.HAND_OFF)
    return trace.move(
        case,
        S.HANDED_OFF,
        "handed off",
        f"to be posted by a person as @{approval.basis.account}",
        not_before=look_at,
    )


def settle(case: Case, approval: Approval, reply: Reply, trace: Trace) -> Case:
    """The reply stands on the network.

    If the person wrote on meanwhile they count as having answered, and the case comes back for what they
    said since, where that needs a reply.
    """
    _must_be_its_own(case, approval)
    _must_be_of(reply, approval)
    facts = {"reply": reply.post_id, "by_hand": str(reply.by_hand), "edited": str(reply.edited)}
    posted = trace.move(
        case,
        S.POSTED,
        "posted",
        "the reply stands on the network",
        facts=facts,
        attempt_id=None,
        after_reply=None,
    )
    if approval.basis.conversation_version == case.conversation_version:
        return posted
    back = answered(posted, trace, "wrote on before the reply was out")
    owed = case.after_reply
    if owed is None:
        return back
    return come_back(back.model_copy(update=dict(owed)), trace, "a further post needs a reply")


def send_back(case: Case, trace: Trace, why: str) -> Case:
    """Back to people, with the reason; whatever approval there was is spent."""
    _must_be(case, S.APPROVED, S.PUBLISHING, S.UNKNOWN, S.HANDED_OFF)
    spent = {"approval_id": None, "attempt_id": None, "after_reply": None}
    return trace.move(case, S.WAITING, "sent back", why, notice=why, **spent)


def recall(case: Case, trace: Trace, why: str) -> Case:
    """A person takes the approval back. Once the call has begun nobody can: it may already be posted."""
    _must_be(case, S.APPROVED, S.HANDED_OFF)
    return send_back(case, trace, why)


def close_api_lane(case: Case, approval: Approval, ruling: Ruling, trace: Trace) -> Case:
    """The network refused this one reply: back to people, who can only hand it off."""
    _must_be(case, S.PUBLISHING)
    _must_be_its_own(case, approval)
    back = send_back(case, trace, ruling.rule)
    return trace.change(
        back, "lane closed", ruling.rule_id, ruling=ruling, api_refused_for=approval.basis.parent
    )


def answered(case: Case, trace: Trace, why: str) -> Case:
    """The person answered our reply."""
    return trace.move(case, S.ANSWERED, "answered", why)


def come_back(case: Case, trace: Trace, why: str) -> Case:
    """An answered case needs us again."""
    _must_be(case, S.ANSWERED)
    return trace.move(case, S.WAITING, "came back", why, approval_id=None)


def resolve(case: Case, trace: Trace, why: str) -> Case:
    """Nothing more to do."""
    return trace.move(case, S.RESOLVED, "resolved", why)


def withdraw(case: Case, trace: Trace, why: str) -> Case:
    """The post is gone from the network."""
    return trace.move(case, S.WITHDRAWN, "withdrawn", why, attempt_id=None)


def claim(case: Case, trace: Trace, who: str, until: datetime) -> Case:
    """Take a lease on the case. Raises IllegalMoveError while somebody else holds it."""
    holder = case.claimant(trace.at)
    if holder and holder != who:
        raise IllegalMoveError(f"{holder} is working on case {case.id}")
    return trace.change(
        case, "claimed", "opened", claimed_by=who, claimed_until=until, not_before=case.not_before
    )


def mark(case: Case, given: Mark, trace: Trace) -> Case:
    """A person said whether the verdict was right. The case stays where it is."""
    if given.case_id != case.id or given.post not in case.posts:
        raise IllegalMoveError(f"the mark is on {given.post} of case {given.case_id}, not on case {case.id}")
    facts = {"post": given.post, "intent": given.intent.value, "needs_reply": str(given.needs_reply)}
    what = "marked right" if given.right else "marked wrong"
    return trace.change(case, what, _should_have_been(given), facts=facts, not_before=case.not_before)


def _should_have_been(given: Mark) -> str:
    parts = []
    if given.should_intent is not None:
        parts.append(given.should_intent.value.replace("_", " "))
    if given.should_need_reply is not None:
        parts.append("needs a reply" if given.should_need_reply else "needs no reply")
    return f"should have been: {', '.join(parts)}" if parts else "as a reviewer sees it"


def _must_be(case: Case, *states: State) -> None:
    """Several moves lead to the same state; each is only for the states that it is meant for."""
    if case.state not in states:
        wanted = " or ".join(states)
        raise IllegalMoveError(f"case {case.id} is {case.state} and would have to be {wanted}")


def _must_fit(case: Case, approval: Approval) -> None:
    if not approval.is_intact():
        raise IllegalMoveError(f"approval {approval.id} does not carry its own seal")
    if approval.case_id != case.id or approval.basis.brand != case.brand:
        raise IllegalMoveError(f"approval {approval.id} is for another case")


def _must_be_its_own(case: Case, approval: Approval, lane: Lane | None = None) -> None:
    _must_fit(case, approval)
    if lane and approval.basis.lane is not lane:
        raise IllegalMoveError(f"approval {approval.id} is for the other lane")
    if approval.id != case.approval_id:
        raise IllegalMoveError(f"approval {approval.id} is not the one that case {case.id} rests on")


def _must_be_of(reply: Reply, approval: Approval) -> None:
    wanted = (approval.id, approval.basis.account.lower(), approval.basis.parent)
    if (reply.approval_id, reply.account.lower(), reply.parent) != wanted:
        raise IllegalMoveError(f"reply {reply.post_id} is not what approval {approval.id} allowed")
    if reply.text != approval.basis.text and not (reply.by_hand and reply.edited):
        raise IllegalMoveError(f"reply {reply.post_id} does not say what was approved")
