"""The twin fails as it is told to, and only as often."""

import pytest

from chalicelib.adapters.memory import Faults, MemoryStore
from chalicelib.domain.case import WorkKind
from chalicelib.domain.errors import ConflictError, NotFoundError, StoreUnavailableError
from chalicelib.domain.state import State
from tests.support.storing import drafted, hear
from tests.support.values import BRAND, DESK, NOW, a_post, an_opening


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def store(faults: Faults) -> MemoryStore:
    return MemoryStore(faults)


def test_a_throttled_call_does_nothing(store: MemoryStore, faults: Faults) -> None:
    faults.throttle("add_posts", times=2)
    for _ in range(2):
        with pytest.raises(StoreUnavailableError, match="throttled"):
            store.add_posts(BRAND, [a_post()], "page 1", NOW)
    with pytest.raises(NotFoundError):
        store.post(BRAND, "x:1001")
    assert store.add_posts(BRAND, [a_post()], "page 1", NOW) == ("x:1001",)


def test_an_ordered_conflict_writes_nothing(store: MemoryStore, faults: Faults) -> None:
    store.add_posts(BRAND, [a_post()], "page 1", NOW)
    faults.conflict()
    opening = an_opening()
    with pytest.raises(ConflictError):
        store.commit(opening)
    assert store.members(BRAND, a_post()) == (None, None)
    store.commit(opening)


def test_a_lost_answer_loses_no_work(store: MemoryStore, faults: Faults) -> None:
    store.add_posts(BRAND, [a_post()], "page 1", NOW)
    faults.lose_answer()
    opening = an_opening()
    with pytest.raises(StoreUnavailableError, match="answer was lost"):
        store.commit(opening)
    assert store.case(BRAND, opening.case.id) == opening.case
    store.commit(opening)
    assert len(store.dossier(BRAND, opening.case.id).events) == 2


def test_indexes_lag_and_what_is_read_by_id_does_not(store: MemoryStore, faults: Faults) -> None:
    opening = hear(store, a_post())
    faults.lag(2)
    change = drafted(opening.case)
    store.commit(change)
    assert store.case(BRAND, change.case.id) == change.case
    for _ in range(2):
        assert store.queue(BRAND, DESK, State.WAITING).cases == ()
        assert store.due(BRAND, WorkKind.DRAFT, NOW) != ()
    assert store.queue(BRAND, DESK, State.WAITING).cases == (change.case,)
    assert store.due(BRAND, WorkKind.DRAFT, NOW) == ()


def test_a_lag_keeps_the_order_of_changes(store: MemoryStore, faults: Faults) -> None:
    opening = hear(store, a_post())
    faults.lag(1)
    store.commit(drafted(opening.case))
    faults.lag(0)
    hear(store, a_post("2", author=2))
    assert [case.id for case in store.queue(BRAND, DESK, State.DRAFTING).cases] == [opening.case.id]
    assert len(store.queue(BRAND, DESK, State.WAITING).cases) == 1
    assert len(store.queue(BRAND, DESK, State.DRAFTING).cases) == 1
