"""What any store does with the leases of searches and with purses."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.domain.errors import BudgetExhaustedError, LeaseLostError, NotFoundError
from chalicelib.domain.search_state import Run, SearchState
from chalicelib.ports import Store
from tests.support.values import BRAND, NOW, a_search_state, minutes

UNTIL = NOW + minutes(2)


def lease(store: Store, owner: str, at: float = 0, brand: str = BRAND) -> SearchState | None:
    now = NOW + minutes(at)
    return store.lease_search(brand, "mentions", owner, now, now + minutes(2))


def test_a_search_that_never_ran_begins_afresh(store: Store) -> None:
    assert store.search_state(BRAND, "mentions") == SearchState(search="mentions")
    assert lease(store, "one") == SearchState(search="mentions")


def test_one_worker_at_a_time_holds_a_search(store: Store) -> None:
    assert lease(store, "one") is not None
    assert lease(store, "two") is None
    assert lease(store, "two", at=1.99) is None
    assert lease(store, "two", brand="other") is not None
    assert lease(store, "two", at=2) is not None
    assert lease(store, "one", at=3) is None


def test_its_holder_may_lengthen_a_lease(store: Store) -> None:
    lease(store, "one")
    assert lease(store, "one", at=1) is not None
    assert lease(store, "two", at=2.5) is None


def test_what_was_saved_is_what_the_next_one_gets(store: Store) -> None:
    state = a_search_state().model_copy(
        update={
            "run": Run(begun_at=NOW, since_id="9", start_time=NOW, next_page="b26v", newest="12"),
            "gaps": ("a gap",),
        }
    )
    lease(store, "one")
    store.save_search(BRAND, "one", state)
    assert store.search_state(BRAND, "mentions") == state
    assert store.search_state("other", "mentions") == SearchState(search="mentions")
    assert lease(store, "two") is None
    store.save_search(BRAND, "one", state.model_copy(update={"pages": 3}), release=True)
    assert lease(store, "two") == state.model_copy(update={"pages": 3})


def test_who_lost_the_lease_saves_nothing(store: Store) -> None:
    lease(store, "one")
    lease(store, "two", at=5)
    with pytest.raises(LeaseLostError, match="mentions"):
        store.save_search(BRAND, "one", a_search_state())
    assert store.search_state(BRAND, "mentions") == SearchState(search="mentions")
    store.save_search(BRAND, "two", a_search_state())


def test_who_released_the_lease_saves_nothing_more(store: Store) -> None:
    lease(store, "one")
    store.save_search(BRAND, "one", a_search_state(), release=True)
    with pytest.raises(LeaseLostError):
        store.save_search(BRAND, "one", a_search_state().model_copy(update={"pages": 7}))
    assert store.search_state(BRAND, "mentions") == a_search_state()


def test_who_never_had_the_lease_saves_nothing(store: Store) -> None:
    with pytest.raises(LeaseLostError):
        store.save_search(BRAND, "one", a_search_state())


def test_of_eight_workers_one_gets_the_lease(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        states = list(pool.map(lambda number: lease(store, f"worker {number}"), range(8)))
    assert len([state for state in states if state is not None]) == 1


def test_a_purse_gives_what_it_holds_and_no_more(store: Store) -> None:
    store.reserve(BRAND, "reads", 60, allowance=100)
    with pytest.raises(BudgetExhaustedError, match="reads"):
        store.reserve(BRAND, "reads", 41, allowance=100)
    store.reserve(BRAND, "reads", 40, allowance=100)
    with pytest.raises(BudgetExhaustedError):
        store.reserve(BRAND, "reads", 1, allowance=100)


def test_what_was_not_used_goes_back(store: Store) -> None:
    store.reserve(BRAND, "reads", 100, allowance=100)
    store.settle(BRAND, "reads", reserved=100, used=30)
    store.reserve(BRAND, "reads", 70, allowance=100)
    with pytest.raises(BudgetExhaustedError):
        store.reserve(BRAND, "reads", 1, allowance=100)


def test_what_was_used_too_much_is_taken_out(store: Store) -> None:
    store.reserve(BRAND, "reads", 50, allowance=100)
    store.settle(BRAND, "reads", reserved=50, used=80)
    with pytest.raises(BudgetExhaustedError):
        store.reserve(BRAND, "reads", 21, allowance=100)
    store.reserve(BRAND, "reads", 20, allowance=100)


def test_purses_are_apart_by_name_and_by_brand(store: Store) -> None:
    store.reserve(BRAND, "reads", 10, allowance=10)
    store.reserve(BRAND, "posts", 10, allowance=10)
    store.reserve("other", "reads", 10, allowance=10)
    with pytest.raises(NotFoundError):
        store.settle("third", "reads", reserved=1, used=0)


def test_eight_threads_take_no_more_than_there_is(store: Store) -> None:
    def take(_: int) -> bool:
        try:
            store.reserve(BRAND, "reads", 10, allowance=100)
        except BudgetExhaustedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(25))) == 10


def test_a_purse_says_what_it_holds(store: Store) -> None:
    assert store.purse(BRAND, "reads") is None
    store.reserve(BRAND, "reads", 30, allowance=100)
    store.settle(BRAND, "reads", reserved=30, used=20)
    held = store.purse(BRAND, "reads")
    assert held is not None
    assert (held.allowance, held.remaining, held.used) == (100, 80, 20)


def test_another_allowance_changes_what_remains_by_the_difference(store: Store) -> None:
    store.reserve(BRAND, "reads", 90, allowance=100)
    with pytest.raises(BudgetExhaustedError):
        store.reserve(BRAND, "reads", 11, allowance=100)
    store.reserve(BRAND, "reads", 11, allowance=150)
    with pytest.raises(BudgetExhaustedError):
        store.reserve(BRAND, "reads", 1, allowance=50)
    held = store.purse(BRAND, "reads")
    assert held is not None
    assert (held.allowance, held.remaining, held.used) == (50, -51, 101)


def test_many_purses_are_read_at_once_and_unused_ones_are_left_out(store: Store) -> None:
    names = [f"reads.{number}" for number in range(130)]
    for name in names[::2]:
        store.reserve(BRAND, name, 3, 10)
    found = store.purses(BRAND, [*names, names[0]])
    assert set(found) == set(names[::2])
    assert {purse.used for purse in found.values()} == {3}
    assert store.purses("other", names) == {}
    assert store.purses(BRAND, []) == {}
