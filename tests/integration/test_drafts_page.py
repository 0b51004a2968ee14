"""What becomes of drafts, what was missing and what was learnt, as a person's browser gets it."""

from datetime import timedelta

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.draft import Approach, Made
from chalicelib.domain.reasons import NOT_KNOWN
from chalicelib.review import decide
from tests.support.console import BRAND, STRANGER, TOM, ConsoleDesk, case_path, html, page
from tests.support.values import DESK, a_draft, a_post, a_verdict

DRAFTS = f"/b/{BRAND}/drafts"
FORGET = f"{DRAFTS}/forget"
HOSTILE = '<script>alert("1")</script> & [link] does it ship?'


@pytest.fixture
def desk() -> ConsoleDesk:
    return ConsoleDesk()


def drafted(desk: ConsoleDesk, number: int, said: str = "my tent leaks", lang: str = "en") -> Case:
    post = a_post(str(number), said, author=number, mentions=("tarnhollowcare",), lang=lang)
    case = desk.waiting(post, a_verdict(lang=lang))
    made = Made(versions={"voices/tarnhollow/support.yaml": "console 4"})
    more = {"approach": Approach.SOLVE, "made": made}
    return desk.presented(case, a_draft(case, f"d{number}", f"Reply {number}.").model_copy(update=more))


def approved(desk: ConsoleDesk, number: int, text: str = "", said: str = "my tent leaks") -> Case:
    case = drafted(desk, number, said)
    return decide.approve(
        desk.services.review, BRAND, case.id, text=text or f"Reply {number}.", seen=1, who="ana"
    )


def rejected(desk: ConsoleDesk, number: int, why: str, said: str = "my tent leaks") -> Case:
    case = drafted(desk, number, said)
    return decide.reject(desk.services.review, BRAND, case.id, why=why, who="ana")


def main_of(desk: ConsoleDesk, query: str = "") -> str:
    return " ".join(page(desk.get(DRAFTS + query)).text_of(id="main").split())


def test_an_empty_brand_says_so(desk: ConsoleDesk) -> None:
    text = main_of(desk)
    assert "Nothing was decided about a draft in the last 30 days" in text
    assert "Nothing that anybody noticed" in text
    assert "Nothing yet" in text
    assert "%" not in text


def test_the_figures_are_told_with_their_intervals_and_counts(desk: ConsoleDesk) -> None:
    for number in range(6):
        approved(desk, number)
    approved(desk, 7, "Something else altogether!")
    for number in range(10, 13):
        rejected(desk, number, "Not about us: a hill of that name")
    desk.now += timedelta(days=29)
    text = main_of(desk)
    for told in ("60 %", "31 to 83 %", "of 10", "10 %", "30 %", "Saved replies", "Solve it here", "English"):
        assert told in text
    assert "tarnhollow/support: console 4" in text
    assert "Not about us3" in text
    assert "a hill" not in text
    desk.now += timedelta(days=2)
    assert "Nothing was decided" in main_of(desk)


def test_with_few_decisions_the_figures_say_so(desk: ConsoleDesk) -> None:
    approved(desk, 1)
    text = main_of(desk)
    assert "too few" in text
    assert "%" not in text


def test_what_is_missing_is_told_once_with_the_case_and_nothing_of_it_runs(desk: ConsoleDesk) -> None:
    first = rejected(desk, 1, NOT_KNOWN, HOSTILE)
    desk.now += timedelta(hours=1)
    last = rejected(desk, 2, f"{NOT_KNOWN}: <b>Person 2</b>", HOSTILE)
    answer = desk.get(DRAFTS)
    text = main_of(desk)
    assert "2 times · the draft was rejected" in text
    assert '<script>alert("1")</script>'.replace("1", "[number]") in text
    assert "<script>alert" not in html(answer)
    assert "<b>[name] [number]</b>" in text
    assert "Person 2" not in text
    links = [one["href"] for one in page(answer).named("a") if "href" in one]
    assert case_path(last) in links
    assert case_path(first) not in links
    assert f"/b/{BRAND}/voice" in links


def test_what_was_learnt_is_shown_by_desk_and_language_and_forgotten_one_by_one(desk: ConsoleDesk) -> None:
    approved(desk, 1, "Reply one, Person!", "Person 1 here, my tent leaks")
    approved(desk, 2)
    text = main_of(desk)
    assert "[name] [number] here, my tent leaks" in text
    assert "Reply one, [name]!" in text
    assert "approved after a change" in text
    assert "Reply one" not in main_of(desk, "?lang=de")
    assert "Reply one" in main_of(desk, "?lang=nonsense&desk=<i>")
    answer = desk.post(FORGET, {"post": "x:1", "desk": DESK, "lang": "en"}, who=TOM)
    assert answer.headers["Location"] == f"{DRAFTS}?said=forgotten&desk={DESK}&lang=en"
    assert "Forgotten" in html(desk.get(answer.headers["Location"]))
    assert [one.post for one in desk.store.learnt(BRAND, DESK, "en")] == ["x:2"]


def test_a_form_without_a_post_or_from_elsewhere_forgets_nothing(desk: ConsoleDesk) -> None:
    approved(desk, 1)
    assert desk.post(FORGET).status_code == 400
    assert desk.post(FORGET, {"post": "x:1"}, token="forged").status_code == 403
    assert desk.post(FORGET, {"post": "x:1"}, who=STRANGER).status_code == 403
    assert desk.post(FORGET, {"post": "x:1"}, who=None).status_code == 401
    assert len(desk.store.learnt(BRAND, DESK, "en")) == 1
    assert desk.get(FORGET).headers["Location"] == DRAFTS


def test_the_page_is_the_brands_own_and_in_the_navigation(desk: ConsoleDesk) -> None:
    assert desk.get(DRAFTS, who=STRANGER).status_code == 403
    assert desk.get(DRAFTS, who=None).status_code in (302, 303, 401)
    links = page(desk.get(f"/b/{BRAND}/triage")).named("a")
    assert [one["href"] for one in links if one.get("href", "").endswith("/drafts")] == [DRAFTS]
    current = [one for one in page(desk.get(DRAFTS)).named("a") if one.get("aria-current") == "page"]
    assert [one["href"] for one in current] == [DRAFTS]


def test_a_recalled_approval_is_gone_by_no_longer(desk: ConsoleDesk) -> None:
    case = approved(desk, 1)
    assert desk.post(case_path(case, "recall")).status_code == 303
    assert desk.store.learnt(BRAND, DESK, "en") == ()
