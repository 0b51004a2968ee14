"""What any store does with what people made of drafts."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.adapters.learnt_rules import KEPT
from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.errors import BadInputError, ConflictError
from chalicelib.domain.learnt import Gap, GapKind, Learnt, Reviewed
from chalicelib.ports import Store
from tests.support.rig import MovingClock
from tests.support.storing import wait_for_people
from tests.support.values import BRAND, DESK, NOW, a_gap, a_learnt, a_post, a_reviewed, a_trace, minutes

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LONG_AGO, LATER = NOW - timedelta(days=400), NOW + timedelta(days=400)


@pytest.fixture(params=["memory", "dynamodb"])
def clocked(request: pytest.FixtureRequest) -> tuple[Store, MovingClock]:
    """An empty store, and the clock that says what has expired."""
    clock = MovingClock(NOW)
    if request.param == "memory":
        return MemoryStore(clock=clock), clock
    client: DynamoDBClient = request.getfixturevalue("dynamodb")
    return DynamoStore(request.getfixturevalue("table_name"), client, clock), clock


@pytest.fixture
def store(clocked: tuple[Store, MovingClock]) -> Store:
    return clocked[0]


def a_waiting_case(store: Store, number: int = 1, brand: str = BRAND) -> Case:
    return wait_for_people(store, a_post(str(number), author=number), brand)


def decided(
    store: Store,
    case: Case,
    *,
    learnt: Learnt | None = None,
    reviewed: Reviewed | None = None,
    gap: Gap | None = None,
) -> Change:
    """A change of the case that keeps these."""
    trace = a_trace("mara")
    claimed = lifecycle.claim(case, trace, "mara", NOW + minutes(1))
    change = Change(claimed, tuple(trace.events), learnt=learnt, reviewed=reviewed, gap=gap)
    store.commit(change)
    return change


def all_reviewed(store: Store, limit: int) -> list[Reviewed]:
    found: list[Reviewed] = []
    page: str | None = None
    while True:
        answer = store.reviewed(BRAND, LONG_AGO, LATER, limit=limit, page=page)
        found += answer.reviewed
        assert len(answer.reviewed) <= limit
        if (page := answer.next_page) is None:
            return found


def test_a_decision_is_written_with_all_that_it_teaches(store: Store) -> None:
    case = a_waiting_case(store)
    change = decided(store, case, learnt=a_learnt(), reviewed=a_reviewed(), gap=a_gap())
    assert store.case(BRAND, case.id) == change.case
    assert store.learnt(BRAND, DESK, "en") == (a_learnt(),)
    assert store.reviewed(BRAND, NOW, NOW + minutes(1)).reviewed == (a_reviewed(),)
    assert store.gaps(BRAND) == (a_gap(),)


def test_the_same_decision_again_is_kept_once_and_another_writes_nothing(store: Store) -> None:
    case = a_waiting_case(store)
    change = decided(store, case, learnt=a_learnt(), reviewed=a_reviewed(), gap=a_gap())
    store.commit(change)
    assert len(store.learnt(BRAND, DESK, "en")) == len(store.gaps(BRAND)) == 1
    with pytest.raises(ConflictError):
        store.commit(change._replace(learnt=a_learnt(reply="other words")))
    with pytest.raises(ConflictError):
        store.commit(change._replace(reviewed=a_reviewed(who="tom")))
    with pytest.raises(ConflictError):
        store.commit(change._replace(gap=None))
    assert store.learnt(BRAND, DESK, "en") == (a_learnt(),)


def test_replies_are_read_by_desk_and_language_newest_first(store: Store) -> None:
    case = a_waiting_case(store)
    kept = [
        a_learnt(f"x:{n}", at=NOW + minutes(n), lang=lang) for n, lang in enumerate(("pt", "pt-BR", "PT"))
    ]
    others = [a_learnt("x:8", lang="en"), a_learnt("x:9", lang="pt", desk="sales")]
    for one in (*kept, *others):
        case = decided(store, case, learnt=one).case
    assert store.learnt(BRAND, DESK, "pt") == tuple(reversed(kept))
    assert store.learnt(BRAND, DESK, "pt-PT", limit=2) == (kept[2], kept[1])
    assert store.learnt(BRAND, "sales", "pt") == (others[1],)
    assert store.learnt(BRAND, DESK, "de") == ()


def test_what_was_learnt_from_a_post_is_forgotten_with_its_gaps_and_nothing_else_is(store: Store) -> None:
    case = a_waiting_case(store)
    for number in range(3):
        at = NOW + minutes(number)
        case = decided(store, case, learnt=a_learnt("x:1", at=at, lang=("en", "de", "de")[number])).case
        case = decided(store, case, gap=a_gap("x:1", at=at)).case
    case = decided(store, case, learnt=a_learnt("x:12"), gap=a_gap("x:12"), reviewed=a_reviewed()).case
    store.forget_learnt(BRAND, "x:1", gaps=False)
    assert [one.post for one in store.learnt(BRAND, DESK, "en")] == ["x:12"]
    assert store.learnt(BRAND, DESK, "de") == ()
    assert len(store.gaps(BRAND)) == 4
    store.forget_learnt(BRAND, "x:1")
    store.forget_learnt(BRAND, "x:1")
    assert [one.post for one in store.gaps(BRAND)] == ["x:12"]
    assert len(store.learnt(BRAND, DESK, "en")) == len(all_reviewed(store, 9)) == 1


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_decisions_are_paged_across_months_each_once(store: Store, limit: int) -> None:
    case = a_waiting_case(store)
    made = [NOW - timedelta(days=days) for days in (200, 35, 1, 0, 0)]
    for number, at in enumerate(made):
        case = decided(store, case, reviewed=a_reviewed(f"case-{number}", at=at)).case
    assert [one.at for one in all_reviewed(store, limit)] == made


def test_decisions_end_where_the_time_does_and_a_forged_page_is_refused(store: Store) -> None:
    decided(store, a_waiting_case(store), reviewed=a_reviewed())
    assert store.reviewed(BRAND, NOW + minutes(1), LATER).reviewed == ()
    assert store.reviewed(BRAND, LONG_AGO, NOW).reviewed == ()
    with pytest.raises(BadInputError, match="not the name of a page"):
        store.reviewed(BRAND, LONG_AGO, LATER, page="forged")


def test_gaps_come_newest_first_and_bounded(store: Store) -> None:
    case = a_waiting_case(store)
    gaps = [a_gap(f"x:{n}", at=NOW + minutes(n)) for n in range(3)]
    case = decided(store, case, gap=gaps[0]).case
    case = decided(store, case, gap=gaps[1]).case
    case = decided(store, case, gap=gaps[2].model_copy(update={"kind": GapKind.REJECTED})).case
    assert [one.post for one in store.gaps(BRAND)] == ["x:2", "x:1", "x:0"]
    assert len(store.gaps(BRAND, limit=2)) == 2


def test_a_brand_sees_nothing_of_another(store: Store) -> None:
    case = a_waiting_case(store)
    decided(store, case, learnt=a_learnt(), reviewed=a_reviewed(), gap=a_gap())
    assert store.learnt("other", DESK, "en") == ()
    assert store.gaps("other") == ()
    assert store.reviewed("other", LONG_AGO, LATER).reviewed == ()
    store.forget_learnt("other", "x:1")
    assert len(store.learnt(BRAND, DESK, "en")) == 1


def test_what_holds_somebodys_words_is_not_there_for_ever(clocked: tuple[Store, MovingClock]) -> None:
    store, clock = clocked
    decided(store, a_waiting_case(store), learnt=a_learnt(), reviewed=a_reviewed(), gap=a_gap())
    clock.now = NOW + KEPT - timedelta(seconds=1)
    assert store.learnt(BRAND, DESK, "en")
    assert store.gaps(BRAND)
    clock.now = NOW + KEPT
    assert store.learnt(BRAND, DESK, "en") == ()
    assert store.gaps(BRAND) == ()
    assert store.reviewed(BRAND, NOW, LATER).reviewed
