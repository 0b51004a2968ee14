"""Publishing against a network that misbehaves in every known way: never twice, never lost."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.control.going_live import observe
from chalicelib.domain.case import Case, WorkKind
from chalicelib.domain.change import Change
from chalicelib.domain.errors import (
    IllegalMoveError,
    PolicyForbidsError,
    StaleApprovalError,
    StoreUnavailableError,
)
from chalicelib.domain.ruling import Lane
from chalicelib.domain.state import State
from chalicelib.domain.trace import Trace
from chalicelib.follow_up.recognise import GIVE_UP_AFTER, recognise
from chalicelib.publish.reconcile import LOOKS_FOR, reconcile, settle_lost
from chalicelib.publish.room import ABSENCE_COUNTS_AFTER
from chalicelib.publish.send import publish
from chalicelib.review.decide import approve, hand_off, recall
from sandbox.network.faults import FaultKind
from tests.support.rig import BRAND, TEXT, Rig, a_rig

B = BRAND.brand
CREATE = "create"


@pytest.fixture
def rig() -> Iterator[Rig]:
    with a_rig(read_timeout=0.5) as made:
        yield made


def approved(rig: Rig, text: str = "@tarnhollowcare my tent leaks") -> Case:
    case = rig.waiting_case(text)
    return approve(rig.reviewing, B, case.id, text=TEXT, seen=case.conversation_version, who="ana")


def state(rig: Rig, case: Case) -> State:
    return rig.store.case(B, case.id).state


def sweep(rig: Rig) -> None:
    """What the sweep does about one brand's publishing."""
    for due in rig.store.due(B, WorkKind.PUBLISH, rig.clock()):
        publish(rig.publishing, B, due.id)
    for due in rig.store.due(B, WorkKind.SETTLE, rig.clock()):
        settle_lost(rig.publishing, B, due.id)
    for due in rig.store.due(B, WorkKind.RECONCILE, rig.clock()):
        reconcile(rig.publishing, B, due.id)


def test_what_was_approved_is_posted_exactly_once(rig: Rig) -> None:
    case = approved(rig)
    for _ in range(3):
        publish(rig.publishing, B, case.id)
    assert state(rig, case) is State.POSTED
    assert [text.removeprefix("@walker ") for text in rig.replies_of()] == [TEXT]


def test_without_an_approval_nothing_leaves(rig: Rig) -> None:
    case = rig.waiting_case()
    publish(rig.publishing, B, case.id)
    assert rig.replies_of() == []


def test_an_observing_deployment_posts_nothing(rig: Rig) -> None:
    observe(rig.control, B, "support", who="ana")
    case = approved(rig)
    publish(rig.publishing, B, case.id)
    assert (state(rig, case), rig.replies_of()) == (State.APPROVED, [])


def test_a_recalled_approval_is_not_posted(rig: Rig) -> None:
    case = approved(rig)
    recall(rig.reviewing, B, case.id, who="ana")
    publish(rig.publishing, B, case.id)
    assert (state(rig, case), rig.replies_of()) == (State.WAITING, [])


def test_no_call_begins_that_could_not_be_settled_in_time(rig: Rig) -> None:
    case = approved(rig)
    rig.seconds_left = 20
    publish(rig.publishing, B, case.id)
    assert (state(rig, case), rig.replies_of()) == (State.APPROVED, [])


def test_the_customer_writing_on_takes_the_approval_back(rig: Rig) -> None:
    case = approved(rig)
    rig.write_on(case, "@tarnhollowcare and now it broke, too")
    publish(rig.publishing, B, case.id)
    assert (state(rig, case), rig.replies_of()) == (State.WAITING, [])


def test_an_edited_post_makes_the_approval_stale(rig: Rig) -> None:
    case = approved(rig)
    rig.street.edit_post(int(case.parent.removeprefix("x:")), "@tarnhollowcare never mind, all good")
    publish(rig.publishing, B, case.id)
    after = rig.store.case(B, case.id)
    # The edit has an id of its own, so the post that was approved for is either gone or changed.
    assert after.state in (State.WAITING, State.WITHDRAWN)
    assert rig.replies_of() == []


