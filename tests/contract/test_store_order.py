"""In which order any store lists a queue: what is most urgent first, or what is newest where work is done."""

import base64

import pytest

from chalicelib.adapters.dynamodb import DynamoStore, buckets, indexes
from chalicelib.adapters.store_rules import page_token
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.state import NEWEST_FIRST, State
from chalicelib.measure import count as counting
from chalicelib.ports import Store
from tests.support.rig import BRAND as WHOLE_BRAND
from tests.support.storing import wait_for_people
from tests.support.values import BRAND, DESK, NOW, a_post, a_trace, minutes

# Several hours, two cases in one hour, and two at the same moment; in no order.
AGES = [0, 3_000, 1, 61, 0.001, 200, 60, 200]
BOTH_WAYS = [State.WAITING, State.REJECTED]


def put(store: Store, state: State, number: int, minutes_ago: float) -> Case:
    """A case that stands in the state, due as if its post had been written so long ago."""
    post = a_post(str(number), author=number, created_at=NOW - minutes(minutes_ago))
    case, trace = wait_for_people(store, post), a_trace("mara")
    if case.state is state:
        return case
    # Not every state is one move away, and the way there is not what is asked.
    moved = trace.change(case, "moved", "for a test", approval_id="approval-1", attempt_id="attempt-1")
    moved = moved.model_copy(update={"state": state})
    store.commit(Change(moved, tuple(trace.events)))
    return moved


def fill(store: Store, state: State) -> list[str]:
    """Ids in the order that the queue of this state has to tell them."""
    cases = [put(store, state, number, age) for number, age in enumerate(AGES)]
    cases.sort(key=lambda case: (case.due_at, case.id), reverse=state in NEWEST_FIRST)
    return [case.id for case in cases]


def walk(store: Store, state: State, limit: int) -> list[list[str]]:
    pages, page = [], None
    while True:
        found = store.queue(BRAND, DESK, state, limit=limit, page=page)
        pages.append([case.id for case in found.cases])
        page = found.next_page
        if page is None:
            return pages


def test_each_state_has_its_order() -> None:
    at_work = {State.FOUND, State.DRAFTING, State.APPROVED, State.PUBLISHING, State.UNKNOWN, State.HANDED_OFF}
    with_people = {State.WAITING, State.SNOOZED, State.ESCALATED}
    assert set(State) - NEWEST_FIRST == at_work | with_people


@pytest.mark.parametrize("state", State)
def test_the_queue_of_a_state_is_told_in_its_order(store: Store, state: State) -> None:
    early, late = put(store, state, 1, 130), put(store, state, 2, 0)
    expected = (late, early) if state in NEWEST_FIRST else (early, late)
    assert store.queue(BRAND, DESK, state).cases == expected


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 9])
@pytest.mark.parametrize("state", BOTH_WAYS)
def test_pages_across_hours_keep_the_order_of_the_queue(store: Store, state: State, limit: int) -> None:
    expected = fill(store, state)
    pages = walk(store, state, limit)
    assert [one for page in pages for one in page] == expected
    assert all(len(page) == limit for page in pages[:-1])
    assert pages[-1]


@pytest.mark.parametrize("state", BOTH_WAYS)
def test_a_page_that_begins_with_an_hour_holds_the_whole_hour(store: Store, state: State) -> None:
    cases = [put(store, state, number, age) for number, age in enumerate([0, 50, 70, 200])]
    begin = cases[1].due_at
    hour = begin.isoformat()[:13]
    ahead = [c for c in cases if (c.due_at <= begin if state in NEWEST_FIRST else c.due_at >= begin)]
    same_hour = [c for c in cases if c.due_at.isoformat()[:13] == hour]
    found = store.queue(BRAND, DESK, state, page=page_token(hour)).cases
    assert {case.id for case in found} == {case.id for case in (*ahead, *same_hour)}


@pytest.mark.parametrize("state", BOTH_WAYS)
def test_a_short_read_of_a_queue_goes_on_where_it_ended(
    store: Store, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only the real store reads by the hour; the twin must tell the same cases in the same order.
    monkeypatch.setattr(indexes, "HOURS_A_READ", 2)
    monkeypatch.setattr(buckets, "PAGE", 1)
    expected = fill(store, state)
    pages = walk(store, state, 25)
    assert [one for page in pages for one in page] == expected
    assert len(pages) == (3 if isinstance(store, DynamoStore) else 1)


@pytest.mark.parametrize("state", BOTH_WAYS)
@pytest.mark.parametrize("told", [b"", b";", b"anything", b"2026-03-02T09;", b"2026-03-02T09:00#B#other"])
def test_a_forged_page_is_bad_input_in_any_order(store: Store, state: State, told: bytes) -> None:
    fill(store, state)
    with pytest.raises(BadInputError, match="not the name of a page"):
        store.queue(BRAND, DESK, state, page=base64.urlsafe_b64encode(told).decode())


def test_a_count_meets_each_case_of_all_queues_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "PAGE", 1)
    for number, state in enumerate(State):
        for turn in range(2):
            put(store, state, 2 * number + turn, 90 * turn)
    figures = counting.count(store, WHOLE_BRAND)
    assert (figures.cases, figures.ignored) == (2 * (len(State) - 1), 2)


def test_a_case_put_into_a_queue_ahead_of_a_page_does_not_shift_it(store: Store) -> None:
    old, older = put(store, State.REJECTED, 1, 60), put(store, State.REJECTED, 2, 200)
    first = store.queue(BRAND, DESK, State.REJECTED, limit=1)
    put(store, State.REJECTED, 3, 0)
    second = store.queue(BRAND, DESK, State.REJECTED, limit=1, page=first.next_page)
    assert (first.cases, second.cases, second.next_page) == ((old,), (older,), None)
