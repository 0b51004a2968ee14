"""A marketer makes the support desk playful, sees it on sample posts, in a draft, and takes it back."""

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.draft.run import DraftRoom, draft_case
from chalicelib.voice.catalogue import item_of
from chalicelib.voice.change import save
from tests.support.console import ANA, BRAND, ConsoleDesk, case_path, queue_path
from tests.support.prompting import PROMPTS
from tests.support.serving import serving, sign_in
from tests.support.values import a_post, a_verdict
from tests.unit.voice.rooms import VOICE

POST = "@tarnhollowcare second night out and a pole of my Tarn 2 split lengthwise. Slept under half a tent."
NARROW = {"width": 390, "height": 844}


def a_formal_desk() -> ConsoleDesk:
    """Its support desk speaks formally, by a version of the console."""
    desk = ConsoleDesk()
    text = (PROMPTS / VOICE).read_text().replace("manner: neutral", "manner: formal")
    item = item_of(desk.voice.brands[BRAND], "voice-support")
    save(desk.voice, BRAND, item, text, seen=0, who=ANA.id, note="to begin with")
    return desk


def expect_draft(page: Page, url: str, desk: ConsoleDesk, number: str, manner: str) -> str:
    """A draft that is made now is of this manner; the words that a person finds on the case's page."""
    post = a_post(number, POST, mentions=("tarnhollowcare",), author=a_post(author=int(number)).author)
    case = desk.wrote_again(desk.waiting(post, a_verdict()), POST, id=f"{number}0")
    review = desk.services.review
    room = DraftRoom(desk.store, desk.controls, review.clock, review.brands, desk.prompts, "test")
    draft_case(room, BRAND, case.id)
    draft = desk.store.dossier(BRAND, case.id).draft
    assert draft
    replies = {f"reply:{one.id}": one for one in desk.prompts[BRAND].replies["en"]}
    assert [replies[source].manners for source in draft.sources if source in replies] == [(manner,)]
    page.goto(url + case_path(case))
    return page.locator("textarea").first.input_value()


@pytest.mark.browser
def test_a_voice_is_made_playful_tried_used_and_taken_back(browser: Browser) -> None:
    desk = a_formal_desk()
    plain = {"viewport": NARROW, "java_script_enabled": False}
    with serving(desk) as url, sign_in(browser, url, ANA, **plain) as window:
        page = window.new_page()
        formal = expect_draft(page, url, desk, "1", "formal")
        page.goto(url + queue_path())
        page.get_by_role("link", name="Voice", exact=True).click()
        page.get_by_role("listitem").get_by_role("link", name="Support", exact=True).click()
        expect(page.get_by_label("Formal")).to_be_checked()
        page.get_by_label("Playful").check()
        page.get_by_role("button", name="See what changes").click()
        expect(page.get_by_role("article")).to_have_count(5)
        expect(page.get_by_role("article").first).to_contain_text("With your change")
        expect(page.get_by_role("row", name="manner: playful")).to_be_visible()
        page.get_by_label("Why", exact=True).fill("A lighter week")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_contain_text("Saved")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        assert expect_draft(page, url, desk, "2", "playful") != formal
        page.goto(f"{url}/b/{BRAND}/voice/voice-support")
        page.get_by_role("link", name="Version 1").click()
        page.get_by_role("button", name="Take this text back").click()
        expect(page.get_by_role("status")).to_contain_text("Taken back")
        expect(page.get_by_label("Formal")).to_be_checked()
        expect_draft(page, url, desk, "3", "formal")
