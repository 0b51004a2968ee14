"""The page of costs, by a real browser, on a wide screen and on a telephone."""

import pytest
from playwright.sync_api import Browser, expect

from chalicelib.domain.caps import Bought, month_purse, search_purse
from tests.support.console import ANA, BRAND, ConsoleDesk
from tests.support.serving import serving, sign_in

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.mark.browser
@pytest.mark.parametrize(
    "viewport",
    [pytest.param(NARROW, id="narrow"), pytest.param(WIDE, id="wide", marks=pytest.mark.soak)],
)
def test_costs_can_be_read_and_worked_out_for_another_number(
    browser: Browser, viewport: dict[str, int]
) -> None:
    desk = ConsoleDesk(model="gpt-4o-mini")
    desk.store.reserve(BRAND, search_purse("brand-untagged", desk.now), 400, 5_000)
    desk.store.reserve(BRAND, month_purse(Bought.TOKENS, "support", desk.now), 1_440_000, 20_000_000)
    with serving(desk) as url, sign_in(browser, url, ANA, viewport=viewport) as window:
        page = window.new_page()
        page.goto(f"{url}/b/{BRAND}/d/support/q/waiting")
        page.get_by_role("link", name="Cost").click()
        page.get_by_label("Posts a month").fill("10000")
        page.get_by_role("button", name="Work it out").click()
        expect(page.get_by_text("10,000 posts, as given")).to_be_visible()
        for details in page.get_by_text("Line by line").all():
            details.click()
        expect(page.get_by_text("tokens given to gpt-4o-mini")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        expect(page.get_by_role("link", name="Cost")).to_have_attribute("aria-current", "page")
