"""Marking verdicts by keys and by buttons, in a real browser."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chalicelib.domain.case import Case
from chalicelib.domain.mark import Mark
from chalicelib.domain.state import State
from chalicelib.domain.verdict import Intent, Said, Stage
from tests.support.console import ANA, BRAND, ConsoleDesk, case_path, queue_path
from tests.support.serving import serving, sign_in
from tests.support.values import NOW, a_post, a_verdict, minutes

pytestmark = pytest.mark.browser
DAY = timedelta(days=1)


@pytest.fixture
def desk() -> ConsoleDesk:
    return ConsoleDesk()


@pytest.fixture
def cases(desk: ConsoleDesk) -> list[Case]:
    """Three that were put aside, in the order of the list."""
    return [
        desk.ignored(
            a_post(str(n), f"tarnhollow post {n}", author=n, created_at=NOW - minutes(n), mentions=()),
            a_verdict(Intent.OTHER, needs_reply=False),
        )
        for n in (1, 2, 3)
    ]


@pytest.fixture
def url(desk: ConsoleDesk) -> Iterator[str]:
    with serving(desk) as url:
        yield url


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """Signed in; the page must not complain about anything that it may not load or run."""
    complaints: list[str] = []
    with sign_in(browser, url, ANA) as window:
        page = window.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
    assert complaints == []


def marks(desk: ConsoleDesk) -> dict[str, Mark]:
    return {mark.post: mark for mark in desk.store.marks(BRAND, NOW - DAY, NOW + DAY).marks}


def row(page: Page, case: Case) -> Locator:
    return page.locator(f"#case-{case.id}")


def test_a_list_is_worked_through_with_keys_alone(
    page: Page, url: str, desk: ConsoleDesk, cases: list[Case]
) -> None:
    first, second, third = cases
    page.goto(url + queue_path("ignored"))
    expect(page.locator(".mark-keys")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("y")
    expect(row(page, first)).to_contain_text("You marked it right")
    expect(page.locator(f"#open-{second.id}")).to_be_focused()
    page.keyboard.press("n")
    expect(row(page, second).get_by_text("What should it have been?")).to_be_visible()
    page.keyboard.press("Enter")
    expect(row(page, second)).to_contain_text("put back")
    expect(page.locator(f"#open-{third.id}")).to_be_focused()
    page.keyboard.press("u")
    expect(row(page, third)).to_contain_text("put back")
    assert [desk.case(case).state for case in cases] == [State.IGNORED, State.WAITING, State.WAITING]
    found = marks(desk)
    assert set(found) == {"x:1", "x:2"}
    assert found["x:1"].right
    assert found["x:2"].should_need_reply is True


def test_keys_are_letters_where_somebody_writes_or_chooses(
    page: Page, url: str, desk: ConsoleDesk, cases: list[Case]
) -> None:
    waiting = desk.waiting()
    page.goto(url + case_path(waiting))
    page.get_by_role("textbox", name="The reply").focus()
    page.keyboard.type("yes, no, you")
    page.goto(url + queue_path("ignored"))
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.press("Tab")
    page.keyboard.press("y")
    page.keyboard.press("Escape")
    assert marks(desk) == {}
    assert desk.case(waiting).state is State.WAITING
    assert all(desk.case(case).state is State.IGNORED for case in cases)


def test_a_choice_can_be_left_again(page: Page, url: str, desk: ConsoleDesk, cases: list[Case]) -> None:
    page.goto(url + queue_path("ignored"))
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(page.get_by_text("What should it have been?")).to_have_count(3)
    expect(row(page, cases[0]).get_by_text("What should it have been?")).to_be_hidden()
    expect(page.locator(f"#open-{cases[0].id}")).to_be_focused()
    assert marks(desk) == {}


def test_on_a_cases_page_the_keys_are_for_its_verdict(
    page: Page, url: str, desk: ConsoleDesk, cases: list[Case]
) -> None:
    page.goto(url + case_path(cases[0]))
    page.keyboard.press("y")
    expect(page.get_by_text("You marked it right")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("Put back. A draft follows.")).to_be_visible()
    assert desk.case(cases[0]).state is State.WAITING
    page.keyboard.press("u")
    expect(page).to_have_url(url + queue_path())


def test_a_cases_page_tells_stage_by_stage_what_was_decided(page: Page, url: str, desk: ConsoleDesk) -> None:
    said = (Said(stage=Stage.STRUCTURE, what="a <b>repost</b>"), Said(stage=Stage.ROUTING, what="rule “all”"))
    verdict = a_verdict(Intent.OTHER, needs_reply=False).model_copy(update={"stages": said})
    case = desk.ignored(a_post("9", "tarnhollow again", author=9, mentions=()), verdict)
    page.goto(url + case_path(case))
    expect(page.get_by_text("a <b>repost</b>")).not_to_be_visible()
    page.get_by_text("Stage by stage").click()
    expect(page.get_by_text("a <b>repost</b>")).to_be_visible()
    expect(page.locator(".stages dt")).to_have_text(["Its form", "Routing table"])


def test_the_buttons_do_the_same_without_script(
    browser: Browser, url: str, desk: ConsoleDesk, cases: list[Case]
) -> None:
    with sign_in(browser, url, ANA, java_script_enabled=False) as window:
        page = window.new_page()
        page.goto(url + queue_path("ignored"))
        row(page, cases[0]).get_by_role("button", name="Right").click()
        expect(row(page, cases[0])).to_contain_text("You marked it right")
        row(page, cases[1]).get_by_text("Wrong…").click()
        row(page, cases[1]).get_by_label("Intent").select_option("Complaint")
        row(page, cases[1]).get_by_role("button", name="Mark it wrong").click()
        expect(row(page, cases[1])).to_have_count(0)
        row(page, cases[2]).get_by_role("button", name="Put back").click()
        expect(row(page, cases[2])).to_have_count(0)
    assert marks(desk)["x:2"].should_intent is Intent.COMPLAINT
    assert [desk.case(case).state for case in cases] == [State.IGNORED, State.WAITING, State.WAITING]


def test_an_example_is_chosen_read_and_removed(
    page: Page, url: str, desk: ConsoleDesk, cases: list[Case]
) -> None:
    page.goto(url + case_path(cases[0]))
    page.get_by_role("link", name="Use as an example").click()
    expect(page.get_by_text("tarnhollow post [number]")).to_be_visible()
    page.get_by_role("button", name="Keep it as an example").click()
    expect(page.get_by_text("Kept as an example.")).to_be_visible()
    assert [one.post for one in desk.store.exemplars(BRAND)] == ["x:1"]
    page.get_by_role("button", name="Remove the example").click()
    expect(page.get_by_text("The example was removed.")).to_be_visible()
    assert desk.store.exemplars(BRAND) == ()