def test_a_deleted_post_withdraws_the_case_and_what_was_learnt_from_it(rig: Rig) -> None:
    case = approved(rig)
    assert len(rig.store.learnt(B, "support", "en")) == 1
    rig.street.delete_post(int(case.parent.removeprefix("x:")))
    publish(rig.publishing, B, case.id)
    assert (state(rig, case), rig.replies_of()) == (State.WITHDRAWN, [])
    assert rig.store.learnt(B, "support", "en") == ()


def test_an_approval_expires(rig: Rig) -> None:
    case = approved(rig)
    rig.clock.forward(hours=25)
    publish(rig.publishing, B, case.id)
    assert (state(rig, case), rig.replies_of()) == (State.WAITING, [])


@pytest.mark.parametrize(
    "fault", [FaultKind.RATE_LIMITED, FaultKind.RATE_LIMITED_NO_RESET, FaultKind.CREDITS_DEPLETED]
)
def test_what_the_network_did_not_take_is_tried_again_later(rig: Rig, fault: FaultKind) -> None:
    case = approved(rig)
    rig.street.faults.arm(fault, CREATE)
    publish(rig.publishing, B, case.id)
    assert (state(rig, case), rig.replies_of()) == (State.APPROVED, [])
    rig.clock.forward(minutes=16)
    sweep(rig)
    assert state(rig, case) is State.POSTED
    assert len(rig.replies_of()) == 1


@pytest.mark.parametrize("fault", [FaultKind.DROP_AFTER, FaultKind.STALL_AFTER, FaultKind.UNAVAILABLE_AFTER])
def test_a_lost_answer_is_found_by_reading(rig: Rig, fault: FaultKind) -> None:
    case = approved(rig)
    rig.street.faults.arm(fault, CREATE, seconds=2)
    publish(rig.publishing, B, case.id)
    assert state(rig, case) is State.UNKNOWN
    sweep(rig)
    assert state(rig, case) is State.POSTED
    assert len(rig.replies_of()) == 1


@pytest.mark.parametrize(
    "fault", [FaultKind.DROP_BEFORE, FaultKind.SERVER_ERROR, FaultKind.MALFORMED, FaultKind.STALL_BEFORE]
)
def test_absence_counts_after_a_quarter_of_an_hour_and_then_a_person_decides(
    rig: Rig, fault: FaultKind
) -> None:
    case = approved(rig)
    rig.street.faults.arm(fault, CREATE, seconds=2)
    publish(rig.publishing, B, case.id)
    assert state(rig, case) is State.UNKNOWN
    sweep(rig)
    posted = state(rig, case) is State.POSTED
    rig.clock.now += ABSENCE_COUNTS_AFTER
    sweep(rig)
    assert state(rig, case) is (State.POSTED if posted else State.WAITING)
    assert len(rig.replies_of()) == int(posted)


def test_a_worker_that_dies_before_the_call_leaves_an_unknown_outcome_and_no_reply(rig: Rig) -> None:
    case = approved(rig)
    assert isinstance(rig.store, MemoryStore)
    rig.store.faults.lose_answer("commit")
    with pytest.raises(StoreUnavailableError):
        publish(rig.publishing, B, case.id)
    assert state(rig, case) is State.PUBLISHING
    rig.clock.forward(minutes=1)
    sweep(rig)
    assert state(rig, case) is State.UNKNOWN
    rig.clock.forward(minutes=20)
    sweep(rig)
    assert (state(rig, case), rig.replies_of()) == (State.WAITING, [])


def test_the_networks_own_refusal_closes_the_api_lane_for_this_post_only(rig: Rig) -> None:
    case = approved(rig)
    rig.street.faults.arm(FaultKind.FORBIDDEN, CREATE)
    publish(rig.publishing, B, case.id)
    after = rig.store.case(B, case.id)
    assert after.state is State.WAITING
    assert after.approval_id is None


