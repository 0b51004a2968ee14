"""The person writes on while a reply is under way: what they said then has a clock of its own."""

from collections.abc import Callable
from datetime import datetime

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.approval import Approval
from chalicelib.domain.case import Case
from chalicelib.domain.conversation import Heard, join
from chalicelib.domain.ruling import Lane
from chalicelib.domain.state import State
from tests.support.values import (
    NOW,
    a_case,
    a_post,
    a_reply,
    a_ruling,
    a_trace,
    a_verdict,
    an_approval,
    an_attempt,
    heard,
    minutes,
)

BY_HAND = heard(ruling=a_ruling(Lane.HAND_OFF))


def publishing() -> tuple[Case, Approval]:
    approval = an_approval()
    approved = lifecycle.approve(a_case(), approval, a_trace("mara"))
    return lifecycle.begin(approved, approval, an_attempt(), a_trace("publisher")), approval


def unknown() -> tuple[Case, Approval]:
    case, approval = publishing()
    return lifecycle.lose_sight(case, a_trace("publisher"), "no answer", NOW), approval


def handed_off() -> tuple[Case, Approval]:
    approval = an_approval(a_case(BY_HAND))
    approved = lifecycle.approve(a_case(BY_HAND), approval, a_trace("mara"))
    return lifecycle.hand_off(approved, approval, a_trace("mara"), NOW), approval


UNDER_WAY = pytest.mark.parametrize("under_way", [publishing, unknown, handed_off])
Start = Callable[[], tuple[Case, Approval]]


def further(id: str, at: datetime, *, needs_reply: bool = True) -> Heard:
    return heard(a_post(id, created_at=at), a_verdict(needs_reply=needs_reply))


def settled(case: Case, approval: Approval) -> Case:
    return lifecycle.settle(case, approval, a_reply(approval), a_trace("publisher"))


@UNDER_WAY
def test_the_clock_is_that_of_what_was_said_since(under_way: Start) -> None:
    case, approval = under_way()
    for number in (3, 2, 4):
        case = join(case, further(str(number), NOW + minutes(number)), a_trace())
    assert (case.since, case.due_at) == (NOW, NOW + minutes(120))
    back = settled(case, approval)
    assert back.state is State.WAITING
    assert (back.since, back.due_at) == (NOW + minutes(2), NOW + minutes(122))
    assert back.after_reply is None


@UNDER_WAY
def test_thanks_do_not_bring_the_case_back(under_way: Start) -> None:
    case, approval = under_way()
    case = join(case, further("2", NOW + minutes(2), needs_reply=False), a_trace())
    assert settled(case, approval).state is State.ANSWERED


@UNDER_WAY
def test_the_clock_runs_on_when_nothing_was_posted_after_all(under_way: Start) -> None:
    case, _ = under_way()
    case = join(case, further("2", NOW + minutes(2)), a_trace())
    back = lifecycle.send_back(case, a_trace("publisher"), "not posted")
    assert (back.since, back.due_at, back.after_reply) == (NOW, NOW + minutes(120), None)


def test_a_post_that_has_its_reply_is_not_answered_again() -> None:
    posted = settled(*publishing())
    unaddressed = heard(a_post("2"), ruling=a_ruling(Lane.HAND_OFF))
    back = join(posted, unaddressed, a_trace())
    assert (back.state, back.parent, back.ruling.lane) == (State.WAITING, "x:2", Lane.HAND_OFF)
