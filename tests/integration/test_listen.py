"""Listening to a network that is late, breaks off and runs out: nothing heard is lost."""

from collections.abc import Iterator
from datetime import timedelta as delta

import pytest

from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.domain.brand import Search
from chalicelib.domain.case import WorkKind
from chalicelib.domain.errors import StoreUnavailableError
from chalicelib.listen.run import listen, query_of
from sandbox.network.faults import FaultKind
from tests.support.rig import BRAND, Rig, a_rig

B = BRAND.brand
WORK = WorkKind.TRIAGE
MENTIONS, UNTAGGED = BRAND.searches


@pytest.fixture
def rig() -> Iterator[Rig]:
    with a_rig() as made:
        yield made


def say(rig: Rig, count: int, text: str = "@tarnhollowcare where is my parcel") -> list[str]:
    """So many posts, a second apart."""
    ids = []
    for number in range(count):
        rig.clock.forward(seconds=1)
        ids.append(str(rig.street.create_post(f"person{number}", f"{text} {number}").id))
    return ids


def stored(rig: Rig, ids: list[str]) -> list[str]:
    assert isinstance(rig.store, MemoryStore)
    kept = {due.id for due in rig.store.due(B, WORK, rig.clock(), limit=10_000)}
    return [one for one in ids if f"x:{one}" in kept]


def run(rig: Rig, search: Search = MENTIONS) -> int:
    return listen(rig.listening, BRAND, search, "tester")


def test_every_page_of_what_was_said_is_stored(rig: Rig) -> None:
    ids = say(rig, 250)
    assert run(rig) == 250
    assert stored(rig, ids) == ids


def test_a_search_waits_for_its_cadence_and_reads_on_from_its_cursor(rig: Rig) -> None:
    say(rig, 3)
    assert run(rig) == 3
    more = say(rig, 2)
    assert run(rig) == 0
    rig.clock.forward(seconds=60)
    assert run(rig) == 2
    assert stored(rig, more) == more


def test_a_run_that_breaks_off_between_pages_resumes_and_loses_nothing(rig: Rig) -> None:
    ids = say(rig, 250)
    rig.street.faults.arm(FaultKind.SLOW, "mentions", seconds=0)
    rig.street.faults.arm(FaultKind.DROP_BEFORE, "mentions")
    first = run(rig)
    later = say(rig, 5)
    rig.clock.forward(seconds=120)
    second = run(rig)
    rig.clock.forward(seconds=120)
    third = run(rig)
    assert 0 < first < 250
    assert first + second + third == 255
    assert stored(rig, ids + later) == ids + later


def test_a_page_whose_storing_lost_its_answer_is_counted_once(rig: Rig) -> None:
    say(rig, 5)
    assert isinstance(rig.store, MemoryStore)
    rig.store.faults.lose_answer("add_posts")
    with pytest.raises(StoreUnavailableError):
        run(rig)
    rig.clock.forward(minutes=6)
    assert run(rig) == 5
    assert rig.store.search_state(B, MENTIONS.id).stored == 5


def test_what_the_network_indexed_late_is_heard_in_the_second_pass(rig: Rig) -> None:
    say(rig, 2, "tarnhollow is on my mind")
    run(rig, UNTAGGED)
    late = rig.street.create_post("latecomer", "my tarnhollow boots squeak")
    rig.street.delay_index(late.id, delta(minutes=3))
    rig.clock.forward(seconds=5)
    say(rig, 2, "tarnhollow again")
    rig.clock.forward(seconds=60)
    run(rig, UNTAGGED)
    assert stored(rig, [str(late.id)]) == []
    for _ in range(12):
        rig.clock.forward(minutes=1)
        run(rig, UNTAGGED)
    assert stored(rig, [str(late.id)]) == [str(late.id)]


def test_two_workers_do_not_run_the_same_search(rig: Rig) -> None:
    say(rig, 2)
    held = rig.store.lease_search(B, MENTIONS.id, "another", rig.clock(), rig.clock() + delta(minutes=5))
    assert held is not None
    assert run(rig) == 0
    rig.clock.forward(minutes=6)
    assert run(rig) == 2


def test_a_spent_budget_stops_the_search_until_the_next_day_and_says_so(rig: Rig) -> None:
    ids = say(rig, 250)
    small = MENTIONS.model_copy(update={"reads_per_day": 200})
    assert run(rig, small) == 200
    assert "reads" in rig.store.search_state(B, small.id).problem
    rig.clock.forward(hours=1)
    assert run(rig, small) == 0
    rig.clock.forward(hours=12)
    assert run(rig, small) == 50
    assert stored(rig, ids) == ids


