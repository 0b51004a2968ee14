"""The one switch, the desks' modes and caps: what they let out and what they hold back."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.adapters.x.credentials import XCredentials, sandbox_credentials
from chalicelib.adapters.x.network import XNetwork
from chalicelib.control.going_live import go_live, observe, requirements, set_caps, state
from chalicelib.control.recover import look_after
from chalicelib.control.switch import start, stop
from chalicelib.domain.case import Case
from chalicelib.domain.control import Statements
from chalicelib.domain.errors import BadInputError, NotReadyError, StoppedError
from chalicelib.domain.state import State
from chalicelib.publish.reconcile import reconcile
from chalicelib.publish.send import publish
from chalicelib.review.decide import approve, hand_off
from sandbox.network.faults import FaultKind
from tests.support.controls import PLENTY, live_controls
from tests.support.rig import BRAND, TEXT, Rig, a_rig

B = BRAND.brand


@pytest.fixture
def rig() -> Iterator[Rig]:
    with a_rig() as made:
        yield made


def approved(rig: Rig, by: str = "walker") -> Case:
    case = rig.waiting_case(by=by)
    return approve(rig.reviewing, B, case.id, text=f"{TEXT} ({by})", seen=1, who="ana")


def state_of(rig: Rig, case: Case) -> State:
    return rig.store.case(B, case.id).state


def posted_today(rig: Rig) -> int:
    purse = rig.store.purse(B, f"posts.support.{rig.clock():%Y-%m-%d}")
    return purse.used if purse else 0


# --- the switch ----------------------------------------------------------------------------------


def test_while_everything_is_stopped_nothing_leaves_and_nothing_is_lost(rig: Rig) -> None:
    case = approved(rig)
    stop(rig.controls, rig.clock, who="ana", why="a storm")
    publish(rig.publishing, B, case.id)
    assert (state_of(rig, case), rig.replies_of()) == (State.APPROVED, [])
    start(rig.controls, rig.clock, who="ana")
    publish(rig.publishing, B, case.id)
    assert (state_of(rig, case), len(rig.replies_of())) == (State.POSTED, 1)


def test_a_switch_thrown_between_the_begin_and_the_call_still_holds(rig: Rig) -> None:
    case = approved(rig)
    room = rig.publishing
    real, reads = rig.controls.switch, 0

    def thrown_at_the_second_read() -> object:
        nonlocal reads
        reads += 1
        if reads == 3:  # may begin; a restore?; right before the call
            stop(rig.controls, rig.clock, who="ana", why="now")
        return real()

    rig.controls.switch = thrown_at_the_second_read  # type: ignore[assignment,method-assign]  # a fault of this test
    publish(room, B, case.id)
    assert (state_of(rig, case), rig.replies_of(), posted_today(rig)) == (State.APPROVED, [], 0)


@pytest.mark.parametrize(
    "count", [40, pytest.param(1_000, marks=[pytest.mark.soak, pytest.mark.timeout(900)])]
)
def test_with_the_switch_on_four_workers_let_nothing_out(rig: Rig, count: int) -> None:
    cases = [approved(rig, f"walker{number}") for number in range(count)]
    stop(rig.controls, rig.clock, who="ana", why="a storm")
    work(rig, cases)
    print(f"\n{count} approved, 4 workers, the switch on: {len(rig.replies_of())} replies left")
    assert rig.replies_of() == []
    assert {state_of(rig, case) for case in cases} == {State.APPROVED}


def test_a_switch_thrown_while_four_workers_send_lets_only_begun_calls_end(rig: Rig) -> None:
    cases = [approved(rig, f"walker{number}") for number in range(40)]
    rig.street.faults.arm(FaultKind.SLOW, "create", times=40, seconds=0.2)
    workers = threading.Thread(target=work, args=(rig, cases))
    workers.start()
    while len(rig.replies_of()) < 4:
        pass
    stop(rig.controls, rig.clock, who="ana", why="a storm")
    when_stopped = len(rig.replies_of())
    workers.join()
    assert when_stopped <= len(rig.replies_of()) <= when_stopped + 4
    assert {state_of(rig, case) for case in cases} == {State.APPROVED, State.POSTED}


def work(rig: Rig, cases: list[Case]) -> None:
    """Four workers publish the cases; returns when all are through."""

    def take(share: list[Case]) -> None:
        for case in share:
            publish(rig.publishing, B, case.id)

    workers = [threading.Thread(target=take, args=(cases[number::4],)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def test_nothing_is_handed_off_while_everything_is_stopped(rig: Rig) -> None:
    case = rig.waiting_case()
    stop(rig.controls, rig.clock, who="ana", why="a storm")
    with pytest.raises(StoppedError, match="a storm"):
        hand_off(rig.reviewing, B, case.id, text=TEXT, seen=1, who="tom")
    assert state_of(rig, case) is State.WAITING


def test_stopping_needs_a_reason_and_keeps_the_first_one(rig: Rig) -> None:
    with pytest.raises(BadInputError, match="why"):
        stop(rig.controls, rig.clock, who="ana", why=" ")
    stop(rig.controls, rig.clock, who="ana", why="a storm")
    assert stop(rig.controls, rig.clock, who="tom", why="me too").why == "a storm"
    assert [event.what for event in rig.controls.switch_events()] == ["stopped", "live"]


# --- going live ----------------------------------------------------------------------------------


def test_a_desk_goes_live_only_with_everything_that_it_needs(rig: Rig) -> None:
    rig.controls = live_controls(BRAND.model_copy(update={"desks": {}}))
    with pytest.raises(NotReadyError, match="Caps") as refused:
        go_live(rig.control, B, "support", who="ana")
    assert len(refused.value.missing) == 4
    stated = Statements(ai_replies_approved=False, automated_label=True, regions_fit=True)
    state(rig.control, B, "support", stated, who="ana")
    with pytest.raises(NotReadyError) as refused:
        go_live(rig.control, B, "support", who="ana")
    assert refused.value.missing == ("Caps on reads, posts and tokens",)
    set_caps(rig.control, B, "support", PLENTY, who="ana")
    assert go_live(rig.control, B, "support", who="ana").live
    assert [event.what for event in rig.controls.desk_events(B, "support")] == ["live", "caps set", "stated"]


def test_the_keys_of_another_account_do_not_do(rig: Rig) -> None:
    swapped = {"tarnhollowcare": sandbox_credentials(["tarnhollow"]).keys_of("tarnhollow")}
    room = rig.control._replace(network=XNetwork(XCredentials(swapped), rig.address, clock=rig.clock))
    keys = [one for one in requirements(room, B, "support") if one.key == "keys"]
    assert [one.met for one in keys] == [False, False]
    assert "belong to another account, @tarnhollow" in keys[0].says
    assert "no keys for @tarnhollow" in keys[1].says


@pytest.mark.parametrize(
    ("change", "word"), [({"reads_a_day": 99}, "reads"), ({"posts_a_month": 0}, "posts")]
)
def test_caps_that_no_live_desk_could_work_with_are_refused(
    rig: Rig, change: dict[str, int], word: str
) -> None:
    with pytest.raises(BadInputError, match=word):
        set_caps(rig.control, B, "support", PLENTY.model_copy(update=change), who="ana")


# --- caps ----------------------------------------------------------------------------------------


def test_the_cap_on_posts_is_a_hard_stop_until_the_day_is_over(rig: Rig) -> None:
    rig.controls = live_controls(BRAND, PLENTY.model_copy(update={"posts_a_day": 2}))
    cases = [approved(rig, f"walker{number}") for number in range(3)]
    for case in cases:
        publish(rig.publishing, B, case.id)
    assert [state_of(rig, case) for case in cases] == [State.POSTED, State.POSTED, State.APPROVED]
    assert rig.store.case(B, cases[2].id).not_before == datetime(2026, 9, 15, tzinfo=UTC)
    rig.clock.forward(hours=12)
    publish(rig.publishing, B, cases[2].id)
    assert state_of(rig, cases[2]) is State.POSTED


def test_what_was_certainly_not_posted_costs_nothing_and_what_may_have_been_does(rig: Rig) -> None:
    rig.street.faults.arm(FaultKind.RATE_LIMITED, "create")
    publish(rig.publishing, B, approved(rig, "one").id)
    assert posted_today(rig) == 0
    rig.street.faults.arm(FaultKind.DROP_AFTER, "create")
    publish(rig.publishing, B, approved(rig, "two").id)
    assert posted_today(rig) == 1


# --- a restore -----------------------------------------------------------------------------------


def test_a_restored_table_lets_nothing_out_even_before_anybody_noticed(rig: Rig) -> None:
    case = approved(rig)
    rig.controls.identity = "a copy"
    publish(rig.publishing, B, case.id)
    assert (state_of(rig, case), rig.replies_of()) == (State.APPROVED, [])


def test_after_a_restore_the_switch_is_on_and_what_may_have_left_is_looked_for(rig: Rig) -> None:
    left, stayed = approved(rig, "left"), approved(rig, "stayed")
    rig.street.create_post("tarnhollowcare", f"{TEXT} (left)", int(left.parent.removeprefix("x:")))
    rig.controls.identity = "a copy"
    assert look_after(rig.control).recovering
    assert {state_of(rig, case) for case in (left, stayed)} == {State.UNKNOWN}
    with pytest.raises(StoppedError, match="still being settled"):
        start(rig.controls, rig.clock, who="ana")
    switch = look_after(rig.control)
    assert (switch.stopped, switch.recovering, switch.table) == (True, False, "a copy")
    for case in (left, stayed):
        reconcile(rig.publishing, B, case.id)
    rig.clock.forward(minutes=20)
    reconcile(rig.publishing, B, stayed.id)
    assert (state_of(rig, left), state_of(rig, stayed)) == (State.POSTED, State.WAITING)
    assert not start(rig.controls, rig.clock, who="ana").stopped


def test_a_reply_that_the_restored_table_has_forgotten_is_not_sent_again(rig: Rig) -> None:
    case = rig.waiting_case()
    rig.street.create_post("tarnhollowcare", "We are on it.", int(case.parent.removeprefix("x:")))
    rig.clock.forward(minutes=5)
    rig.controls.identity = "a copy"
    look_after(rig.control)
    look_after(rig.control)
    start(rig.controls, rig.clock, who="ana")
    approve(rig.reviewing, B, case.id, text=TEXT, seen=1, who="ana")
    rig.clock.forward(minutes=15)
    publish(rig.publishing, B, case.id)
    assert len(rig.replies_of()) == 1
    assert "restored table does not know" in rig.store.case(B, case.id).notice


def restored(rig: Rig) -> None:
    """A sweep notices a copy and settles it; a person starts at once."""
    rig.controls.identity = "a copy"
    look_after(rig.control)
    look_after(rig.control)
    start(rig.controls, rig.clock, who="ana")


def test_what_left_right_before_a_restore_has_a_quarter_of_an_hour_to_show(rig: Rig) -> None:
    case = rig.waiting_case()
    rig.clock.forward(minutes=1)
    restored(rig)
    approve(rig.reviewing, B, case.id, text=TEXT, seen=1, who="ana")
    publish(rig.publishing, B, case.id)
    assert rig.store.case(B, case.id).not_before == rig.clock() + timedelta(minutes=15)
    rig.clock.forward(minutes=14, seconds=59)
    publish(rig.publishing, B, case.id)
    assert (state_of(rig, case), rig.replies_of()) == (State.APPROVED, [])
    rig.clock.forward(seconds=1)
    publish(rig.publishing, B, case.id)
    assert (state_of(rig, case), len(rig.replies_of())) == (State.POSTED, 1)


def test_a_case_that_began_after_the_restore_need_not_wait(rig: Rig) -> None:
    restored(rig)
    case = approved(rig)
    publish(rig.publishing, B, case.id)
    assert state_of(rig, case) is State.POSTED


def test_an_old_approval_in_a_restored_table_may_have_left_until_the_restore(rig: Rig) -> None:
    case = approved(rig)
    rig.clock.forward(hours=2)
    restored(rig)
    reconcile(rig.publishing, B, case.id)
    assert state_of(rig, case) is State.UNKNOWN
    rig.clock.forward(minutes=14)
    rig.street.create_post("tarnhollowcare", f"{TEXT} (walker)", int(case.parent.removeprefix("x:")))
    reconcile(rig.publishing, B, case.id)
    assert state_of(rig, case) is State.POSTED


def test_a_new_table_is_taken_into_use_once(rig: Rig) -> None:
    rig.controls = type(rig.controls)()
    for _ in range(2):
        look_after(rig.control)
    assert [event.what for event in rig.controls.switch_events()] == ["taken into use"]
    assert not rig.controls.switch().stopped


def test_observing_again_holds_what_was_approved(rig: Rig) -> None:
    case = approved(rig)
    observe(rig.control, B, "support", who="ana")
    publish(rig.publishing, B, case.id)
    assert (state_of(rig, case), rig.replies_of()) == (State.APPROVED, [])


def test_caps_in_words_are_kept_in_the_trace(rig: Rig) -> None:
    caps = PLENTY.model_copy(update={"posts_a_month": 90})
    set_caps(rig.control, B, "support", caps, who="ana")
    event = rig.controls.desk_events(B, "support")[0]
    assert (event.who, "posts a month 90" in event.why) == ("ana", True)
