"""Which case a further post belongs to: one rant is one case, and a day is a day."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.case import Case
from chalicelib.domain.conversation import join, open_case
from chalicelib.domain.joining import SAME_MATTER, Known, case_to_join
from chalicelib.domain.post import Post
from chalicelib.domain.state import OPEN, State
from tests.support.values import (
    BRAND,
    NOW,
    a_case,
    a_post,
    a_trace,
    a_verdict,
    an_approved_case,
    heard,
    minutes,
)

DAY = timedelta(hours=24)
MOMENT = timedelta(microseconds=1)


def hear(posts: list[Post]) -> list[Case]:
    """Triage in small: every post joins what the rule says, or opens a case."""
    cases: dict[str, Case] = {}
    by_talk: dict[tuple[str, str], str] = {}
    by_author: dict[str, str] = {}
    for post in posts:
        talk = (post.conversation_id, post.author.id)
        known = Known(cases.get(by_talk.get(talk, "")), cases.get(by_author.get(post.author.id, "")))
        case = case_to_join(post, known)
        changed = join(case, heard(post), a_trace()) if case else open_case(BRAND, heard(post), a_trace())
        cases[changed.id] = changed
        by_talk[talk] = by_author[post.author.id] = changed.id
    return list(cases.values())


def in_state(case: Case, state: State) -> Case:
    return case.model_copy(update={"state": state})


@given(st.permutations(range(5)), st.booleans())
def test_a_rant_of_five_is_one_case_in_whatever_order_it_is_heard(order: list[int], threaded: bool) -> None:
    rant = [
        a_post(str(number), created_at=NOW + minutes(number), conversation_id="0" if threaded else None)
        for number in range(5)
    ]
    (case,) = hear([rant[number] for number in order])
    assert sorted(case.posts) == [post.ref for post in rant]
    assert case.conversation_version == 5
    assert case.last_post_at == rant[4].created_at
    assert case.since == NOW
    assert case.due_at == NOW + minutes(120)
    assert case.draft_is_stale


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 5_000)), max_size=12))
def test_every_post_is_in_exactly_one_case_of_its_own_author(heard_at: list[tuple[int, int]]) -> None:
    posts = [
        a_post(str(number), author=author, created_at=NOW + minutes(at))
        for number, (author, at) in enumerate(heard_at)
    ]
    cases = hear(posts)
    assert sorted(ref for case in cases for ref in case.posts) == sorted(post.ref for post in posts)
    authors = {post.ref: post.author.id for post in posts}
    assert all(authors[ref] == case.author.id for case in cases for ref in case.posts)


@pytest.mark.parametrize(
    ("apart", "joins"),
    [
        (timedelta(0), True),
        (DAY - MOMENT, True),
        (DAY, True),
        (DAY + MOMENT, False),
        (-DAY, True),
        (-DAY - MOMENT, False),
    ],
)
def test_the_same_author_joins_within_a_day(apart: timedelta, joins: bool) -> None:
    case = a_case()
    post = a_post("2", created_at=case.last_post_at + apart)
    assert (case_to_join(post, Known(None, case)) is case) is joins


def test_the_day_begins_anew_with_every_post() -> None:
    posts = [a_post(str(number), created_at=NOW + number * (DAY - MOMENT)) for number in range(4)]
    assert len(hear(posts)) == 1
    assert len(hear([posts[0], posts[2]])) == 2


@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_the_same_conversation_joins_however_late(apart: timedelta) -> None:
    case = a_case()
    post = a_post("2", created_at=NOW + apart, conversation_id=case.conversations[0])
    assert case_to_join(post, Known(case, None)) is case


def test_two_authors_in_one_conversation_are_two_cases() -> None:
    assert (
        len(hear([a_post("1", author=1, conversation_id="1"), a_post("2", author=2, conversation_id="1")]))
        == 2
    )


def test_the_conversation_goes_before_the_author() -> None:
    by_talk, by_author = a_case(heard(a_post("1"))), a_case(heard(a_post("2")))
    assert case_to_join(a_post("3"), Known(by_talk, by_author)) is by_talk


@pytest.mark.parametrize("state", State)
def test_only_what_is_open_is_joined(state: State) -> None:
    case, post = in_state(an_approved_case(), state), a_post("2")
    assert (case_to_join(post, Known(None, case)) is case) is (state in OPEN)
    revived = state in OPEN or state is State.IGNORED
    assert (case_to_join(post, Known(case, None)) is case) is revived


def test_a_closed_conversation_does_not_hide_the_authors_open_case() -> None:
    closed, opened = in_state(a_case(), State.RESOLVED), a_case(heard(a_post("2")))
    assert case_to_join(a_post("3"), Known(closed, opened)) is opened


def test_a_further_post_takes_an_approval_back_to_people() -> None:
    trace = a_trace("triage", NOW + minutes(5))
    joined = join(an_approved_case(), heard(a_post("2", created_at=NOW + minutes(5))), trace)
    assert joined.state is State.WAITING
    assert joined.approval_id is None
    assert [event.what for event in trace.events] == ["joined", "sent back"]
    assert joined.notice == "a further post arrived after the approval"


@pytest.mark.parametrize("at", [NOW - minutes(30), NOW + minutes(30)])
def test_the_clock_runs_from_the_oldest_post_that_waits(at: datetime) -> None:
    joined = join(a_case(), heard(a_post("2", created_at=at)), a_trace())
    assert joined.since == min(NOW, at)
    assert joined.due_at == min(NOW, at) + minutes(120)


def test_the_rule_is_the_one_that_is_documented() -> None:
    assert SAME_MATTER == DAY


def test_a_post_from_before_the_case_that_is_heard_late_joins_within_a_day() -> None:
    first = open_case(BRAND, heard(a_post("1001", created_at=NOW)), a_trace())
    later = join(first, heard(a_post("1002", created_at=NOW + minutes(60 * 20))), a_trace())
    known = Known(by_conversation=None, by_author=later)
    assert case_to_join(a_post("1003", created_at=NOW - minutes(60 * 23)), known) is later
    assert case_to_join(a_post("1004", created_at=NOW - minutes(60 * 25)), known) is None


def test_what_the_author_wrote_in_is_told_the_conversations_first() -> None:
    by_talk, by_author = (a_case(heard(verdict=a_verdict(lang=lang))) for lang in ("nl", "en"))
    assert Known(by_talk, by_author).languages == ("nl", "en")
    assert Known(by_author, by_author).languages == ("en",)
    assert Known(None, a_case(heard(verdict=a_verdict(lang="und")))).languages == ()
