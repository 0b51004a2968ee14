"""A person at the console, in a real browser: both lanes, from the queue to the network and back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.domain.state import State
from chalicelib.entrypoints.services import services
from sandbox.laptop import Laptop
from tests.support.laptop import a_laptop, eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

BRAND = "tarnhollow"
COMPLAINT, UNTAGGED = "paczka spóźniona", "Kurtka z Tarnhollow"


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    with a_laptop(tmp_path_factory.mktemp("demo") / "data") as running:
        yield running


@pytest.fixture
def page(browser: Browser, laptop: Laptop) -> Iterator[Page]:
    """Signed in as the made-up Ana; the page must not complain about anything that it may not load."""
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{laptop.console.url}/sign-in")
    page.get_by_role("button", name="Ana Ruiz").click()
    expect(page.get_by_role("heading", name="The first five minutes")).to_be_visible()
    yield page
    context.close()
    assert complaints == []


def open_case(page: Page, laptop: Laptop, words: str) -> None:
    """Go to the support queue and open the case whose post says these words, once it is drafted."""
    eventually(f"a case that says {words!r} waits", lambda: is_drafted(words))
    page.goto(f"{laptop.console.url}/b/{BRAND}/d/support/q/waiting")
    page.locator("a.open", has_text=words).click()
    expect(page.get_by_role("textbox", name="The reply")).to_be_visible()


def is_drafted(words: str) -> bool:
    waiting = services().store.queue(BRAND, "support", State.WAITING, limit=100).cases
    return any(words in case.excerpt and not case.draft_is_stale for case in waiting)


def on_the_network(laptop: Laptop, account: str, words: str) -> int:
    """How many posts of the account say these words, by the network's own books."""
    posts = services().network.own_posts(account, laptop.clock().replace(year=2000))
    return sum(words in post.text for post in posts)


def test_words_are_changed_with_one_touch_and_back_again(page: Page, laptop: Laptop) -> None:
    open_case(page, laptop, COMPLAINT)
    text = page.get_by_role("textbox", name="The reply")
    before = text.input_value()
    page.get_by_role("button", name="Shorter").press("Enter")
    expect(page.locator("#touched")).to_contain_text("needed least is gone")
    expect(page.get_by_role("button", name="Shorter")).to_be_focused()
    assert text.input_value() in (before.split(". ", 1)[1], before.rsplit(". ", 1)[0] + ".")
    page.get_by_role("button", name="Undo").press("Enter")
    expect(text).to_have_value(before)
    expect(text).to_be_focused()
    page.get_by_text("More…").click()
    page.get_by_label("In your own words").fill("be nicer")
    page.get_by_label("In your own words").press("Enter")
    expect(page.locator("#touched")).to_contain_text("needs a model")
    page.get_by_role("button", name="Translate").click()
    expect(page.locator("#translation")).to_contain_text("translating needs a model")
    expect(text).to_have_value(before)


def test_an_edited_draft_is_approved_and_stands_on_the_network_exactly_once(
    page: Page, laptop: Laptop
) -> None:
    open_case(page, laptop, COMPLAINT)
    text = page.get_by_role("textbox", name="The reply")
    text.fill("Marto, już szukamy Twojej paczki. Napisz nam w wiadomości prywatnej numer zamówienia. 📦")
    expect(page.locator("#count")).to_contain_text("/ 280")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("Approved", exact=False).first).to_be_visible()
    eventually("the reply stands there", lambda: on_the_network(laptop, "tarnhollowcare", "Marto, już") == 1)
    page.goto(laptop.network_server.url)
    expect(page.get_by_text("Marto, już szukamy Twojej paczki", exact=False)).to_have_count(1)
    eventually("the case is posted", lambda: in_state(State.POSTED, COMPLAINT) or came_back(COMPLAINT))
    assert on_the_network(laptop, "tarnhollowcare", "Marto, już") == 1


def test_a_handed_off_reply_is_recognised_although_a_word_was_changed(page: Page, laptop: Laptop) -> None:
    open_case(page, laptop, UNTAGGED)
    expect(page.get_by_text("X won't let an app answer this", exact=False)).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Approve & open X").click()
    native = opened.value
    native.wait_for_url("**/intent/tweet**")
    filled = native.locator("textarea").input_value()
    assert filled
    native.locator("textarea").fill(filled.replace("Ania", "Aniu", 1) + " Pozdrawiamy!")
    native.get_by_label("Account").select_option("tarnhollowcare")
    native.get_by_role("button", name="Post", exact=True).click()
    eventually("the reply is recognised", lambda: in_state(State.POSTED, UNTAGGED))
    (reply,) = services().store.dossier(BRAND, case_id(State.POSTED, UNTAGGED)).replies
    assert (reply.by_hand, reply.edited) == (True, True)


def in_state(state: State, words: str) -> bool:
    return bool(case_id(state, words))


def came_back(words: str) -> bool:
    """The customer has answered already, and the same case waits again."""
    waiting = services().store.queue(BRAND, "support", State.WAITING, limit=100).cases
    return any(len(case.posts) > 1 for case in waiting if case.author.handle == "marta_bezpaczki")


def case_id(state: State, words: str) -> str:
    cases = services().store.queue(BRAND, "support", state, limit=100).cases
    return next((case.id for case in cases if words in case.excerpt), "")
