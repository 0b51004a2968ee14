"""The rows of a desk's list."""

from chalicelib.console.urls import Urls
from chalicelib.console.views.people import initials, who
from chalicelib.console.views.queue_view import Looker, Row, fingerprint, row
from chalicelib.console.views.tabs import TABS, tab_of
from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case
from chalicelib.domain.ruling import Lane
from chalicelib.domain.state import State
from tests.support.values import NOW, a_case, a_ruling, a_trace, a_verdict, an_approved_case, heard, minutes

LOOKER = Looker("ana", NOW, "Europe/Berlin", "https://x.example", {"ana": "Ana Ruiz", "tom": "Tom Becker"})


def _row(case: Case, after: float = 0) -> Row:
    return row(case, Urls(), Looker("ana", NOW + minutes(after), LOOKER.zone, LOOKER.site, LOOKER.people))


def test_a_row_says_when_it_is_due_and_how_pressing_that_is() -> None:
    case = a_case()
    assert (_row(case).when.words, _row(case).tone) == ("due in 2 h", "calm")
    assert (_row(case, 100).when.words, _row(case, 100).tone) == ("due in 20 min", "soon")
    assert (_row(case, 180).when.words, _row(case, 180).tone) == ("late by 1 h", "late")
    assert _row(case).when.exact == "Mon 2 Mar 2026, 12:00 CET"


def test_a_row_shows_lane_intent_language_and_urgency() -> None:
    shown = _row(a_case(heard(verdict=a_verdict(urgency=0.95, lang="pl"), ruling=a_ruling(Lane.HAND_OFF))))
    assert (shown.lane, shown.lane_label) == ("hand-off", "Hand-off")
    assert (shown.intent_label, shown.language, shown.level) == ("Complaint", "Polish", 4)
    assert _row(a_case(heard(verdict=a_verdict(urgency=1.0)))).level == 4
    assert _row(a_case(heard(verdict=a_verdict(urgency=0.0)))).level == 0


def test_a_row_names_who_holds_the_case_until_the_claim_ends() -> None:
    held = lifecycle.claim(a_case(), a_trace(), "tom", NOW + minutes(5))
    assert (_row(held).holder, _row(held).mine) == ("Tom Becker", False)
    assert _row(held, 6).holder == ""
    assert _row(lifecycle.claim(a_case(), a_trace(), "ana", NOW + minutes(5))).mine


def test_a_decided_case_tells_its_state_and_when_it_got_there() -> None:
    shown = _row(an_approved_case(), 3)
    assert (shown.state_label, shown.when.words, shown.tone) == ("Approved", "3 min ago", "past")


def test_rows_are_the_same_until_something_they_show_changes() -> None:
    case = a_case()
    assert fingerprint([_row(case)]) == fingerprint([_row(case)])
    assert fingerprint([_row(case)]) != fingerprint([_row(case, 1)])
    assert fingerprint([_row(case)]) != fingerprint([])


def test_every_state_has_a_list() -> None:
    shown = [state for tab in TABS for state in tab.states]
    assert len(shown) == len(set(shown))
    # Nothing snoozes or escalates yet.
    assert set(State) - set(shown) == {State.SNOOZED, State.ESCALATED}
    assert tab_of(State.UNKNOWN).label == "On the way"
    assert tab_of(State.SNOOZED).label == "Waiting"


def test_initials() -> None:
    names = ["Ana Ruiz", "ana", "Ana María de la Ruiz", "山の人", "<i>x</i>", "!!!", "", "ليلى"]
    assert [initials(name) for name in names] == ["AR", "A", "AR", "山", "I", "", "", "ل"]


def test_machines_and_people_have_names() -> None:
    assert who("tom", LOOKER.people) == "Tom Becker"
    assert who("publish", LOOKER.people) == who("system:follow_up", {}) == "Earshot"
    assert who("somebody-new", LOOKER.people) == "somebody-new"
