"""The page of a case: standing, wordings, history."""

import pytest

from chalicelib.console.urls import Urls
from chalicelib.console.views.at_hand import AtHand
from chalicelib.console.views.case_view import history
from chalicelib.console.views.draft_view import DraftView, count_view, draft_view
from chalicelib.console.views.queue_view import Looker, row
from chalicelib.console.views.status_view import Shown, StatusView, status_view
from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case
from chalicelib.domain.control import Mode
from chalicelib.domain.ruling import Lane
from chalicelib.domain.trace import Trace
from chalicelib.ports import Dossier
from tests.support.values import (
    ACCOUNT,
    NOW,
    a_case,
    a_draft,
    a_found_case,
    a_reply,
    a_ruling,
    a_trace,
    an_approval,
    an_attempt,
    an_edit,
    heard,
    minutes,
)

PEOPLE = {"ana": "Ana Ruiz", "tom": "Tom Becker"}
LOOKER = Looker("ana", NOW + minutes(1), "UTC", "https://x.example", PEOPLE)
HAND_OFF = heard(ruling=a_ruling(Lane.HAND_OFF))


def _status(case: Case, dossier: Dossier | None = None, shown: Shown | None = None) -> StatusView:
    return status_view(dossier or Dossier(case), Urls(), LOOKER, shown or Shown())


def _journey() -> dict[str, Dossier]:
    """One case in each state of the straight way and its side roads."""
    waiting, approval, attempt = a_case(), an_approval(), an_attempt()
    approved = lifecycle.approve(waiting, approval, a_trace("ana"))
    publishing = lifecycle.begin(approved, approval, attempt, a_trace())
    unknown = lifecycle.lose_sight(publishing, a_trace(), "the answer was lost", NOW + minutes(1))
    posted = lifecycle.settle(publishing, approval, a_reply(approval), a_trace())
    answered = lifecycle.answered(posted, a_trace(), "the person answered")
    cases = {
        "drafting": lifecycle.start_drafting(a_found_case(), a_trace()),
        "waiting": waiting,
        "approved": approved,
        "publishing": publishing,
        "unknown": unknown,
        "posted": posted,
        "answered": answered,
        "ignored": lifecycle.ignore(a_found_case(), a_trace(), "needs no reply"),
        "rejected": lifecycle.reject(waiting, a_trace("ana"), "not about us"),
        "resolved": lifecycle.resolve(posted, a_trace("ana"), "a person closed it"),
    }
    return {
        name: Dossier(case, approvals=(approval,), attempts=(attempt,), replies=(a_reply(approval),))
        for name, case in cases.items()
    }


@pytest.mark.parametrize(
    ("state", "title", "actions"),
    [
        ("drafting", "A draft is being written", []),
        ("waiting", "", []),
        ("approved", "Approved", ["Recall"]),
        ("publishing", "Being sent", []),
        ("unknown", "Sent, but X did not answer", []),
        ("posted", "Posted", ["Resolve"]),
        ("answered", "They answered", ["Resolve"]),
        ("ignored", "Put aside", ["Put back"]),
        ("rejected", "Rejected: nothing is posted", []),
        ("resolved", "Resolved", []),
    ],
)
def test_where_a_case_stands(state: str, title: str, actions: list[str]) -> None:
    dossier = _journey()[state]
    shown = _status(dossier.case, dossier)
    assert shown.title == title
    assert [action.label for action in shown.actions] == actions


def test_an_unknown_outcome_says_that_nothing_is_sent_twice() -> None:
    dossier = _journey()["unknown"]
    assert "Nothing is sent twice" in _status(dossier.case, dossier).text


def test_a_posted_case_links_to_the_reply() -> None:
    dossier = _journey()["posted"]
    assert _status(dossier.case, dossier).link == f"https://x.example/{ACCOUNT}/status/7001"


def test_a_hand_off_names_the_account_and_opens_the_network_filled_in() -> None:
    case = a_case(HAND_OFF)
    approval = an_approval(case, text="Grüße & alles Gute?")
    trace = a_trace("ana")
    handed = lifecycle.hand_off(lifecycle.approve(case, approval, trace), approval, trace, NOW)
    shown = _status(handed, Dossier(handed, approvals=(approval,)))
    assert shown.title == f"Post this as @{ACCOUNT}"
    assert shown.link.startswith("https://x.example/intent/tweet?in_reply_to=1001&text=Gr%C3%BC%C3%9Fe+%26")
    assert [action.label for action in shown.actions] == ["Take it back"]


def test_observing_says_that_nothing_goes_out() -> None:
    dossier = _journey()["approved"]
    shown = status_view(dossier, Urls(), LOOKER._replace(mode=Mode.OBSERVING), Shown())
    assert "observes" in shown.text


def test_a_case_that_came_back_says_why() -> None:
    back = lifecycle.send_back(_journey()["approved"].case, a_trace(), "X refused the reply")
    assert _status(back).notices == ("Back with you: X refused the reply.",)


