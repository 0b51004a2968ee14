"""What any store tells of its queues and of the work that is owed."""

import base64
from datetime import timedelta

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case, WorkKind
from chalicelib.domain.change import Change
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.state import State
from chalicelib.ports import Due, Store
from tests.support.storing import drafted, hear, wait_for_people
from tests.support.values import (
    BRAND,
    DESK,
    NOW,
    TARGETS,
    a_post,
    a_trace,
    an_approval,
    an_opening,
    heard,
    minutes,
)

NORMAL = minutes(TARGETS.normal)


def waiting_since(store: Store, number: int, minutes_ago: float) -> Case:
    post = a_post(str(number), author=number, created_at=NOW - minutes(minutes_ago))
    return wait_for_people(store, post)


def walk(store: Store, limit: int) -> list[list[str]]:
    pages, page = [], None
    while True:
        found = store.queue(BRAND, DESK, State.WAITING, limit=limit, page=page)
        pages.append([case.id for case in found.cases])
        page = found.next_page
        if page is None:
            return pages


def test_the_queue_begins_with_what_is_due_first(store: Store) -> None:
    ages = [0, 3_000, 1, 61, 0.001, 200, 60]
    cases = [waiting_since(store, number, age) for number, age in enumerate(ages)]
    expected = [case.id for case in sorted(cases, key=lambda case: case.due_at)]
    assert walk(store, 25) == [expected]


def test_the_queue_shows_the_whole_case(store: Store) -> None:
    case = waiting_since(store, 1, 0)
    assert store.queue(BRAND, DESK, State.WAITING).cases == (case,)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_pages_miss_nothing_and_repeat_nothing(store: Store, limit: int) -> None:
    cases = [waiting_since(store, number, number * 20) for number in range(7)]
    pages = walk(store, limit)
    assert [one for page in pages for one in page] == [case.id for case in reversed(cases)]
    assert all(len(page) == limit for page in pages[:-1])
    assert pages[-1]


def test_cases_due_at_the_same_moment_are_paged_one_by_one(store: Store) -> None:
    cases = [waiting_since(store, number, 5) for number in range(5)]
    pages = walk(store, 2)
    assert sorted(one for page in pages for one in page) == sorted(case.id for case in cases)
    assert [len(page) for page in pages] == [2, 2, 1]


def test_an_empty_queue_is_one_empty_page(store: Store) -> None:
    assert walk(store, 25) == [[]]


@pytest.mark.parametrize(
    "token",
    [
        "",
        "not base64!",
        "é",
        base64.urlsafe_b64encode(b"anything").decode(),
        base64.urlsafe_b64encode(b"2026-03-02T09#B#other").decode(),
        base64.urlsafe_b64encode(b"2026-03-02T09:00:00.000000+00:00#a#b").decode(),
        base64.urlsafe_b64encode("2026-03-02T09:00:00.000000+00:00#ünder".encode()).decode(),
    ],
)
def test_a_forged_page_is_bad_input(store: Store, token: str) -> None:
    with pytest.raises(BadInputError, match="not the name of a page"):
        store.queue(BRAND, DESK, State.WAITING, page=token)


def test_a_page_of_another_brand_opens_nothing_of_it(store: Store) -> None:
    for number in range(3):
        wait_for_people(store, a_post(str(number), author=number), "other")
    theirs = store.queue("other", DESK, State.WAITING, limit=1)
    assert theirs.next_page is not None
    assert store.queue(BRAND, DESK, State.WAITING, page=theirs.next_page).cases == ()


def test_a_case_is_in_the_queue_of_its_state_only(store: Store) -> None:
    change = hear(store, a_post())
    assert len(store.queue(BRAND, DESK, State.DRAFTING).cases) == 1
    assert store.queue(BRAND, DESK, State.WAITING).cases == ()
    assert store.queue(BRAND, "sales", State.DRAFTING).cases == ()
    store.commit(drafted(change.case))
    assert store.queue(BRAND, DESK, State.DRAFTING).cases == ()
    assert len(store.queue(BRAND, DESK, State.WAITING).cases) == 1


def test_a_case_moves_in_its_queue_when_it_becomes_due_sooner(store: Store) -> None:
    first, second = waiting_since(store, 1, 200), waiting_since(store, 2, 100)
    trace = a_trace()
    sooner = trace.change(second, "hurried", "for a test", due_at=NOW - timedelta(days=2))
    store.commit(Change(sooner, tuple(trace.events)))
    assert walk(store, 25) == [[second.id, first.id]]


def test_a_case_owes_what_its_state_says(store: Store) -> None:
    case = hear(store, a_post()).case
    assert store.due(BRAND, WorkKind.DRAFT, NOW) == (Due(WorkKind.DRAFT, case.id, NOW),)
    change = drafted(case)
    store.commit(change)
    assert all(store.due(BRAND, kind, NOW + timedelta(days=9)) == () for kind in WorkKind)
    approval, trace = an_approval(change.case), a_trace("mara")
    approved = lifecycle.approve(change.case, approval, trace)
    store.commit(Change(approved, tuple(trace.events), approval=approval))
    assert store.due(BRAND, WorkKind.PUBLISH, NOW) == (Due(WorkKind.PUBLISH, case.id, NOW),)
    assert store.due("other", WorkKind.PUBLISH, NOW) == ()


def test_work_is_due_from_its_moment_on_and_not_before(store: Store) -> None:
    opening, later = an_opening(), NOW + timedelta(microseconds=1)
    store.add_posts(BRAND, [a_post()], "page 1", NOW)
    trace = a_trace("x")
    delayed = trace.change(opening.case, "delayed", "for a test", not_before=later)
    store.commit(opening)
    store.commit(Change(delayed, tuple(trace.events)))
    assert store.due(BRAND, WorkKind.DRAFT, NOW) == ()
    assert store.due(BRAND, WorkKind.DRAFT, later) == (Due(WorkKind.DRAFT, opening.case.id, later),)


def test_work_is_told_oldest_first_and_at_most_so_much(store: Store) -> None:
    for number in range(12):
        store.add_posts(BRAND, [a_post(str(number))], f"page {number}", NOW - minutes(number))
    found = store.due(BRAND, WorkKind.TRIAGE, NOW, limit=5)
    assert [due.id for due in found] == ["x:11", "x:10", "x:9", "x:8", "x:7"]
    assert len(store.due(BRAND, WorkKind.TRIAGE, NOW)) == 12


def test_what_is_found_comes_back_with_its_exact_moment(store: Store) -> None:
    at = NOW + timedelta(microseconds=123_456)
    store.add_posts(BRAND, [a_post("weird#id:100%")], "page 1", at)
    assert store.due(BRAND, WorkKind.TRIAGE, at) == (Due(WorkKind.TRIAGE, "x:weird#id:100%", at),)
    assert store.post(BRAND, "x:weird#id:100%")[0].id == "weird#id:100%"


def test_the_case_in_the_queue_is_due_as_the_desk_promised(store: Store) -> None:
    store.add_posts(BRAND, [a_post()], "page 1", NOW)
    store.commit(an_opening(heard(a_post())))
    assert store.queue(BRAND, DESK, State.DRAFTING).cases[0].due_at == NOW + NORMAL
