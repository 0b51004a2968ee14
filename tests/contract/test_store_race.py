"""Many at once: of those who want the same thing, one gets it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.errors import ConflictError
from chalicelib.ports import Store
from tests.support.storing import hear
from tests.support.values import (
    BRAND,
    NOW,
    a_membership,
    a_post,
    a_trace,
    an_opening,
    heard,
    minutes,
)

THREADS = 8
ROUNDS = [50, pytest.param(1_000, marks=[pytest.mark.soak, pytest.mark.timeout(900)])]


def who_succeeds(pool: ThreadPoolExecutor, attempt: Callable[[int], None]) -> list[int]:
    """Let all threads try at the same moment; the numbers of those who were not refused."""
    barrier = Barrier(THREADS)

    def one(number: int) -> bool:
        barrier.wait(10)
        try:
            attempt(number)
        except ConflictError:
            return False
        return True

    return [number for number, won in enumerate(pool.map(one, range(THREADS))) if won]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_eight_people_one_gets_the_case(store: Store, rounds: int) -> None:
    case = hear(store, a_post()).case
    with ThreadPoolExecutor(THREADS) as pool:
        for number in range(1, rounds + 1):
            winners = who_succeeds(pool, claiming(store, case, NOW + minutes(10 * number)))
            case = store.case(BRAND, case.id)
            assert [f"person {winner}" for winner in winners] == [case.claimed_by]
            assert case.version == 2 + number
    events = store.dossier(BRAND, case.id).events
    assert [event.version for event in events] == list(range(1, rounds + 3))


def claiming(store: Store, seen: Case, now: datetime) -> Callable[[int], None]:
    """Everybody saw the case free, and claims it for themselves."""

    def claim(number: int) -> None:
        trace = a_trace(f"person {number}", now)
        claimed = lifecycle.claim(seen, trace, trace.who, now + minutes(5))
        store.commit(Change(claimed, tuple(trace.events)))

    return claim


def test_of_eight_posts_of_one_author_one_opens_the_case(store: Store) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        for author in range(10):
            posts = [a_post(f"{author}{number}", author=author) for number in range(THREADS)]
            store.add_posts(BRAND, posts, f"page {author}", NOW)
            openings = [an_opening(heard(post)) for post in posts]
            winners = who_succeeds(pool, committing(store, openings))
            assert len(winners) == 1
            opened = openings[winners[0]].case
            assert store.members(BRAND, posts[0])[1] == opened.id
            assert store.case(BRAND, opened.id) == opened


def committing(store: Store, changes: list[Change]) -> Callable[[int], None]:
    return lambda number: store.commit(changes[number])


def test_of_eight_workers_one_triages_the_post(store: Store) -> None:
    store.add_posts(BRAND, [a_post()], "page", NOW)
    opening = an_opening()

    def triage(number: int) -> None:
        case = opening.case.model_copy(update={"id": f"case-{number}"})
        events = tuple(event.model_copy(update={"case_id": case.id}) for event in opening.events)
        alone = a_membership(case.model_copy(update={"conversations": (case.id,)}), by_author=False)
        store.commit(opening._replace(case=case, events=events, membership=alone))

    with ThreadPoolExecutor(THREADS) as pool:
        winners = who_succeeds(pool, triage)
    assert len(winners) == 1
    assert store.case(BRAND, f"case-{winners[0]}").posts == ("x:1001",)
