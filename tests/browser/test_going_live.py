"""Stopping and going live in a real browser: on a phone, without a script, and with the keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.adapters.memory.controls import MemoryControls
from chalicelib.adapters.x.credentials import sandbox_credentials
from chalicelib.adapters.x.network import XNetwork
from chalicelib.control.recover import look_after
from tests.support.console import ANA, BRAND, TOM, ConsoleDesk, case_path, queue_path
from tests.support.rig import a_rig
from tests.support.serving import serving, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

WHY = "Three people say that our replies name the wrong shop."
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def desk() -> Iterator[ConsoleDesk]:
    """A table in use, whose desks observe, and a network that answers."""
    keys = sandbox_credentials(["tarnhollow", "tarnhollowcare"])
    with a_rig() as rig:
        desk = ConsoleDesk(controls=MemoryControls(), network=XNetwork(keys, rig.address))
        look_after(desk.services.control)
        yield desk


@pytest.fixture
def url(desk: ConsoleDesk) -> Iterator[str]:
    with serving(desk) as url:
        yield url


def fits(page: Page) -> bool:
    """Whether nothing of the page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize(
    "script",
    [pytest.param(True, id="with a script"), pytest.param(False, id="without", marks=pytest.mark.soak)],
)
def test_on_a_phone_anybody_stops_from_a_case_and_only_an_admin_starts(
    browser: Browser, desk: ConsoleDesk, url: str, script: bool
) -> None:
    case = desk.waiting()
    with sign_in(browser, url, TOM, viewport=PHONE, java_script_enabled=script) as window:
        page = window.new_page()
        page.goto(url + case_path(case))
        page.get_by_role("button", name="Stop everything", exact=True).click()
        expect(page.get_by_label("Why (everybody sees it)")).to_be_focused()
        page.keyboard.type(WHY)
        page.get_by_role("button", name="Stop everything now").click()
        expect(page.get_by_role("heading", name="Everything is stopped")).to_be_visible()
        assert desk.controls.switch().why == WHY
        page.goto(url + case_path(case))
        banner = page.get_by_role("region", name="Everything is stopped")
        expect(banner).to_contain_text(f"by Tom Becker, just now: {WHY}")
        expect(page.get_by_role("button", name="Stop everything")).to_have_count(0)
        assert not script or fits(page)
        banner.get_by_role("link", name="Look closer").click()
        expect(page.get_by_role("button", name="Start again")).to_have_count(0)
    with sign_in(browser, url, ANA, viewport=PHONE, java_script_enabled=script) as window:
        page = window.new_page()
        page.goto(url + queue_path())
        page.get_by_role("link", name="Start again…").click()
        page.get_by_role("button", name="Start again").click()
        expect(page.get_by_role("heading", name="Nothing is stopped")).to_be_visible()
    assert not desk.controls.switch().stopped


def test_an_open_list_says_so_by_itself(browser: Browser, desk: ConsoleDesk, url: str) -> None:
    with sign_in(browser, url, ANA) as window, sign_in(browser, url, TOM) as other:
        page, elsewhere = window.new_page(), other.new_page()
        page.goto(url + queue_path())
        elsewhere.goto(url + "/switch")
        elsewhere.get_by_label("Why everything is to stop").fill(WHY)
        elsewhere.locator("#main").get_by_role("button", name="Stop everything now").click()
        expect(page.get_by_role("region", name="Everything is stopped")).to_be_visible(timeout=10_000)


def test_a_desk_goes_live_step_by_step(browser: Browser, desk: ConsoleDesk, url: str) -> None:
    with sign_in(browser, url, ANA, viewport=PHONE) as window:
        page = window.new_page()
        page.goto(url + queue_path())
        page.get_by_role("link", name="This desk is observing").click()
        go_live = page.get_by_role("button", name="Go live")
        expect(go_live).to_be_disabled()
        page.get_by_role("button", name="Ask X whose they are").click()
        page.get_by_role("button", name="No, X has not").click()
        for _ in range(2):
            page.get_by_role("button", name="I state that it is so").first.click()
        for what, number in (("Posts read", "200"), ("Replies posted", "5"), ("Model tokens", "0")):
            page.get_by_label(f"{what} a day").fill(number)
            page.get_by_label(f"{what} a month").fill(number + "0")
        for width in (1040, 700, 320):
            page.set_viewport_size({"width": width, "height": 640})
            assert fits(page)
        page.get_by_role("button", name="Set the caps").click()
        expect(page.get_by_text("6 of 6 done")).to_be_visible()
        go_live.press("Enter")
        expect(page.get_by_role("link", name="This desk is live")).to_be_visible()
        page.get_by_role("button", name="Observe again").click()
        expect(page.get_by_role("link", name="This desk is observing")).to_be_visible()
    told = [event.what for event in desk.controls.desk_events(BRAND, "support")]
    assert told == ["observing", "live", "caps set", "stated", "stated", "stated"]
