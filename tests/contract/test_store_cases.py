"""What any store does with cases and the changes to them."""

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.change import Change
from chalicelib.domain.errors import ConflictError, NotFoundError
from chalicelib.domain.state import State
from chalicelib.ports import Store
from tests.support.storing import drafted, hear, wait_for_people
from tests.support.values import (
    BRAND,
    NOW,
    a_draft,
    a_membership,
    a_post,
    a_reply,
    a_trace,
    an_approval,
    an_attempt,
    an_edit,
    an_opening,
    heard,
    minutes,
)


def test_a_case_comes_back_with_its_events(store: Store) -> None:
    change = hear(store, a_post())
    assert store.case(BRAND, change.case.id) == change.case
    dossier = store.dossier(BRAND, change.case.id)
    assert dossier.case == change.case
    assert dossier.events == change.events
    assert [event.version for event in dossier.events] == [1, 2]


def test_an_unknown_case_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError, match="nobody"):
        store.case(BRAND, "nobody")
    with pytest.raises(NotFoundError, match="nobody"):
        store.dossier(BRAND, "nobody")


def test_a_brand_does_not_see_the_cases_of_another(store: Store) -> None:
    case = hear(store, a_post()).case
    with pytest.raises(NotFoundError):
        store.case("other", case.id)
    with pytest.raises(NotFoundError):
        store.dossier("other", case.id)
    assert store.members("other", a_post()) == (None, None)
    assert store.queue("other", case.desk, case.state).cases == ()


def test_the_dossier_holds_everything_oldest_first(store: Store) -> None:
    case = wait_for_people(store, a_post())
    second = a_draft(case, "a-later-draft").model_copy(update={"made_at": NOW + minutes(1)})
    redrafted = drafted(case, second)
    store.commit(redrafted)
    approval, edit = an_approval(redrafted.case), an_edit()
    store.save_edit(BRAND, case.id, edit)
    trace = a_trace("mara")
    approved = lifecycle.approve(redrafted.case, approval, trace)
    store.commit(Change(approved, tuple(trace.events), approval=approval))
    trace, attempt, reply = a_trace("publisher"), an_attempt(), a_reply(approval)
    publishing = lifecycle.begin(approved, approval, attempt, trace)
    store.commit(Change(publishing, tuple(trace.events), attempt=attempt))
    trace = a_trace("publisher")
    posted = lifecycle.settle(publishing, approval, reply, trace)
    store.commit(Change(posted, tuple(trace.events), reply=reply))

    dossier = store.dossier(BRAND, case.id)
    assert dossier.case.state is State.POSTED
    assert dossier.posts == (a_post(),)
    assert dossier.verdicts == {"x:1001": case.verdict}
    assert [draft.id for draft in dossier.drafts] == ["draft-1", "a-later-draft"]
    assert dossier.draft == second
    assert dossier.edit == edit
    assert dossier.approval == approval
    assert dossier.approval.is_intact()
    assert dossier.attempts == (attempt,)
    assert dossier.replies == (reply,)
    assert [event.version for event in dossier.events] == list(range(1, posted.version + 1))


def test_a_further_post_is_in_the_dossier_in_the_order_it_joined(store: Store) -> None:
    case = hear(store, a_post("5")).case
    store.add_posts(BRAND, [a_post("4")], "page of another search", NOW)
    trace = a_trace()
    joined = trace.change(case, "joined", "a further post", posts=("x:5", "x:4"))
    store.commit(Change(joined, tuple(trace.events), triaged=("x:4", case.verdict)))
    assert [post.id for post in store.dossier(BRAND, case.id).posts] == ["5", "4"]


def test_a_change_that_rests_on_an_old_version_writes_nothing(store: Store) -> None:
    case = hear(store, a_post()).case
    store.commit(drafted(case))
    before = store.dossier(BRAND, case.id)
    with pytest.raises(ConflictError):
        store.commit(drafted(case, a_draft(case, "draft-2"), a_trace("somebody else")))
    assert store.dossier(BRAND, case.id) == before


def test_a_change_that_rests_on_a_version_yet_to_come_writes_nothing(store: Store) -> None:
    case = hear(store, a_post()).case
    skipping = drafted(case)
    trace = a_trace("mara")
    claimed = lifecycle.claim(skipping.case, trace, "mara", NOW + minutes(5))
    with pytest.raises(ConflictError):
        store.commit(Change(claimed, tuple(trace.events)))
    assert store.case(BRAND, case.id) == case


def test_a_case_is_opened_once(store: Store) -> None:
    case = hear(store, a_post()).case
    with pytest.raises(ConflictError):
        store.commit(an_opening(heard(a_post()), at=NOW + minutes(1)))
    assert store.case(BRAND, case.id) == case


def test_a_change_repeated_after_its_answer_was_lost_succeeds_once(store: Store) -> None:
    opening = hear(store, a_post())
    store.commit(opening)
    change = drafted(opening.case)
    store.commit(change)
    store.commit(change)
    dossier = store.dossier(BRAND, opening.case.id)
    assert dossier.case == change.case
    assert len(dossier.events) == 3
    assert len(dossier.drafts) == 1


