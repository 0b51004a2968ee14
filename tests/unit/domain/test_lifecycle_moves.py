"""Whatever is tried, in whatever order: nothing is posted but what a person approved, exactly that."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.domain import lifecycle
from chalicelib.domain.approval import Approval, Basis, grant
from chalicelib.domain.attempt import Reply
from chalicelib.domain.case import RESTS_ON_APPROVAL, Case
from chalicelib.domain.conversation import join, open_case
from chalicelib.domain.errors import IllegalMoveError
from chalicelib.domain.event import Event
from chalicelib.domain.ruling import Lane
from chalicelib.domain.state import LEGAL_MOVES, State
from chalicelib.domain.trace import Trace
from tests.support.values import (
    NOW,
    a_basis,
    a_draft,
    a_post,
    a_reply,
    a_ruling,
    a_verdict,
    an_attempt,
    heard,
    minutes,
)

Step = Callable[[Case, Trace], Case]
LANES = st.sampled_from(Lane)

# What an approval, an attempt or a reply may be wrong in.
WRONG_BASIS: dict[str, dict[str, object]] = {
    "nothing": {},
    "brand": {"brand": "other"},
    "account": {"account": "TarnhollowUS"},
    "parent": {"parent": "x:666"},
    "text": {"text": "Something else."},
    "an older conversation": {"conversation_version": 0},
    "a later conversation": {"conversation_version": 99},
}
WRONG_REPLY: dict[str, dict[str, object]] = {
    "nothing": {},
    "account": {"account": "TarnhollowUS"},
    "case of the account": {"account": "TARNHOLLOWHELP"},
    "parent": {"parent": "x:666"},
    "text": {"text": "Something else."},
    "text, said to be by hand": {"text": "Something else.", "by_hand": True},
    "text, reworded by hand": {"text": "Something else.", "by_hand": True, "edited": True},
    "approval": {"approval_id": "another"},
}

PLAIN_MOVES: dict[str, Step] = {
    "answered": lambda case, trace: lifecycle.answered(case, trace, "thanks"),
    "come back": lambda case, trace: lifecycle.come_back(case, trace, "more"),
    "hold back": lambda case, trace: lifecycle.hold_back(case, trace, "wait", trace.at + minutes(5)),
    "keep looking": lambda case, trace: lifecycle.keep_looking(case, trace, "not yet", trace.at),
    "lose sight": lambda case, trace: lifecycle.lose_sight(case, trace, "no answer", trace.at),
    "put off": lambda case, trace: lifecycle.put_off(case, trace, "later", trace.at),
    "recall": lambda case, trace: lifecycle.recall(case, trace, "changed my mind"),
    "restore": lambda case, trace: lifecycle.restore(case, trace, "back"),
    "send back": lambda case, trace: lifecycle.send_back(case, trace, "stale"),
    "start drafting": lifecycle.start_drafting,
}
ENDINGS: dict[str, Step] = {
    "ignore": lambda case, trace: lifecycle.ignore(case, trace, "noise"),
    "reject": lambda case, trace: lifecycle.reject(case, trace, "no"),
    "resolve": lambda case, trace: lifecycle.resolve(case, trace, "done"),
    "withdraw": lambda case, trace: lifecycle.withdraw(case, trace, "gone"),
}


class Moves(RuleBasedStateMachine):
    """One case, everything that can happen to it, and whatever could be forged.

    `approved` is what a person approved, noted here and not taken from the case; `said` is what stands on
    the network according to the last settlement.
    """

    @initialize(lane=LANES, urgency=st.sampled_from([0.1, 0.9]))
    def begin(self, lane: Lane, urgency: float) -> None:
        trace = Trace("triage", NOW)
        self.now = NOW
        self.case = open_case(
            "tarnhollow", heard(a_post(), a_verdict(urgency=urgency), a_ruling(lane)), trace
        )
        self.events: list[Event] = list(trace.events)
        self.offered: dict[str, Approval] = {}
        self.approved: dict[str, Approval] = {}
        self.said: tuple[Approval, Reply] | None = None
        self.posts = 1

    def take(self, step: Step) -> bool:
        """Take the step if it is legal. One that is not changes nothing, and leaves no event."""
        self.now += timedelta(minutes=1)
        before, trace = self.case.model_dump(), Trace("somebody", self.now)
        try:
            moved = step(self.case, trace)
        except IllegalMoveError as refusal:
            note(str(refusal))
            assert trace.events == []
            assert self.case.model_dump() == before
            return False
        assert self.case.model_dump() == before, "a value was changed in place"
        assert [event.version for event in trace.events] == list(
            range(self.case.version + 1, moved.version + 1)
        )
        self.events += trace.events
        self.case = moved
        return True

    def an_approval(self, data: st.DataObject) -> Approval:
        """Most often the one that the case rests on; else any that was ever offered, or a new one."""
        own = self.offered.get(self.case.approval_id or "")
        if own and data.draw(st.integers(0, 2)):
            return own
        return data.draw(
            st.sampled_from([*self.offered.values(), self.fresh_approval("nothing", self.case.id)])
        )

    def fresh_approval(self, wrong: str, case_id: str) -> Approval:
        basis = Basis.model_validate(a_basis(self.case).model_dump() | WRONG_BASIS[wrong])
        return grant(
            approval_id=f"approval-{len(self.offered) + 1}",
            case_id=case_id,
            basis=basis,
            by="mara",
            at=self.now,
            expires_at=self.now + timedelta(hours=24),
        )

    # the straight way

    @rule(times=st.integers(1, 5))
    def go_on(self, times: int) -> None:
        """What happens when all is well, so that the rest is tried everywhere on the way."""
        for _ in range(times):
            self.take(self.next_step())

    def next_step(self) -> Step:
        rests_on = self.approved.get(self.case.approval_id or "")
        match self.case.state:
            case State.FOUND:
                return lifecycle.start_drafting
            case State.DRAFTING:
                draft = a_draft(self.case)
                return lambda case, trace: lifecycle.present(case, draft, trace)
            case State.WAITING:
                return self.approving(self.fresh_approval("nothing", self.case.id))
            case State.APPROVED if rests_on and rests_on.basis.lane is Lane.API:
                attempt = an_attempt(rests_on.id)
                return lambda case, trace: lifecycle.begin(case, rests_on, attempt, trace)
            case State.APPROVED if rests_on:
                return lambda case, trace: lifecycle.hand_off(case, rests_on, trace, trace.at)
            case State.PUBLISHING | State.UNKNOWN | State.HANDED_OFF if rests_on:
                return self.settling(rests_on, a_reply(rests_on))
            case State.POSTED:
                return lambda case, trace: lifecycle.answered(case, trace, "thanks")
            case State.ANSWERED:
                return lambda case, trace: lifecycle.come_back(case, trace, "more")
            case _:
                return lambda case, trace: lifecycle.restore(case, trace, "back")

    def approving(self, approval: Approval) -> Step:
        """Approve, and note here what a person approved once it was taken."""
        self.offered[approval.id] = approval

        def step(case: Case, trace: Trace) -> Case:
            approved = lifecycle.approve(case, approval, trace)
            self.approved[approval.id] = approval
            return approved

        return step

    def settling(self, approval: Approval, reply: Reply) -> Step:
        """Settle, and note here what stands on the network once it was taken."""

        def step(case: Case, trace: Trace) -> Case:
            settled = lifecycle.settle(case, approval, reply, trace)
            self.said = (approval, reply)
            return settled

        return step

    # what may happen at any time

    @rule(needs_reply=st.booleans(), lane=LANES, earlier=st.booleans())
    def write_again(self, needs_reply: bool, lane: Lane, earlier: bool) -> None:
        self.posts += 1
        at = self.now - minutes(500) if earlier else self.now
        post = a_post(str(2_000 + self.posts), created_at=at)
        said = heard(post, a_verdict(needs_reply=needs_reply), a_ruling(lane))
        before = self.case.conversation_version
        assert self.take(lambda case, trace: join(case, said, trace))
        assert self.case.conversation_version == before + 1
        assert self.case.draft_is_stale

    @rule(who=st.sampled_from(["mara", "jonas"]))
    def claim(self, who: str) -> None:
        holder = self.case.claimant(self.now + timedelta(minutes=1))
        taken = self.take(lambda case, trace: lifecycle.claim(case, trace, who, trace.at + minutes(3)))
        assert taken is (holder in (None, who))

    @rule(move=st.sampled_from(sorted(PLAIN_MOVES)))
    def happen(self, move: str) -> None:
        self.take(PLAIN_MOVES[move])

    @rule(move=st.sampled_from(sorted(ENDINGS)), really=st.integers(0, 5))
    def end(self, move: str, really: int) -> None:
        if really == 0:
            self.take(ENDINGS[move])

    # what could be forged, confused or out of date

    @rule()
    def present_a_stale_draft(self) -> None:
        draft = a_draft(self.case).model_copy(
            update={"conversation_version": self.case.conversation_version - 1}
        )
        assert not self.take(lambda case, trace: lifecycle.present(case, draft, trace))

    @rule(flaw=st.sampled_from(["forged", "another case", *WRONG_BASIS]))
    def approve(self, flaw: str) -> None:
        wrong = flaw if flaw in WRONG_BASIS else "nothing"
        approval = self.fresh_approval(wrong, "another" if flaw == "another case" else self.case.id)
        if flaw == "forged":
            other = approval.basis.model_copy(update={"text": "Forged."})
            approval = approval.model_copy(update={"basis": other})
        # Any text is a person's to approve; everything else has to be of this case as it stands.
        fits = flaw == "nothing" or flaw == "text"
        assert not self.take(self.approving(approval)) or fits

    @rule(data=st.data(), mismatched=st.booleans())
    def begin_call(self, data: st.DataObject, mismatched: bool) -> None:
        approval = self.an_approval(data)
        attempt = an_attempt("another" if mismatched else approval.id, "attempt-2")
        if self.take(lambda case, trace: lifecycle.begin(case, approval, attempt, trace)):
            assert not mismatched
            assert self.approved[approval.id] == approval
            assert approval.basis.lane is Lane.API

    @rule(data=st.data())
    def hand_off(self, data: st.DataObject) -> None:
        approval = self.an_approval(data)
        if self.take(lambda case, trace: lifecycle.hand_off(case, approval, trace, look_at=trace.at)):
            assert self.approved[approval.id] == approval
            assert approval.basis.lane is Lane.HAND_OFF

    @rule(data=st.data(), wrong=st.sampled_from(sorted(WRONG_REPLY)))
    def settle(self, data: st.DataObject, wrong: str) -> None:
        approval = self.an_approval(data)
        reply = Reply.model_validate(a_reply(approval).model_dump() | WRONG_REPLY[wrong])
        self.take(self.settling(approval, reply))

    @rule(data=st.data())
    def close_lane(self, data: st.DataObject) -> None:
        approval, ruling = self.an_approval(data), a_ruling(Lane.HAND_OFF)
        self.take(lambda case, trace: lifecycle.close_api_lane(case, approval, ruling, trace))

    @rule(state=st.sampled_from(State))
    def force(self, state: State) -> None:
        """A move that the table does not hold is refused whoever asks for it."""
        if state not in LEGAL_MOVES[self.case.state]:
            assert not self.take(lambda case, trace: trace.move(case, state, "forced", "for a test"))

    # what always holds

    @invariant()
    def what_is_posted_was_approved(self) -> None:
        if self.case.state in RESTS_ON_APPROVAL:
            assert self.case.approval_id in self.approved
        if self.said is None:
            assert self.case.state is not State.POSTED
            assert all(event.to_state is not State.POSTED for event in self.events)
            return
        approval, reply = self.said
        basis = self.approved[approval.id].basis
        assert (reply.account.lower(), reply.parent) == (basis.account.lower(), basis.parent)
        assert reply.text == basis.text or (reply.by_hand and reply.edited)

    @invariant()
    def events_lead_to_the_case(self) -> None:
        assert [event.version for event in self.events] == list(range(1, self.case.version + 1))
        assert self.events[-1].to_state is self.case.state
        for one, other in zip(self.events, self.events[1:], strict=False):
            assert other.from_state is one.to_state
            assert other.to_state is one.to_state or other.to_state in LEGAL_MOVES[one.to_state]


TestMoves = Moves.TestCase
