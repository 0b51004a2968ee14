"""Each guard of the lifecycle by itself."""

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.approval import Approval, Basis, grant
from chalicelib.domain.attempt import Reply
from chalicelib.domain.case import Case
from chalicelib.domain.conversation import join
from chalicelib.domain.errors import IllegalMoveError
from chalicelib.domain.ruling import Lane
from chalicelib.domain.state import LEGAL_MOVES, State
from tests.support.values import (
    NOW,
    a_basis,
    a_case,
    a_draft,
    a_post,
    a_reply,
    a_ruling,
    a_trace,
    an_approval,
    an_approved_case,
    an_attempt,
    heard,
    minutes,
)
from tests.unit.domain.test_lifecycle_moves import ENDINGS, PLAIN_MOVES, WRONG_BASIS, WRONG_REPLY, Step

FITTING_BASIS = {"nothing", "text"}
FITTING_REPLY = {"nothing", "case of the account", "text, reworded by hand"}

# Where each plain move may begin. `resolve`, `withdraw`, `reject` and `ignore` are wherever the table says.
BEGINS_IN = {
    "answered": {State.POSTED},
    "come back": {State.ANSWERED},
    "hold back": {State.PUBLISHING},
    "keep looking": {State.UNKNOWN, State.HANDED_OFF},
    "lose sight": {State.APPROVED, State.PUBLISHING},
    "put off": {State.APPROVED},
    "recall": {State.APPROVED, State.HANDED_OFF},
    "restore": {State.IGNORED},
    "send back": {State.APPROVED, State.PUBLISHING, State.UNKNOWN, State.HANDED_OFF},
    "start drafting": {State.FOUND},
}
ENDS_IN = {
    "ignore": State.IGNORED,
    "reject": State.REJECTED,
    "resolve": State.RESOLVED,
    "withdraw": State.WITHDRAWN,
}


def publishing(approval: Approval | None = None) -> Case:
    approved = an_approved_case()
    return lifecycle.begin(approved, approval or an_approval(), an_attempt(), a_trace("publisher"))


def is_refused(step: Step, case: Case) -> bool:
    trace = a_trace("somebody")
    try:
        step(case, trace)
    except IllegalMoveError:
        assert trace.events == []
        return True
    return False


@pytest.mark.parametrize("wrong", WRONG_BASIS)
def test_only_an_approval_of_this_case_as_it_stands_is_taken(wrong: str) -> None:
    case = a_case()
    basis = Basis.model_validate(a_basis(case).model_dump() | WRONG_BASIS[wrong])
    approval = grant(
        approval_id="a", case_id=case.id, basis=basis, by="mara", at=NOW, expires_at=NOW + minutes(60)
    )
    refused = is_refused(lambda case, trace: lifecycle.approve(case, approval, trace), case)
    assert refused is (wrong not in FITTING_BASIS)


@pytest.mark.parametrize("change", [{"basis": a_basis(text="Forged.")}, {"expires_at": NOW + minutes(9_999)}])
def test_an_approval_with_a_broken_seal_is_refused(change: dict[str, object]) -> None:
    forged = an_approval().model_copy(update=change)
    assert is_refused(lambda case, trace: lifecycle.approve(case, forged, trace), a_case())


def test_an_approval_of_another_case_is_refused() -> None:
    other = a_case(heard(a_post("2", author=2)))
    assert is_refused(lambda case, trace: lifecycle.approve(case, an_approval(other), trace), a_case())


@pytest.mark.parametrize("wrong", WRONG_REPLY)
def test_only_what_was_approved_settles(wrong: str) -> None:
    approval = an_approval()
    reply = Reply.model_validate(a_reply(approval).model_dump() | WRONG_REPLY[wrong])
    refused = is_refused(lambda case, trace: lifecycle.settle(case, approval, reply, trace), publishing())
    assert refused is (wrong not in FITTING_REPLY)


