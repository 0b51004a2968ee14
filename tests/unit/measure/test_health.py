"""The four figures that alarms watch, at their edges."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.adapters.memory.faults import Faults
from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.control.going_live import observe
from chalicelib.control.switch import start, stop
from chalicelib.domain import lifecycle
from chalicelib.domain.caps import Bought, day_purse, month_purse, search_purse
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.ruling import Lane
from chalicelib.domain.search_state import Run, SearchState
from chalicelib.domain.trace import Trace
from chalicelib.listen.run import listen
from chalicelib.measure.health import Health, HealthRoom, health
from chalicelib.publish.reconcile import reconcile
from chalicelib.publish.send import publish
from chalicelib.review.decide import approve
from sandbox.network.faults import FaultKind
from tests.support.controls import PLENTY, live_controls
from tests.support.rig import BRAND, TEXT, Rig, a_rig
from tests.support.values import an_approval

B = BRAND.brand


@pytest.fixture
def rig() -> Iterator[Rig]:
    with a_rig(read_timeout=0.5) as made:
        yield made


def now(rig: Rig) -> Health:
    return health(HealthRoom(rig.store, rig.controls, rig.clock, {B: BRAND}))


def approved(rig: Rig, by: str = "walker") -> Case:
    return approve(rig.reviewing, B, rig.waiting_case(by=by).id, text=f"{TEXT} {by}", seen=1, who="ana")


def put_off(rig: Rig, case: Case, **span: float) -> None:
    trace = Trace("test", rig.clock())
    later = lifecycle.put_off(case, trace, "a test", rig.clock() + timedelta(**span))
    rig.store.commit(Change(later, tuple(trace.events)))


def heard(rig: Rig, search: int = 0, **changes: object) -> None:
    """The search's state, as if it had been saved by its last run."""
    state = SearchState(search=BRAND.searches[search].id).model_copy(update=changes)
    rig.store.lease_search(B, state.search, "test", rig.clock(), rig.clock() + timedelta(minutes=1))
    rig.store.save_search(B, "test", state, release=True)


# --- the oldest approval -----------------------------------------------------------------------


def test_a_deployment_in_which_nothing_happened_yet_is_well(rig: Rig) -> None:
    assert now(rig) == Health(0.0, 0.0, 0.0, 0)


def test_an_approval_ages_until_it_has_left(rig: Rig) -> None:
    case = approved(rig)
    rig.clock.forward(minutes=20)
    approved(rig, "later")
    rig.clock.forward(seconds=5)
    assert now(rig).oldest_approval_seconds == 1205
    publish(rig.publishing, B, case.id)
    assert now(rig).oldest_approval_seconds == 5


def test_an_approval_that_the_network_keeps_putting_off_still_ages(rig: Rig) -> None:
    case = approved(rig)
    for _ in range(16):
        rig.street.faults.arm(FaultKind.UNAVAILABLE, "lookup")
        rig.clock.forward(seconds=61)
        publish(rig.publishing, B, case.id)
    assert now(rig).oldest_approval_seconds == 16 * 61


@pytest.mark.parametrize(("seconds", "age"), [(60, 300.0), (61, 0.0)])
def test_what_waits_for_a_known_moment_does_not_age_before_it(rig: Rig, seconds: int, age: float) -> None:
    case = approved(rig)
    rig.clock.forward(minutes=5)
    put_off(rig, case, seconds=seconds)
    assert now(rig).oldest_approval_seconds == age


def test_what_may_not_leave_does_not_age(rig: Rig) -> None:
    approved(rig)
    rig.clock.forward(minutes=20)
    stop(rig.controls, rig.clock, who="ana", why="a storm")
    assert now(rig).oldest_approval_seconds == 0
    start(rig.controls, rig.clock, who="ana")
    rig.controls.identity, original = "a copy", rig.controls.identity
    assert now(rig).oldest_approval_seconds == 0
    rig.controls.identity = original
    assert now(rig).oldest_approval_seconds == 1200
    observe(rig.control, B, "support", who="ana")
    assert now(rig).oldest_approval_seconds == 0


def test_what_a_person_posts_does_not_age(rig: Rig) -> None:
    case = rig.waiting_case()
    by_hand = case.model_copy(update={"ruling": case.ruling.model_copy(update={"lane": Lane.HAND_OFF})})
    approval, trace = an_approval(by_hand, at=rig.clock()), Trace("ana", rig.clock())
    rig.store.commit(
        Change(lifecycle.approve(by_hand, approval, trace), tuple(trace.events), approval=approval)
    )
    rig.clock.forward(minutes=20)
    assert now(rig).oldest_approval_seconds == 0