def test_the_rules_send_what_did_not_address_us_to_the_hand_off_lane(rig: Rig) -> None:
    case = rig.waiting_case("tarnhollow tents are not what they used to be")
    assert case.ruling.lane is Lane.HAND_OFF
    with pytest.raises(PolicyForbidsError, match="won't let an app answer"):
        approve(rig.reviewing, B, case.id, text=TEXT, seen=1, who="ana")
    assert state(rig, case) is State.WAITING


def test_an_approval_for_what_the_person_did_not_see_is_refused(rig: Rig) -> None:
    case = rig.waiting_case()
    rig.write_on(case, "@tarnhollowcare hello?")
    with pytest.raises(StaleApprovalError):
        approve(rig.reviewing, B, case.id, text=TEXT, seen=1, who="ana")


@pytest.mark.parametrize(("posted", "edited"), [(TEXT, False), (TEXT + " – Ana", True)])
def test_what_a_person_posts_natively_is_recognised(rig: Rig, posted: str, edited: bool) -> None:
    case = rig.waiting_case("tarnhollow tents are not what they used to be")
    handed = hand_off(rig.reviewing, B, case.id, text=TEXT, seen=1, who="ana")
    assert handed.account == "tarnhollowcare"
    recognise(rig.following_up, B, case.id)
    assert state(rig, case) is State.HANDED_OFF
    rig.clock.forward(minutes=1)
    rig.street.create_post("tarnhollowcare", posted, int(case.parent.removeprefix("x:")), via="native")
    recognise(rig.following_up, B, case.id)
    (reply,) = rig.store.dossier(B, case.id).replies
    assert state(rig, case) is State.POSTED
    assert (reply.by_hand, reply.edited) == (True, edited)


def test_the_customer_who_wrote_on_while_we_published_comes_back(rig: Rig) -> None:
    case = approved(rig)
    rig.street.faults.arm(FaultKind.DROP_AFTER, CREATE)
    publish(rig.publishing, B, case.id)
    rig.write_on(case, "@tarnhollowcare anybody there?")
    sweep(rig)
    after = rig.store.case(B, case.id)
    assert after.state is State.WAITING
    assert after.draft_is_stale
    assert len(rig.replies_of()) == 1


def test_what_may_have_left_cannot_be_recalled(rig: Rig) -> None:
    case = approved(rig)
    rig.street.faults.arm(FaultKind.DROP_AFTER, CREATE)
    publish(rig.publishing, B, case.id)
    with pytest.raises(IllegalMoveError):
        recall(rig.reviewing, B, case.id, who="ana")
    assert state(rig, case) is State.UNKNOWN


def test_what_was_posted_by_hand_before_a_recall_is_not_posted_again(rig: Rig) -> None:
    case = rig.waiting_case()
    hand_off(rig.reviewing, B, case.id, text=TEXT, seen=1, who="ana")
    rig.clock.forward(minutes=1)
    rig.street.create_post("tarnhollowcare", TEXT, int(case.parent.removeprefix("x:")), via="native")
    recall(rig.reviewing, B, case.id, who="ben")
    approve(rig.reviewing, B, case.id, text=TEXT + " Soon.", seen=1, who="ben")
    publish(rig.publishing, B, case.id)
    after = rig.store.case(B, case.id)
    assert (after.state, len(rig.replies_of())) == (State.WAITING, 1)
    assert "already stands" in after.notice


def test_a_reply_that_shows_up_after_its_absence_counted_is_not_posted_again(rig: Rig) -> None:
    case = approved(rig)
    rig.street.faults.arm(FaultKind.DROP_BEFORE, CREATE)
    publish(rig.publishing, B, case.id)
    rig.clock.now += ABSENCE_COUNTS_AFTER
    sweep(rig)
    assert state(rig, case) is State.WAITING
    rig.street.create_post("tarnhollowcare", TEXT, int(case.parent.removeprefix("x:")), via="native")
    approve(rig.reviewing, B, case.id, text=TEXT + " Soon.", seen=1, who="ana")
    publish(rig.publishing, B, case.id)
    assert (state(rig, case), len(rig.replies_of())) == (State.WAITING, 1)


