"""An admin comes to a page, signs in with the token, and is on that page: in a real browser of any width."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr

from chalicelib.entrypoints.sign_in import sign_in_blueprint
from tests.support.console import ConsoleDesk, queue_path
from tests.support.pages_client import Client
from tests.support.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

TOKEN = "a-token-of-an-admin"


@pytest.fixture
def url() -> Iterator[str]:
    """The console with a token set, and a case on its desk."""
    desk = ConsoleDesk()
    settings = replace(desk.services.settings, admin_token=SecretStr(TOKEN))
    desk.services = replace(desk.services, settings=settings)
    desk.app.register_blueprint(sign_in_blueprint(lambda: desk.services))
    desk.client = Client(desk.app)
    desk.waiting()
    with serving(desk) as address:
        yield address


@pytest.fixture(
    params=[
        pytest.param((320, True), id="narrow"),
        pytest.param((1000, True), id="wide", marks=pytest.mark.soak),
        pytest.param((320, False), id="no script"),
    ]
)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, script = request.param
    context = browser.new_context(viewport={"width": width, "height": 600}, java_script_enabled=script)
    yield context.new_page()
    context.close()


def fits(page: Page) -> bool:
    """Whether nothing of the form has to be scrolled sideways."""
    parts, size = page.locator("form.gate, form.gate *").all(), page.viewport_size
    edges = [box["x"] + box["width"] for part in parts if (box := part.bounding_box())]
    return size is not None and 0 < max(edges) <= size["width"]


def test_the_token_leads_to_the_page_that_was_asked_for(page: Page, url: str) -> None:
    page.goto(url + queue_path())
    token = page.get_by_label("Admin token")
    expect(token).to_be_focused()
    assert fits(page)
    token.fill("not the token")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").filter(has_text="That is not the token")).to_be_visible()
    expect(token).to_have_value("")
    assert fits(page)
    token.fill(TOKEN)
    token.press("Enter")
    expect(page).to_have_url(url + queue_path())
    expect(page.get_by_text("1 case")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Admin token")).to_be_visible()
    page.goto(url + queue_path())
    expect(page.get_by_label("Admin token")).to_be_visible()