def test_a_list_that_lags_makes_nothing_old(rig: Rig) -> None:
    rig.store = MemoryStore(Faults())
    case = approved(rig)
    rig.clock.forward(minutes=20)
    rig.store.faults.index_lag_reads = 5
    publish(rig.publishing, B, case.id)
    assert now(rig).oldest_approval_seconds == 0


# --- the lag of listening ------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "lag"), [(60, 0.0), (61, 1.0), (960, 900.0)])
def test_a_search_lags_by_what_exceeds_its_cadence(rig: Rig, seconds: int, lag: float) -> None:
    heard(rig, 0, heard_until=rig.clock())
    heard(rig, 1, heard_until=rig.clock() + timedelta(seconds=seconds))
    rig.clock.forward(seconds=seconds)
    assert now(rig).listening_lag_seconds == lag


def test_a_first_run_that_does_not_end_lags_since_it_began_and_a_search_without_one_does_not(
    rig: Rig,
) -> None:
    heard(rig, 0, problem="there are no keys")
    rig.clock.forward(hours=1)
    assert now(rig).listening_lag_seconds == 0
    heard(rig, 1, run=Run(begun_at=rig.clock()))
    rig.clock.forward(minutes=11)
    assert now(rig).listening_lag_seconds == 600


def test_a_search_that_the_network_refuses_lags_and_one_that_listens_does_not(rig: Rig) -> None:
    first, second = BRAND.searches
    for _ in range(2):
        listen(rig.listening, BRAND, first, "one")
        listen(rig.listening, BRAND, second, "one")
        rig.clock.forward(seconds=60)
    assert now(rig).listening_lag_seconds == 0
    for _ in range(20):
        rig.street.faults.arm(FaultKind.UNAVAILABLE, "search", times=3)
        listen(rig.listening, BRAND, first, "one")
        listen(rig.listening, BRAND, second, "one")
        rig.street.faults.disarm()
        rig.clock.forward(seconds=61)
    assert now(rig).listening_lag_seconds > 1_000


# --- the budget ----------------------------------------------------------------------------------


def test_the_fullest_purse_counts_whichever_it_is(rig: Rig) -> None:
    caps = PLENTY.model_copy(update={"tokens_a_month": 1_000, "posts_a_day": 200})
    rig.controls = live_controls(BRAND, caps)
    for purse, amount, allowance, percent in (
        (search_purse("untagged", rig.clock()), 500, 5_000, 10),
        (day_purse(Bought.POSTS, "support", rig.clock()), 60, 200, 30),
        (month_purse(Bought.TOKENS, "support", rig.clock()), 1_000, 1_000, 100),
    ):
        rig.store.reserve(B, purse, amount, allowance)
        assert now(rig).budget_used_percent == percent
    rig.clock.forward(days=30)  # another day and another month
    assert now(rig).budget_used_percent == 0


def test_a_cap_that_was_lowered_counts_as_it_is_now_and_one_of_nothing_not_at_all(rig: Rig) -> None:
    rig.store.reserve(B, day_purse(Bought.READS, "support", rig.clock()), 400, PLENTY.reads_a_day)
    rig.controls = live_controls(BRAND, PLENTY.model_copy(update={"reads_a_day": 500}))
    assert now(rig).budget_used_percent == 80
    rig.controls = live_controls(BRAND, PLENTY.model_copy(update={"reads_a_day": 0}))
    assert now(rig).budget_used_percent == 0


# --- what nobody knows -----------------------------------------------------------------------------


def test_an_unknown_outcome_counts_until_it_is_known_however_late_it_is_looked_at(rig: Rig) -> None:
    cases = [approved(rig, "one"), approved(rig, "two")]
    for case in cases:
        rig.street.faults.arm(FaultKind.DROP_AFTER, "create")
        publish(rig.publishing, B, case.id)
    assert now(rig).unknown_outcomes == 2
    reconcile(rig.publishing, B, cases[0].id)
    assert now(rig).unknown_outcomes == 1
    rig.street.faults.arm(FaultKind.RATE_LIMITED, "user_posts")
    reconcile(rig.publishing, B, cases[1].id)
    assert now(rig).unknown_outcomes == 1


# --- what it costs ---------------------------------------------------------------------------------


def test_what_is_idle_is_measured_with_one_read_a_search_and_a_few_a_desk(rig: Rig) -> None:
    class Counting(MemoryStore):
        """Remembers what it was asked."""

        def __init__(self) -> None:
            super().__init__()
            self.asked: list[str] = []

        def __getattribute__(self, name: str) -> object:
            if name in ("queue", "dossier", "search_state", "purses", "due"):
                self.asked.append(name)
            return super().__getattribute__(name)

    store = Counting()
    health(HealthRoom(store, rig.controls, rig.clock, {B: BRAND}))
    assert sorted(store.asked) == ["due", "purses", "queue", "search_state", "search_state"]