def test_a_rate_limit_is_waited_out(rig: Rig) -> None:
    say(rig, 2)
    rig.street.faults.arm(FaultKind.RATE_LIMITED_NO_RESET, "mentions")
    assert run(rig) == 0
    rig.clock.forward(minutes=5)
    assert run(rig) == 0
    rig.clock.forward(minutes=11)
    assert run(rig) == 2


def test_what_fell_out_of_the_networks_window_is_declared_as_a_gap(rig: Rig) -> None:
    say(rig, 1)
    run(rig)
    rig.clock.forward(days=9)
    recent = say(rig, 1)
    assert run(rig) == 1
    assert stored(rig, recent) == recent
    assert len(rig.store.search_state(B, MENTIONS.id).gaps) == 1


def test_our_own_posts_are_not_heard(rig: Rig) -> None:
    rig.street.create_post("tarnhollow", "we at @tarnhollowcare love tarnhollow", via="native")
    assert run(rig) == 0


def test_languages_become_part_of_the_query() -> None:
    search = UNTAGGED.model_copy(update={"query": "tent OR boots", "languages": ("de", "pl")})
    assert query_of(search) == "(tent OR boots) (lang:de OR lang:pl)"


def every_minute(rig: Rig, minutes: int, search: Search = MENTIONS) -> None:
    for _ in range(minutes):
        rig.clock.forward(minutes=1)
        run(rig, search)


def test_a_search_that_never_found_anything_hears_what_is_indexed_late(rig: Rig) -> None:
    run(rig, UNTAGGED)
    rig.clock.forward(seconds=30)
    late = rig.street.create_post("latecomer", "my tarnhollow boots squeak")
    rig.street.delay_index(late.id, delta(seconds=60))
    rig.clock.forward(seconds=30)
    run(rig, UNTAGGED)
    every_minute(rig, 3, UNTAGGED)
    assert stored(rig, [str(late.id)]) == [str(late.id)]


def test_a_search_that_was_quiet_for_long_still_reads_twice(rig: Rig) -> None:
    say(rig, 1, "tarnhollow is on my mind")
    every_minute(rig, 15, UNTAGGED)
    rig.clock.forward(days=8)
    every_minute(rig, 2, UNTAGGED)
    late = rig.street.create_post("latecomer", "my tarnhollow boots squeak")
    rig.street.delay_index(late.id, delta(minutes=3))
    say(rig, 1, "tarnhollow again")
    every_minute(rig, 30, UNTAGGED)
    state = rig.store.search_state(B, UNTAGGED.id)
    assert (stored(rig, [str(late.id)]), state.problem) == ([str(late.id)], "")


def test_nothing_new_is_not_read_a_second_time(rig: Rig) -> None:
    say(rig, 1)
    every_minute(rig, 30)
    state = rig.store.search_state(B, MENTIONS.id)
    # Every minute once, and the one post a second time.
    assert state.pages == 31


def test_keys_that_are_wrong_for_weeks_leave_one_gap_and_no_more(rig: Rig) -> None:
    say(rig, 1)
    run(rig)
    rig.clock.forward(days=9)
    rig.street.faults.arm(FaultKind.FORBIDDEN, "mentions", times=20)
    every_minute(rig, 25)
    assert len(rig.store.search_state(B, MENTIONS.id).gaps) == 1


@pytest.mark.parametrize(
    ("fault", "is_given_back"),
    [
        (FaultKind.RATE_LIMITED_NO_RESET, True),
        (FaultKind.CREDITS_DEPLETED, True),
        (FaultKind.FORBIDDEN, True),
        (FaultKind.UNAVAILABLE, True),
        (FaultKind.MALFORMED, False),
        (FaultKind.DROP_AFTER, False),
    ],
)
def test_reads_that_certainly_cost_nothing_are_given_back(
    rig: Rig, fault: FaultKind, is_given_back: bool
) -> None:
    small = MENTIONS.model_copy(update={"reads_per_day": 100})
    run(rig, small)
    rig.street.faults.arm(fault, "mentions")
    rig.clock.forward(minutes=1)
    run(rig, small)
    say(rig, 2)
    rig.clock.forward(minutes=20)
    assert run(rig, small) == (2 if is_given_back else 0)


def test_a_search_remembers_since_when_it_hears(rig: Rig) -> None:
    say(rig, 3)
    began = rig.clock()
    run(rig)
    rig.clock.forward(hours=2)
    say(rig, 1)
    run(rig)
    state = rig.store.search_state(B, MENTIONS.id)
    assert state.heard_since == began - rig.listening.look_back
    assert state.heard_until == rig.clock()