def test_only_its_own_approval_publishes_a_case() -> None:
    case, other = an_approved_case(), an_approval(id="approval-2")
    mine, theirs = an_approval(), an_attempt("approval-2")
    assert is_refused(lambda case, trace: lifecycle.begin(case, other, theirs, trace), case)
    assert is_refused(lambda case, trace: lifecycle.begin(case, mine, theirs, trace), case)
    assert is_refused(lambda case, trace: lifecycle.settle(case, other, a_reply(other), trace), publishing())
    assert not is_refused(lambda case, trace: lifecycle.begin(case, mine, an_attempt(), trace), case)


@pytest.mark.parametrize("lane", Lane)
def test_an_approval_is_for_its_lane(lane: Lane) -> None:
    ruled = heard(ruling=a_ruling(lane))
    waiting = a_case(ruled)
    approval = an_approval(waiting)
    case = an_approved_case(approval, ruled)
    by_api = is_refused(lambda case, trace: lifecycle.begin(case, approval, an_attempt(), trace), case)
    by_hand = is_refused(lambda case, trace: lifecycle.hand_off(case, approval, trace, NOW), case)
    assert (by_api, by_hand) == (lane is Lane.HAND_OFF, lane is Lane.API)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", BEGINS_IN)
def test_a_move_begins_only_where_it_is_meant_to(move: str, state: State) -> None:
    case = publishing().model_copy(update={"state": state})
    assert is_refused(PLAIN_MOVES[move], case) is (state not in BEGINS_IN[move])


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", ENDS_IN)
def test_an_ending_is_reached_where_the_table_says(move: str, state: State) -> None:
    case = publishing().model_copy(update={"state": state})
    assert is_refused(ENDINGS[move], case) is (ENDS_IN[move] not in LEGAL_MOVES[state])


def test_the_table_of_begins_is_complete() -> None:
    assert set(BEGINS_IN) == set(PLAIN_MOVES)
    assert set(ENDS_IN) == set(ENDINGS)


def test_a_recalled_approval_cannot_come_back_to_life() -> None:
    recalled = lifecycle.recall(an_approved_case(), a_trace("mara"), "changed my mind")
    assert recalled.approval_id is None
    assert is_refused(PLAIN_MOVES["hold back"], recalled)
    assert is_refused(lambda case, trace: lifecycle.begin(case, an_approval(), an_attempt(), trace), recalled)


def test_what_is_being_published_cannot_be_recalled() -> None:
    assert is_refused(PLAIN_MOVES["recall"], publishing())


def test_a_post_heard_while_publishing_brings_the_case_back_after_it() -> None:
    further = heard(a_post("2", created_at=NOW + minutes(1)))
    joined = join(publishing(), further, a_trace())
    assert joined.state is State.PUBLISHING
    assert joined.not_before == an_attempt().lease_until
    trace, approval = a_trace("publisher"), an_approval()
    settled = lifecycle.settle(joined, approval, a_reply(approval), trace)
    assert [event.to_state for event in trace.events] == [State.POSTED, State.ANSWERED, State.WAITING]
    assert settled.draft_is_stale
    assert settled.approval_id is None


def test_a_draft_for_an_older_conversation_is_refused() -> None:
    case, draft = a_case(), a_draft(a_case())
    joined = join(case, heard(a_post("2")), a_trace())
    assert is_refused(lambda case, trace: lifecycle.present(case, draft, trace), joined)


def test_a_claim_keeps_others_out_until_it_ends() -> None:
    claimed = lifecycle.claim(a_case(), a_trace("mara"), "mara", NOW + minutes(5))
    assert claimed.claimant(NOW + minutes(5)) is None
    with pytest.raises(IllegalMoveError, match="mara is working"):
        lifecycle.claim(claimed, a_trace("jonas"), "jonas", NOW + minutes(5))
    at_the_end = a_trace("jonas", NOW + minutes(5))
    assert lifecycle.claim(claimed, at_the_end, "jonas", NOW + minutes(9)).claimed_by == "jonas"
    again = lifecycle.claim(claimed, a_trace("mara"), "mara", NOW + minutes(9))
    assert again.claimed_until == NOW + minutes(9)
