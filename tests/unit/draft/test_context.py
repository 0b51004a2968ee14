"""What surrounds a case: its author's earlier ones, at most three, and what the desk learnt from others."""

from datetime import timedelta

import pytest

from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import open_case
from chalicelib.domain.learnt import Learnt
from chalicelib.draft.context import context_of
from chalicelib.ports import Context
from tests.support.values import BRAND, NOW, a_learnt, a_post, a_trace, a_verdict, heard, minutes


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def a_case_in(
    store: MemoryStore,
    number: int,
    before: Case | None = None,
    *,
    missing: str = "",
    learnt: Learnt | None = None,
) -> Case:
    """A case in the store, `before` being the author's previous one; with what was learnt, if anything."""
    post = a_post(id=str(number), text=f"matter {number}", created_at=NOW + minutes(number))
    trace, verdict = a_trace(), a_verdict(lang="en-GB")
    case = open_case(BRAND, heard(post, verdict), trace)
    case = case.model_copy(update={"before": missing or (before.id if before else None)})
    case = lifecycle.start_drafting(case, trace)
    store.add_posts(BRAND, [post], f"page-{number}", NOW)
    store.commit(Change(case=case, events=tuple(trace.events), triaged=(post.ref, verdict), learnt=learnt))
    return case


def around(store: MemoryStore, case: Case) -> Context:
    return context_of(store, store.dossier(BRAND, case.id), NOW)


def test_a_first_case_has_nothing_before_it(store: MemoryStore) -> None:
    assert around(store, a_case_in(store, 1)) == Context(NOW)


def test_earlier_cases_are_told_newest_first_and_at_most_three(store: MemoryStore) -> None:
    case = None
    for number in range(1, 6):
        case = a_case_in(store, number, case)
    assert case is not None
    told = around(store, case).earlier
    assert [one.excerpt for one in told] == ["matter 4", "matter 3", "matter 2"]
    assert [one.since for one in told] == [NOW + minutes(number) for number in (4, 3, 2)]
    assert {(one.intent, one.state) for one in told} == {(case.verdict.intent, case.state)}


def test_the_walk_ends_where_a_case_was_erased(store: MemoryStore) -> None:
    second = a_case_in(store, 2, missing="erased-since")
    assert [one.excerpt for one in around(store, a_case_in(store, 3, second)).earlier] == ["matter 2"]
    assert around(store, second).earlier == ()


def test_what_was_learnt_of_the_desk_and_language_comes_along_newest_first(store: MemoryStore) -> None:
    older, newer = a_learnt("x:71"), a_learnt("x:72", at=NOW + timedelta(minutes=1))
    others = (a_learnt("x:73", desk="sales"), a_learnt("x:74", lang="de"))
    for number, one in enumerate((older, newer, *others), 71):
        a_case_in(store, number, learnt=one)
    assert around(store, a_case_in(store, 1)).learnt == (newer, older)


def test_what_was_learnt_of_this_very_case_is_left_out(store: MemoryStore) -> None:
    another = a_learnt("x:71")
    a_case_in(store, 71, learnt=another)
    case = a_case_in(store, 1, learnt=a_learnt("x:1"))
    assert case.parent == "x:1"
    assert around(store, case).learnt == (another,)
