"""The page of the routing table, by a real browser, on a wide screen and on a telephone."""

import pytest
from playwright.sync_api import Browser, expect

from tests.support.console import ANA, BRAND, ConsoleDesk
from tests.support.serving import serving, sign_in

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
POSTS = (
    "@tarnhollow I want to buy a Skarn, which size?",
    "FREE airdrop, 100x, claim now at coin.example #giveaway",
    "@tarnhollowcare the zip of my tent is broken, I want a refund",
)


@pytest.mark.browser
@pytest.mark.parametrize(
    "viewport",
    [pytest.param(NARROW, id="narrow"), pytest.param(WIDE, id="wide", marks=pytest.mark.soak)],
)
def test_the_table_can_be_read_and_tried(browser: Browser, viewport: dict[str, int]) -> None:
    with serving(ConsoleDesk()) as url, sign_in(browser, url, ANA, viewport=viewport) as window:
        page = window.new_page()
        page.goto(f"{url}/b/{BRAND}/d/support/q/waiting")
        page.get_by_role("link", name="Routing").click()
        expect(page.get_by_role("link", name="Routing")).to_have_attribute("aria-current", "page")
        page.get_by_label("Posts, one a line").fill("\n".join(POSTS))
        page.get_by_role("button", name="Try these").click()
        tried = page.get_by_role("article")
        expect(tried).to_have_count(3)
        expect(tried.nth(1)).to_contain_text("advertising")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
