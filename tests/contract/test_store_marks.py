"""What any store does with reviewers' marks and with the exemplars that they choose."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.errors import BadInputError, ConflictError
from chalicelib.domain.mark import Mark
from chalicelib.domain.verdict import Intent
from chalicelib.ports import MOST_EXEMPLARS, Exemplar, Store
from tests.support.storing import hear
from tests.support.values import BRAND, NOW, a_mark, a_post, a_trace, minutes

LONG_AGO, LATER = NOW - timedelta(days=400), NOW + timedelta(days=400)


def marked(store: Store, case: Case, mark: Mark) -> Change:
    """The case with the mark on it, written."""
    trace = a_trace(mark.who, mark.at)
    change = Change(lifecycle.mark(case, mark, trace), tuple(trace.events), mark=mark)
    store.commit(change)
    return change


def all_marks(store: Store, limit: int = 100, brand: str = BRAND) -> list[Mark]:
    found: list[Mark] = []
    page: str | None = None
    while True:
        answer = store.marks(brand, LONG_AGO, LATER, limit=limit, page=page)
        found += answer.marks
        assert len(answer.marks) <= limit
        if (page := answer.next_page) is None:
            return found


def an_exemplar(post: str = "x:1", text: str = "Where is my tent?") -> Exemplar:
    return Exemplar(text, Intent.COMPLAINT, True, "en", "mara", NOW, post)


def test_a_mark_is_written_with_its_event_and_read_by_time_and_by_post(store: Store) -> None:
    case = hear(store, a_post()).case
    change = marked(store, case, mark := a_mark(case, right=False, should_intent=Intent.QUESTION))
    assert all_marks(store) == [mark]
    assert store.marks_on(BRAND, mark.post, mark.said_at) == (mark,)
    dossier = store.dossier(BRAND, case.id)
    assert dossier.case == change.case
    assert dossier.case.state is case.state
    assert dossier.events[-1].what == "marked wrong"
    assert dossier.events[-1].why == "should have been: question"


def test_the_last_mark_of_a_reviewer_counts_and_each_reviewer_has_one(store: Store) -> None:
    case = hear(store, a_post()).case
    first = marked(store, case, a_mark(case))
    second = marked(store, first.case, a_mark(case, at=NOW + timedelta(days=40), right=False))
    third = marked(store, second.case, a_mark(case, who="jonas"))
    assert set(store.marks_on(BRAND, "x:1001", NOW)) == {second.mark, third.mark}
    assert len(all_marks(store)) == 2


def test_a_mark_that_comes_too_late_is_not_written_without_its_event(store: Store) -> None:
    case = hear(store, a_post()).case
    marked(store, case, a_mark(case))
    with pytest.raises(ConflictError):
        marked(store, case, a_mark(case, who="jonas"))
    assert [mark.who for mark in all_marks(store)] == ["mara"]
    assert len(store.dossier(BRAND, case.id).events) == case.version + 1


def test_a_mark_repeated_after_its_answer_was_lost_succeeds_once(store: Store) -> None:
    case = hear(store, a_post()).case
    store.commit(marked(store, case, a_mark(case)))
    assert len(store.dossier(BRAND, case.id).events) == case.version + 1


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_marks_are_paged_across_months_each_once(store: Store, limit: int) -> None:
    said = [NOW - timedelta(days=days) for days in (300, 70, 35, 1, 0, 0)]
    for number, at in enumerate(said):
        case = hear(store, a_post(str(number), author=number, created_at=at)).case
        marked(store, case, a_mark(case, said_at=at))
    found = all_marks(store, limit)
    assert [mark.said_at for mark in found] == said
    assert [mark.post for mark in found[-2:]] == ["x:4", "x:5"]


def test_marks_end_where_the_time_does(store: Store) -> None:
    case = hear(store, a_post()).case
    marked(store, case, a_mark(case))
    assert store.marks(BRAND, NOW, NOW + minutes(1)).marks
    assert store.marks(BRAND, NOW + minutes(1), LATER).marks == ()
    assert store.marks(BRAND, LONG_AGO, NOW).marks == ()
    assert store.marks(BRAND, LATER, LONG_AGO).marks == ()
    december = datetime(2025, 12, 31, 23, 59, tzinfo=UTC)
    assert store.marks(BRAND, december, NOW + minutes(1)).marks


def test_a_post_whose_id_begins_as_anothers_does_has_its_own_marks(store: Store) -> None:
    for number, id in enumerate(("1", "12")):
        case = hear(store, a_post(id, author=number)).case
        marked(store, case, a_mark(case))
    assert [mark.post for mark in store.marks_on(BRAND, "x:1", NOW)] == ["x:1"]


def test_a_forged_page_of_marks_is_refused(store: Store) -> None:
    with pytest.raises(BadInputError, match="not the name of a page"):
        store.marks(BRAND, LONG_AGO, LATER, page="forged")


def test_a_brand_sees_no_marks_and_no_exemplars_of_another(store: Store) -> None:
    case = hear(store, a_post()).case
    marked(store, case, a_mark(case))
    store.keep_exemplar(BRAND, an_exemplar())
    assert all_marks(store, brand="other") == []
    assert store.marks_on("other", "x:1001", NOW) == ()
    assert store.exemplars("other") == ()
    assert store.posts("other", ["x:1001"]) == {}


def test_posts_are_read_together(store: Store) -> None:
    hear(store, a_post("1", author=1))
    hear(store, a_post("2", author=2))
    assert store.posts(BRAND, ["x:2", "x:404", "x:1", "x:1"]) == {
        "x:1": a_post("1", author=1),
        "x:2": a_post("2", author=2),
    }
    assert store.posts(BRAND, []) == {}


def test_exemplars_come_back_in_the_order_of_choice_and_can_be_forgotten(store: Store) -> None:
    assert store.exemplars(BRAND) == ()
    store.keep_exemplar(BRAND, an_exemplar("x:1"))
    store.keep_exemplar(BRAND, an_exemplar("x:2"))
    store.keep_exemplar(BRAND, again := an_exemplar("x:1", "Other words"))
    assert store.exemplars(BRAND) == (an_exemplar("x:2"), again)
    store.forget_exemplar(BRAND, "x:2")
    store.forget_exemplar(BRAND, "x:404")
    assert store.exemplars(BRAND) == (again,)
    store.forget_exemplar(BRAND, "x:1")
    assert store.exemplars(BRAND) == ()


def test_there_are_never_too_many_exemplars(store: Store) -> None:
    for number in range(MOST_EXEMPLARS):
        store.keep_exemplar(BRAND, an_exemplar(f"x:{number}"))
    with pytest.raises(BadInputError, match="at most 24"):
        store.keep_exemplar(BRAND, an_exemplar("x:one-more"))
    store.keep_exemplar(BRAND, an_exemplar("x:0", "Other words"))
    assert len(store.exemplars(BRAND)) == MOST_EXEMPLARS