def test_a_case_that_came_back_names_people_not_ids() -> None:
    back = lifecycle.send_back(_journey()["approved"].case, a_trace(), "recalled by tom")
    assert _status(back).notices == ("Back with you: recalled by Tom Becker.",)
    assert row(back, Urls(), LOOKER).note == "recalled by Tom Becker"


def test_somebody_else_at_the_case_is_named_and_oneself_is_not() -> None:
    case = a_case()
    toms = lifecycle.claim(case, a_trace(), "tom", NOW + minutes(5))
    assert _status(toms).holder == "Tom Becker"
    assert _status(lifecycle.claim(case, a_trace(), "ana", NOW + minutes(5))).holder == ""


def test_a_newer_draft_is_offered_to_a_page_that_shows_an_older_one() -> None:
    case = a_case()
    dossier = Dossier(case, drafts=(a_draft(case),))
    assert _status(case, dossier, Shown(True, "an older one")).new_draft
    assert not _status(case, dossier, Shown(True, "draft-1")).new_draft
    assert not _status(case, dossier, Shown(False, "")).new_draft


def test_a_draft_whose_words_were_posted_is_not_offered_as_new() -> None:
    case = a_case()
    dossier = Dossier(case, drafts=(a_draft(case),), replies=(a_reply(an_approval(case)),))
    assert not _status(case, dossier, Shown(True, "")).new_draft


# --- wordings --------------------------------------------------------------------------------------


def _draft(dossier: Dossier, kept: str | None = None) -> DraftView:
    return draft_view(dossier, Urls(), LOOKER, AtHand(kept))


def test_the_draft_is_what_one_begins_with() -> None:
    case = a_case()
    shown = _draft(Dossier(case, drafts=(a_draft(case),)))
    assert (shown.text, shown.other) == ("We are sorry. Please send us a photo.", "")
    assert shown.origin == "Written offline"
    assert shown.count.used == 37


def test_ones_own_words_come_before_the_draft_which_stays_at_hand() -> None:
    case = a_case()
    shown = _draft(Dossier(case, drafts=(a_draft(case),), edit=an_edit("Mine.")))
    assert (shown.text, shown.other_label) == ("Mine.", "The suggested draft")


def test_a_newer_draft_comes_first_and_ones_own_words_stay_at_hand() -> None:
    case = a_case()
    older = an_edit("Mine.", at=NOW - minutes(5))
    shown = _draft(Dossier(case, drafts=(a_draft(case),), edit=older))
    assert (shown.other, shown.other_label) == ("Mine.", "Your wording before this draft")


def test_a_recalled_text_is_still_there() -> None:
    case = a_case()
    approval = an_approval(case, text="As approved.", at=NOW + minutes(1))
    shown = _draft(Dossier(case, drafts=(a_draft(case),), edit=an_edit("Typed."), approvals=(approval,)))
    assert shown.text == "As approved."


def test_words_that_were_posted_are_done_with() -> None:
    case = a_case()
    approval = an_approval(case, text="As approved.", at=NOW + minutes(1))
    reply = a_reply(approval, posted_at=NOW + minutes(2))
    shown = _draft(
        Dossier(case, drafts=(a_draft(case),), edit=an_edit("T"), approvals=(approval,), replies=(reply,))
    )
    assert (shown.text, shown.other) == ("", "")
    newer = a_draft(case).model_copy(update={"made_at": NOW + minutes(3), "text": "The next answer."})
    shown = _draft(Dossier(case, drafts=(newer,), edit=an_edit("T"), approvals=(approval,), replies=(reply,)))
    assert (shown.text, shown.other) == ("The next answer.", "")


def test_what_was_typed_into_a_refused_form_wins() -> None:
    case = a_case()
    shown = _draft(Dossier(case, drafts=(a_draft(case),), edit=an_edit("Saved.")), kept="")
    assert shown.text == ""


def test_without_a_draft_one_writes_it_oneself() -> None:
    shown = _draft(Dossier(a_case()))
    assert shown.text == ""
    assert shown.origin.startswith("No draft yet")


def test_the_count_is_the_networks_own() -> None:
    assert count_view("https://example.org/a/very/long/address/indeed 👍").used == 26
    assert count_view("x" * 290).over == 10


# --- history ---------------------------------------------------------------------------------------


def test_history_is_newest_first_without_claims_and_with_names() -> None:
    trace = Trace("ana", NOW)
    case = lifecycle.claim(a_case(), trace, "ana", NOW + minutes(5))
    case = lifecycle.approve(case, an_approval(case), trace)
    lifecycle.send_back(case, trace, "recalled by tom")
    lines = history(trace.events, LOOKER)
    assert [(line.who, line.what, line.why) for line in lines] == [
        ("Ana Ruiz", "sent back", "recalled by Tom Becker"),
        ("Ana Ruiz", "approved", ""),
    ]