def test_a_repeated_change_leaves_alone_what_came_after_it(store: Store) -> None:
    opening = hear(store, a_post())
    later = drafted(opening.case)
    store.commit(later)
    store.commit(opening)
    assert store.case(BRAND, opening.case.id) == later.case
    assert store.members(BRAND, a_post()) == (opening.case.id, opening.case.id)


def test_the_same_version_with_another_content_is_no_repetition(store: Store) -> None:
    case = hear(store, a_post()).case
    store.commit(drafted(case))
    with pytest.raises(ConflictError):
        store.commit(drafted(case, a_draft(case, text="Other words.")))
    assert [draft.text for draft in store.dossier(BRAND, case.id).drafts] == [a_draft(case).text]


def test_a_post_is_triaged_once(store: Store) -> None:
    case = hear(store, a_post()).case
    trace = a_trace("another worker")
    joined = trace.change(case, "joined", "a further post")
    with pytest.raises(ConflictError):
        store.commit(Change(joined, tuple(trace.events), triaged=("x:1001", case.verdict)))
    assert store.case(BRAND, case.id) == case


def test_a_post_that_was_never_stored_cannot_be_triaged(store: Store) -> None:
    with pytest.raises(ConflictError):
        store.commit(an_opening(heard(a_post("404"))))
    with pytest.raises(NotFoundError):
        store.post(BRAND, "x:404")


def with_part(change: Change, part: str) -> Change:
    match part:
        case "draft":
            return change._replace(draft=a_draft(change.case))
        case "approval":
            return change._replace(approval=an_approval(change.case))
        case "attempt":
            return change._replace(attempt=an_attempt())
        case _:
            return change._replace(reply=a_reply(an_approval(change.case)))


@pytest.mark.parametrize("part", ["approval", "attempt", "draft", "reply"])
def test_what_was_written_once_is_never_overwritten(store: Store, part: str) -> None:
    case = hear(store, a_post()).case
    first, second = a_trace("one"), a_trace("two")
    noted = first.change(case, "noted", "for a test")
    store.commit(with_part(Change(noted, tuple(first.events)), part))
    again = second.change(noted, "noted", "for a test")
    with pytest.raises(ConflictError):
        store.commit(with_part(Change(again, tuple(second.events)), part))
    assert store.case(BRAND, case.id) == noted


def test_a_change_without_its_events_is_refused(store: Store) -> None:
    opening = an_opening()
    store.add_posts(BRAND, [a_post()], "page 1", NOW)
    with pytest.raises(ValueError, match="do not lead to"):
        store.commit(opening._replace(events=()))
    with pytest.raises(ValueError, match="do not lead to"):
        store.commit(opening._replace(events=opening.events[::-1]))
    with pytest.raises(NotFoundError):
        store.case(BRAND, opening.case.id)


def test_an_edit_is_kept_the_last_one_and_changes_no_case(store: Store) -> None:
    case = wait_for_people(store, a_post())
    assert store.dossier(BRAND, case.id).edit is None
    store.save_edit(BRAND, case.id, an_edit("one"))
    store.save_edit(BRAND, case.id, an_edit("two", by="jonas"))
    dossier = store.dossier(BRAND, case.id)
    assert dossier.edit == an_edit("two", by="jonas")
    assert dossier.case == case
    assert len(dossier.events) == case.version
    store.commit(drafted(case, a_draft(case, "draft-2")))


def test_members_are_told_by_conversation_and_by_author(store: Store) -> None:
    case = hear(store, a_post("1", conversation_id="c")).case
    assert store.members(BRAND, a_post("2", conversation_id="c")) == (case.id, case.id)
    assert store.members(BRAND, a_post("2", conversation_id="d")) == (None, case.id)
    assert store.members(BRAND, a_post("2", conversation_id="c", author=2)) == (None, None)
    assert store.members(BRAND, a_post("2", conversation_id="c", network="y")) == (None, None)


def test_a_case_put_aside_is_found_by_its_conversation_only(store: Store) -> None:
    opening = an_opening()
    assert opening.membership is not None
    store.add_posts(BRAND, [a_post()], "page 1", NOW)
    store.commit(opening._replace(membership=a_membership(opening.case, by_author=False)))
    assert store.members(BRAND, a_post()) == (opening.case.id, None)


def test_two_posts_of_one_author_cannot_open_two_cases(store: Store) -> None:
    store.add_posts(BRAND, [a_post("1"), a_post("2")], "page 1", NOW)
    first, second = an_opening(heard(a_post("1"))), an_opening(heard(a_post("2")))
    store.commit(first)
    with pytest.raises(ConflictError):
        store.commit(second)
    assert store.members(BRAND, a_post("2")) == (None, first.case.id)
    with pytest.raises(NotFoundError):
        store.case(BRAND, second.case.id)


def test_who_saw_the_earlier_case_may_put_another_in_its_place(store: Store) -> None:
    first = hear(store, a_post("1"))
    store.add_posts(BRAND, [a_post("2")], "page 2", NOW)
    second = an_opening(heard(a_post("2")))
    stale = a_membership(second.case, seen_for_author="somebody else's")
    with pytest.raises(ConflictError):
        store.commit(second._replace(membership=stale))
    seen = a_membership(second.case, seen_for_author=first.case.id)
    store.commit(second._replace(membership=seen))
    assert store.members(BRAND, a_post("2")) == (second.case.id, second.case.id)
    assert store.members(BRAND, a_post("1")) == (first.case.id, second.case.id)
