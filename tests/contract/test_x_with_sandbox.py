"""The adapter to X before the sandbox network: what the steps rely on holds over the wire."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from chalicelib.adapters.x import sandbox_credentials
from chalicelib.adapters.x.network import XNetwork
from chalicelib.domain.errors import (
    CursorTooOldError,
    NetworkUnavailableError,
    NotAuthorisedError,
    OutcomeUnknownError,
    OutOfCreditsError,
    PostGoneError,
    RateLimitedError,
    RefusedError,
    ReplyNotAllowedError,
)
from chalicelib.ports import Bounds, PostPage
from sandbox.network.faults import FaultKind
from sandbox.network.network import Network
from sandbox.network.server import NetworkServer
from sandbox.network.settings import ReplyRuleWording, Settings
from tests.support.sandbox_network import SetClock
from tests.support.values import ACCOUNT

OTHER = "TarnhollowShop"
ASKER = "mara_example"
ASKED = f"@{ACCOUNT} my tent leaks"
STRANGER = "somebody_else"


@dataclass
class Stage:
    """The adapter before a running network, and a clock that stands still for both."""

    network: Network
    clock: SetClock
    adapter: XNetwork
    url: str

    def post(self, text: str = ASKED, handle: str = ASKER, **more: int) -> str:
        """Somebody writes, and a second passes."""
        post = self.network.create_post(handle, text, more.get("in_reply_to"), more.get("quotes"))
        self.clock.forward(seconds=1)
        return str(post.id)

    def replies_to(self, post: str) -> list[str]:
        """What our account answered, as the network holds it."""
        return [one.text for one in self.network.reading.posts_of(ACCOUNT) if one.in_reply_to == int(post)]

    def search_all(self, query: str, since_id: str | None = None) -> list[PostPage]:
        """All pages, as listening follows them."""
        pages = [self.adapter.search(query, Bounds(since_id=since_id, page_size=10))]
        while token := pages[-1].next_page:
            pages.append(self.adapter.search(query, Bounds(since_id=since_id, page=token, page_size=10)))
        return pages


@pytest.fixture(scope="module")
def kept() -> Iterator[Stage]:
    clock = SetClock()
    network = Network(clock, settings=Settings(rate_limits={"lookup": 3}), own_accounts=[ACCOUNT, OTHER])
    server = NetworkServer(network)
    server.start()
    adapter = XNetwork(sandbox_credentials([ACCOUNT, OTHER]), server.url, (1, 0.5), clock)
    yield Stage(network, clock, adapter, server.url)
    server.stop()
    network.close()


@pytest.fixture
def stage(kept: Stage) -> Stage:
    """The same network on another day."""
    kept.clock.forward(days=8)
    kept.network.credits_left = None
    kept.network.faults.disarm()
    return kept


# --- reading -------------------------------------------------------------------------------------


def test_a_post_arrives_as_it_was_written(stage: Stage) -> None:
    ours = stage.network.create_post(ACCOUNT, "Our tents & stoves", via="native")
    stage.clock.forward(seconds=1)
    text = f"Is 3 < 4 & does @{OTHER.upper()} know? " + "Long words. " * 40
    post = stage.post(text, quotes=ours.id)
    (found,) = stage.adapter.search("know", Bounds()).posts
    assert (found.id, found.text.strip(), found.author.handle) == (post, text.strip(), ASKER)
    assert (found.conversation_id, found.edit_id, found.lang) == (post, post, "en")
    assert found.created_at == stage.clock() - timedelta(seconds=1)
    assert found.mentions == (OTHER.lower(),)
    assert found.quotes_handle == ACCOUNT
    assert found.addresses(ACCOUNT)


def test_search_gives_every_post_once_over_all_pages(stage: Stage) -> None:
    posts = [stage.post(f"tent {number}") for number in range(23)]
    pages = stage.search_all("tent")
    assert [len(page.posts) for page in pages] == [10, 10, 3]
    assert [post.id for page in pages for post in page.posts] == posts[::-1]
    assert pages[0].newest_id == posts[-1]


def test_the_next_search_begins_where_the_last_ended(stage: Stage) -> None:
    stage.post("tent one")
    newest = stage.search_all("tent")[0].newest_id
    assert stage.search_all("tent", newest) == [PostPage(())]
    later = [stage.post(f"tent {number}") for number in range(12)]
    found = [post.id for page in stage.search_all("tent", newest) for post in page.posts]
    assert found == later[::-1]


def test_a_second_pass_reads_between_a_time_and_an_id(stage: Stage) -> None:
    stage.post("tent before")
    stage.clock.forward(minutes=10)
    start = stage.clock()
    late, last = stage.post("tent late"), stage.post("tent last")
    page = stage.adapter.search("tent", Bounds(start_time=start, until_id=last))
    assert [post.id for post in page.posts] == [late]


def test_a_cursor_from_before_the_window_is_told_apart(stage: Stage) -> None:
    old = stage.post("tent")
    stage.clock.forward(days=8)
    with pytest.raises(CursorTooOldError):
        stage.adapter.search("tent", Bounds(since_id=old))


def test_a_query_that_x_cannot_read_is_refused(stage: Stage) -> None:
    with pytest.raises(RefusedError, match="errors processing your request"):
        stage.adapter.search("(tent", Bounds())


def test_mentions_are_those_of_the_account(stage: Stage) -> None:
    first, second = stage.post(), stage.post(f"Hello @{ACCOUNT.lower()}", STRANGER)
    stage.post(f"@{OTHER} hello")
    page = stage.adapter.mentions(ACCOUNT, Bounds(since_id=str(int(first) - 1)))
    assert [post.id for post in page.posts] == [second, first]
    assert stage.adapter.mentions(ACCOUNT, Bounds(since_id=second)).posts == ()


def test_look_up_sees_edits_and_deletions(stage: Stage) -> None:
    stays, edited, deleted = stage.post(), stage.post("tent"), stage.post("stove")
    newer = stage.network.edit_post(int(edited), "tent, edited")
    stage.clock.forward(seconds=1)
    stage.network.delete_post(int(deleted))
    result = stage.adapter.look_up([stays, edited, deleted])
    assert result.found.keys() == {stays, edited}
    assert result.gone == {deleted}
    assert result.found[edited].edit_id == str(newer.id)


def test_an_unknown_account_is_not_authorised(stage: Stage) -> None:
    with pytest.raises(NotAuthorisedError, match="@nobody_here"):
        stage.adapter.mentions("nobody_here", Bounds())


def test_the_keys_of_another_account_are_noticed(stage: Stage) -> None:
    credentials = sandbox_credentials([OTHER])
    mixed = type(credentials)({ACCOUNT: credentials.keys_of(OTHER)})
    with pytest.raises(NotAuthorisedError, match=f"@{OTHER}"):
        XNetwork(mixed, stage.url).reply(ACCOUNT, stage.post(), "Hello")


# --- replying ------------------------------------------------------------------------------------


def test_a_reply_is_found_again(stage: Stage) -> None:
    post, since = stage.post(), stage.clock()
    reply = stage.adapter.reply(ACCOUNT, post, "Sorry & thanks, see https://tarnhollow.example/help")
    stage.clock.forward(minutes=2)
    (own,) = stage.adapter.own_posts(ACCOUNT, since)
    (there,) = stage.adapter.replies_in(post, ACCOUNT, since)
    assert own == there
    assert (own.id, own.in_reply_to, own.account, own.text) == (reply.id, post, ACCOUNT, reply.text)
    assert "Sorry & thanks" in own.text
    assert own.created_at == since


def test_own_posts_since_a_moment(stage: Stage) -> None:
    stage.adapter.reply(ACCOUNT, stage.post(), "Early")
    stage.clock.forward(minutes=5)
    since = stage.clock()
    later = stage.adapter.reply(ACCOUNT, stage.post(), "Late")
    assert [post.id for post in stage.adapter.own_posts(ACCOUNT, since)] == [later.id]


@pytest.mark.parametrize("wording", ["engaged", "mentioned"])
def test_who_did_not_address_us_cannot_be_answered(wording: ReplyRuleWording) -> None:
    clock = SetClock()
    network = Network(clock, settings=Settings(reply_rule=wording), own_accounts=[ACCOUNT])
    server = NetworkServer(network)
    server.start()
    post = network.create_post(ASKER, "tarnhollow tents leak")
    clock.forward(seconds=1)
    with pytest.raises(ReplyNotAllowedError):
        XNetwork(sandbox_credentials([ACCOUNT]), server.url, (1, 1), clock).reply(ACCOUNT, str(post.id), "Hi")
    assert list(network.reading.posts_of(ACCOUNT)) == []
    server.stop()
    network.close()


def test_the_same_text_twice_is_refused(stage: Stage) -> None:
    post = stage.post()
    stage.adapter.reply(ACCOUNT, post, "We are on it")
    with pytest.raises(RefusedError, match="duplicate content"):
        stage.adapter.reply(ACCOUNT, post, "We are on it")
    assert len(stage.replies_to(post)) == 1


def test_a_deleted_post_cannot_be_answered(stage: Stage) -> None:
    post = stage.post()
    stage.network.delete_post(int(post))
    with pytest.raises(PostGoneError):
        stage.adapter.reply(ACCOUNT, post, "We are on it")


@pytest.mark.parametrize("fault", [FaultKind.DROP_AFTER, FaultKind.UNAVAILABLE_AFTER, FaultKind.MALFORMED])
def test_a_lost_answer_is_unknown_and_the_reply_is_found(stage: Stage, fault: FaultKind) -> None:
    post, since = stage.post(), stage.clock()
    stage.network.faults.arm(fault, "create")
    with pytest.raises(OutcomeUnknownError):
        stage.adapter.reply(ACCOUNT, post, "We are on it")
    assert [own.in_reply_to for own in stage.adapter.own_posts(ACCOUNT, since)] == [post]
    assert len(stage.replies_to(post)) == 1


@pytest.mark.parametrize("fault", [FaultKind.STALL_BEFORE, FaultKind.STALL_AFTER])
def test_an_answer_that_does_not_come_is_unknown(stage: Stage, fault: FaultKind) -> None:
    post = stage.post()
    stage.network.faults.arm(fault, "create", seconds=1)
    with pytest.raises(OutcomeUnknownError):
        stage.adapter.reply(ACCOUNT, post, "We are on it")
    assert len(stage.replies_to(post)) <= 1


def test_a_request_that_was_dropped_is_unknown_too_and_nothing_is_found(stage: Stage) -> None:
    post, since = stage.post(), stage.clock()
    stage.network.faults.arm(FaultKind.DROP_BEFORE, "create")
    with pytest.raises(OutcomeUnknownError):
        stage.adapter.reply(ACCOUNT, post, "We are on it")
    assert stage.adapter.own_posts(ACCOUNT, since) == ()


def test_two_accounts_answer_at_once_each_as_itself(stage: Stage) -> None:
    post = stage.post(f"@{ACCOUNT} @{OTHER} who of you two?")
    threads = [
        threading.Thread(target=stage.adapter.reply, args=(account, post, f"I, {account}"))
        for account in (ACCOUNT, OTHER)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = {one.author: one.text for one in stage.network.reading.conversation(int(post))[1:]}
    assert texts == {account: f"@{ASKER} I, {account}" for account in (ACCOUNT, OTHER)}


# --- money and limits ----------------------------------------------------------------------------


def test_without_credits_nothing_is_posted(stage: Stage) -> None:
    post = stage.post()
    stage.adapter.own_posts(ACCOUNT, stage.clock())
    stage.network.credits_left = 0
    with pytest.raises(OutOfCreditsError):
        stage.adapter.reply(ACCOUNT, post, "We are on it")
    with pytest.raises(OutOfCreditsError):
        stage.adapter.search("tent", Bounds())
    assert stage.replies_to(post) == []


def test_a_rate_limit_tells_when_it_ends(stage: Stage) -> None:
    post, began = stage.post(), stage.clock()
    for _ in range(3):
        stage.adapter.look_up([post])
    with pytest.raises(RateLimitedError) as caught:
        stage.adapter.look_up([post])
    assert caught.value.not_before == began + timedelta(minutes=15)
    stage.clock.now = whole(caught.value.not_before)
    assert stage.adapter.look_up([post]).found.keys() == {post}


def whole(moment: datetime | None) -> datetime:
    """The moment, which is there."""
    assert moment is not None
    return moment


def test_a_rate_limit_without_an_end_lasts_a_window(stage: Stage) -> None:
    stage.network.faults.arm(FaultKind.RATE_LIMITED_NO_RESET, "search")
    with pytest.raises(RateLimitedError) as caught:
        stage.adapter.search("tent", Bounds())
    assert caught.value.not_before == stage.clock() + timedelta(minutes=15)


@pytest.mark.parametrize(
    "fault", [FaultKind.SERVER_ERROR, FaultKind.UNAVAILABLE, FaultKind.MALFORMED, FaultKind.DROP_AFTER]
)
def test_a_search_that_is_not_served_is_served_later(stage: Stage, fault: FaultKind) -> None:
    post = stage.post("tent")
    stage.network.faults.arm(fault, "search")
    with pytest.raises(NetworkUnavailableError):
        stage.adapter.search("tent", Bounds())
    assert [one.id for one in stage.adapter.search("tent", Bounds()).posts] == [post]