def test_a_recalled_approval_that_never_left_does_not_keep_the_next_one_waiting(rig: Rig) -> None:
    case = approved(rig)
    recall(rig.reviewing, B, case.id, who="ana")
    approve(rig.reviewing, B, case.id, text=TEXT, seen=1, who="ana")
    publish(rig.publishing, B, case.id)
    assert state(rig, case) is State.POSTED


def test_an_earlier_reply_to_the_same_post_is_not_taken_for_the_later_one(rig: Rig) -> None:
    case = approved(rig)
    publish(rig.publishing, B, case.id)
    rig.clock.forward(seconds=20)
    same_parent = rig.write_on(case, "@tarnhollowcare hello?").model_copy(update={"parent": case.parent})
    again = Trace("test", rig.clock())
    rig.store.commit(Change(again.change(same_parent, "put", "back"), tuple(again.events)))
    approve(rig.reviewing, B, case.id, text="Another answer.", seen=2, who="ana")
    rig.street.faults.arm(FaultKind.DROP_BEFORE, CREATE)
    publish(rig.publishing, B, case.id)
    assert state(rig, case) is State.UNKNOWN
    sweep(rig)
    rig.clock.now += ABSENCE_COUNTS_AFTER
    sweep(rig)
    assert (state(rig, case), len(rig.replies_of())) == (State.WAITING, 1)


def test_no_call_is_made_when_its_lease_is_past_already(rig: Rig) -> None:
    class Slow(MemoryStore):
        def commit(self, change: Change) -> None:
            super().commit(change)
            if change.attempt:
                rig.clock.forward(minutes=20)

    rig.store = Slow()
    case = approved(rig)
    publish(rig.publishing, B, case.id)
    assert (state(rig, case), rig.replies_of()) == (State.APPROVED, [])


def test_an_approval_that_expired_goes_back_even_while_the_network_is_down(rig: Rig) -> None:
    case = approved(rig)
    rig.clock.forward(hours=25)
    rig.street.faults.arm(FaultKind.UNAVAILABLE)
    publish(rig.publishing, B, case.id)
    assert state(rig, case) is State.WAITING


def test_an_approval_of_a_desk_that_is_no_more_goes_back_to_people(rig: Rig) -> None:
    case = approved(rig)
    trace = Trace("test", rig.clock())
    moved = trace.change(case, "moved", "the desk was renamed", desk="care")
    rig.store.commit(Change(moved, tuple(trace.events)))
    publish(rig.publishing, B, case.id)
    assert (state(rig, case), rig.replies_of()) == (State.WAITING, [])


def test_an_outcome_that_cannot_be_read_for_a_day_goes_back_to_people(rig: Rig) -> None:
    case = approved(rig)
    rig.street.faults.arm(FaultKind.DROP_AFTER, CREATE)
    publish(rig.publishing, B, case.id)
    rig.street.faults.arm(FaultKind.FORBIDDEN, times=100)
    sweep(rig)
    assert state(rig, case) is State.UNKNOWN
    assert rig.store.due(B, WorkKind.RECONCILE, rig.clock()) == ()
    rig.clock.now += LOOKS_FOR
    sweep(rig)
    assert state(rig, case) is State.WAITING


def test_a_hand_off_that_cannot_be_read_for_a_day_goes_back_to_people(rig: Rig) -> None:
    case = rig.waiting_case("tarnhollow tents are not what they used to be")
    hand_off(rig.reviewing, B, case.id, text=TEXT, seen=1, who="ana")
    rig.street.faults.arm(FaultKind.FORBIDDEN, times=100)
    recognise(rig.following_up, B, case.id)
    assert state(rig, case) is State.HANDED_OFF
    assert rig.store.due(B, WorkKind.RECOGNISE, rig.clock()) == ()
    rig.clock.now += GIVE_UP_AFTER
    recognise(rig.following_up, B, case.id)
    assert state(rig, case) is State.WAITING
