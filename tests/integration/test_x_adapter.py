"""The adapter to X over real sockets: what it asks, and what becomes of every way to fail."""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import requests

from chalicelib.adapters.x import AccountKeys, XCredentials, sandbox_credentials
from chalicelib.adapters.x.bounds import MOST_PAGES
from chalicelib.adapters.x.errors import reply_error
from chalicelib.adapters.x.network import XNetwork
from chalicelib.adapters.x.transport import Timeout, Transport
from chalicelib.domain.errors import (
    EarshotError,
    NetworkUnavailableError,
    NotAuthorisedError,
    RateLimitedError,
    RefusedError,
)
from chalicelib.ports import Bounds
from tests.support.scripted_server import Answer, Drop, ScriptedServer, Stall
from tests.support.values import ACCOUNT, NOW, minutes
from tests.support.x_answers import HELP, ME, a_page, a_tweet, a_user, missing
from tests.support.x_errors import FAILURES, RESET, RESET_TEXT, Failure

SEARCH, MINE, POSTS = "/2/tweets/search/recent", f"/2/users/{HELP}/tweets", "/2/tweets"
MENTIONS, WHO = f"/2/users/{HELP}/mentions", "/2/users/me"
CREATED = Answer(201, {"data": {"id": "2001", "text": "@mara_example We are on it &amp; sorry"}})
QUICK = (1.0, 0.3)

Read = Callable[[XNetwork], object]
READS: dict[str, tuple[str, Read]] = {
    "search": (SEARCH, lambda network: network.search("tent", Bounds(since_id="100"))),
    "mentions": (MENTIONS, lambda network: network.mentions(ACCOUNT, Bounds())),
    "look_up": (POSTS, lambda network: network.look_up(["1"])),
    "own_posts": (MINE, lambda network: network.own_posts(ACCOUNT, NOW)),
    "replies_in": (SEARCH, lambda network: network.replies_in("1", ACCOUNT, NOW)),
    "user": (WHO, lambda network: network.mentions(ACCOUNT, Bounds())),
}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        server.on("GET", WHO, Answer(200, ME))
        yield server


@pytest.fixture
def network(server: ScriptedServer) -> XNetwork:
    return XNetwork(sandbox_credentials([ACCOUNT]), server.url, QUICK, lambda: NOW)


# --- what is asked and answered ------------------------------------------------------------------


def test_search_asks_for_what_is_bounded(server: ScriptedServer, network: XNetwork) -> None:
    server.on("GET", SEARCH, Answer(200, a_page(a_tweet("9"), next_token="b26", newest_id="9")))
    page = network.search("tent OR stove", Bounds(since_id="5", until_id="10", page="a11", page_size=50))
    assert [post.id for post in page.posts] == ["9"]
    assert (page.next_page, page.newest_id) == ("b26", "9")
    (asked,) = server.seen
    assert asked.headers["authorization"] == f"Bearer sandbox-{ACCOUNT}"
    assert asked.query["query"] == "tent OR stove"
    assert {name: asked.query[name] for name in ("since_id", "until_id", "next_token", "max_results")} == {
        "since_id": "5",
        "until_id": "10",
        "next_token": "a11",
        "max_results": "50",
    }
    assert "note_tweet" in asked.query["tweet.fields"].split(",")
    assert "referenced_tweets.id.author_id" in asked.query["expansions"].split(",")


def test_search_may_begin_at_a_time(server: ScriptedServer, network: XNetwork) -> None:
    server.on("GET", SEARCH, Answer(200, a_page()))
    assert network.search("tent", Bounds(start_time=NOW)).posts == ()
    assert server.seen[0].query["start_time"] == "2026-03-02T09:00:00Z"


def test_without_an_app_token_the_first_account_reads(server: ScriptedServer) -> None:
    server.on("GET", SEARCH, Answer(200, a_page()))
    credentials = XCredentials(sandbox_credentials([ACCOUNT]).accounts)
    XNetwork(credentials, server.url).search("tent", Bounds())
    assert server.seen[0].headers["authorization"].startswith("OAuth ")


def test_without_any_key_nothing_is_asked(server: ScriptedServer) -> None:
    with pytest.raises(NotAuthorisedError, match="no keys"):
        XNetwork(XCredentials({}), server.url).search("tent", Bounds())
    assert server.seen == []


def test_mentions_are_read_as_the_account(server: ScriptedServer, network: XNetwork) -> None:
    server.on("GET", MENTIONS, Answer(200, a_page(a_tweet("9"))))
    assert [post.id for post in network.mentions(ACCOUNT, Bounds(since_id="5", page="p1")).posts] == ["9"]
    asked = server.sent("GET", MENTIONS)[0]
    assert asked.headers["authorization"].startswith("OAuth ")
    assert (asked.query["since_id"], asked.query["pagination_token"]) == ("5", "p1")


def test_the_account_is_asked_for_once(server: ScriptedServer, network: XNetwork) -> None:
    server.on("GET", MENTIONS, Answer(200, a_page()))
    network.mentions(ACCOUNT, Bounds())
    network.mentions(ACCOUNT.lower(), Bounds())
    assert len(server.sent("GET", WHO)) == 1


def test_own_posts_follow_all_pages(server: ScriptedServer, network: XNetwork) -> None:
    answer = a_tweet("8", referenced=[{"type": "replied_to", "id": "1"}])
    server.on(
        "GET",
        MINE,
        Answer(200, a_page(a_tweet("9"), next_token="t2")),
        Answer(200, a_page(answer, a_tweet("7", created_at="2026-03-01T09:00:00.000Z"))),
    )
    posts = network.own_posts(ACCOUNT, NOW - minutes(5))
    assert [(post.id, post.in_reply_to) for post in posts] == [("9", None), ("8", "1")]
    first, second = server.sent("GET", MINE)
    assert first.query["start_time"] == "2026-03-02T08:55:00Z"
    assert "pagination_token" not in first.query
    assert second.query["pagination_token"] == "t2"


def test_own_posts_without_end_prove_nothing(server: ScriptedServer, network: XNetwork) -> None:
    server.on("GET", MINE, Answer(200, a_page(a_tweet("9"), next_token="again")))
    with pytest.raises(NetworkUnavailableError, match="more than 10 pages"):
        network.own_posts(ACCOUNT, NOW)
    assert len(server.sent("GET", MINE)) == MOST_PAGES


def test_replies_are_searched_in_their_conversation(server: ScriptedServer, network: XNetwork) -> None:
    server.on("GET", SEARCH, Answer(200, a_page(a_tweet("9"))))
    assert [post.id for post in network.replies_in("1", ACCOUNT, NOW - minutes(10))] == ["9"]
    assert server.seen[0].query["query"] == f"conversation_id:1 from:{ACCOUNT}"
    assert server.seen[0].query["start_time"] == "2026-03-02T08:50:00Z"


def test_look_up_tells_what_is_gone(server: ScriptedServer, network: XNetwork) -> None:
    server.on("GET", POSTS, Answer(200, a_page(a_tweet("1")) | {"errors": [missing("2")]}))
    result = network.look_up(["1", "2"])
    assert (list(result.found), result.gone) == (["1"], frozenset({"2"}))
    assert server.seen[0].query["ids"] == "1,2"


def test_a_404_that_names_the_posts_is_an_answer(server: ScriptedServer, network: XNetwork) -> None:
    server.on("GET", POSTS, Answer(404, {"errors": [missing("2")]}))
    assert network.look_up(["2"]).gone == {"2"}


@pytest.mark.parametrize("body", [{"title": "Not Found"}, b"<html>", {"errors": [missing("2", "other")]}])
def test_any_other_404_makes_nothing_gone(server: ScriptedServer, network: XNetwork, body: object) -> None:
    server.on("GET", POSTS, Answer(404, body))
    with pytest.raises(RefusedError):
        network.look_up(["2"])


def test_look_up_takes_a_hundred_and_asks_for_none(server: ScriptedServer, network: XNetwork) -> None:
    assert network.look_up([]).found == {}
    with pytest.raises(ValueError, match="at most 100"):
        network.look_up([str(number) for number in range(101)])
    assert server.seen == []


def test_a_reply_is_posted_once_as_the_account(server: ScriptedServer, network: XNetwork) -> None:
    server.on("POST", POSTS, CREATED)
    reply = network.reply(ACCOUNT, "1001", "We are on it & sorry")
    assert (reply.id, reply.account, reply.in_reply_to) == ("2001", ACCOUNT, "1001")
    assert (reply.text, reply.created_at) == ("@mara_example We are on it & sorry", NOW)
    (sent,) = server.sent("POST", POSTS)
    assert sent.json() == {"text": "We are on it & sorry", "reply": {"in_reply_to_tweet_id": "1001"}}
    assert f'oauth_token="sandbox-{ACCOUNT}"' in sent.headers["authorization"]


def test_a_reply_takes_a_connection_of_its_own(server: ScriptedServer, network: XNetwork) -> None:
    server.on("POST", POSTS, CREATED)
    network.reply(ACCOUNT, "1001", "One")
    network.reply(ACCOUNT, "1002", "Two")
    assert len({seen.port for seen in server.seen}) == 3


def test_the_keys_of_another_account_never_post(server: ScriptedServer, network: XNetwork) -> None:
    server.on("GET", WHO, Answer(200, {"data": a_user(username="SomebodyElse")}))
    with pytest.raises(NotAuthorisedError, match="another account"):
        network.reply(ACCOUNT, "1001", "Hello")
    assert server.sent("POST", POSTS) == []


def test_a_reply_waits_until_the_account_is_known(server: ScriptedServer, network: XNetwork) -> None:
    server.on("GET", WHO, Drop())
    with pytest.raises(NetworkUnavailableError):
        network.reply(ACCOUNT, "1001", "Hello")
    assert server.sent("POST", POSTS) == []


# --- what goes wrong -----------------------------------------------------------------------------

by_failure = pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.name)


@by_failure
def test_a_failing_read(server: ScriptedServer, network: XNetwork, failure: Failure) -> None:
    server.on("GET", SEARCH, failure.step)
    with pytest.raises(EarshotError) as caught:
        network.search("tent", Bounds(since_id="100"))
    assert type(caught.value) is failure.read
    assert len(server.sent("GET", SEARCH)) <= 1


@by_failure
def test_a_failing_reply(server: ScriptedServer, network: XNetwork, failure: Failure) -> None:
    server.on("POST", POSTS, failure.step)
    with pytest.raises(EarshotError) as caught:
        network.reply(ACCOUNT, "1001", "We are on it")
    assert type(caught.value) is failure.reply
    assert len(server.sent("POST", POSTS)) <= 1
    assert server.sent("GET", "/2/elsewhere") == []


SAMPLES = [
    one for one in FAILURES if one.name in ("402 payment", "401", "429", "503", "not JSON", "cut short")
]


@pytest.mark.parametrize("failure", SAMPLES, ids=lambda failure: failure.name)
@pytest.mark.parametrize("kind", READS)
def test_every_read_fails_alike(
    server: ScriptedServer, network: XNetwork, kind: str, failure: Failure
) -> None:
    path, read = READS[kind]
    server.on("GET", path, failure.step)
    with pytest.raises(EarshotError) as caught:
        read(network)
    assert type(caught.value) is failure.read


@pytest.mark.parametrize(
    "act", [*(read for _, read in READS.values()), lambda network: network.reply(ACCOUNT, "1", "Hi")]
)
def test_where_nobody_listens_nothing_was_sent(act: Read) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        with pytest.raises(NetworkUnavailableError):
            act(XNetwork(sandbox_credentials([ACCOUNT]), url, QUICK))


def test_a_call_ends_with_its_time(server: ScriptedServer, network: XNetwork) -> None:
    server.on("GET", SEARCH, Stall())
    began = time.monotonic()
    with pytest.raises(NetworkUnavailableError, match="no answer within the time limit"):
        network.search("tent", Bounds())
    assert time.monotonic() - began < 3


def test_a_reply_that_is_refused_a_connection_was_not_sent() -> None:
    with ScriptedServer() as server:
        server.on("GET", WHO, Answer(200, ME))
        server.on("POST", POSTS, CREATED)
        network = XNetwork(sandbox_credentials([ACCOUNT]), server.url, QUICK)
        network.reply(ACCOUNT, "1001", "One")
    with pytest.raises(NetworkUnavailableError, match="was not sent"):
        network.reply(ACCOUNT, "1001", "Two")
    assert len(server.sent("POST", POSTS)) == 1


def test_a_reply_that_waits_for_a_connection_in_vain_was_not_sent() -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for client in (first, second):  # nobody accepts: these fill the queue, and the next one waits
            client.setblocking(False)
            client.connect_ex(full.getsockname())
        session = requests.Session()
        session.mount("https://", Transport(f"http://127.0.0.1:{full.getsockname()[1]}", Timeout(0.2, 5)))
        with pytest.raises(requests.ConnectTimeout) as caught:
            session.post("https://api.twitter.com/2/tweets")
    error = reply_error(caught.value, NOW)
    assert type(error) is NetworkUnavailableError
    assert "no connection within the time limit" in str(error)


@pytest.mark.parametrize(
    ("headers", "not_before"),
    [
        ({"x-rate-limit-reset": RESET_TEXT}, RESET),
        ({}, NOW + minutes(15)),
        ({"x-rate-limit-reset": "never"}, NOW + minutes(15)),
        ({"x-rate-limit-reset": "9" * 30}, NOW + minutes(15)),
        # Of another century, and by a clock that is behind ours.
        ({"x-rate-limit-reset": "9" * 11}, NOW + minutes(24 * 60 + 15)),
        ({"x-rate-limit-reset": str(int((NOW - minutes(2)).timestamp()))}, NOW + minutes(0.25)),
        (
            {
                "x-rate-limit-reset": RESET_TEXT,
                "x-app-limit-24hour-remaining": "0",
                "x-app-limit-24hour-reset": str(int((NOW + minutes(600)).timestamp())),
            },
            NOW + minutes(600),
        ),
        (
            {
                "x-rate-limit-reset": RESET_TEXT,
                "x-user-limit-24hour-remaining": "3",
                "x-user-limit-24hour-reset": str(int((NOW + minutes(600)).timestamp())),
            },
            RESET,
        ),
    ],
)
def test_a_rate_limit_says_when_it_ends(
    server: ScriptedServer, network: XNetwork, headers: dict[str, str], not_before: datetime
) -> None:
    server.on("POST", POSTS, Answer(429, b"", headers))
    with pytest.raises(RateLimitedError) as caught:
        network.reply(ACCOUNT, "1001", "Hello")
    assert caught.value.not_before == not_before


def test_x_is_quoted_on_one_short_line(server: ScriptedServer, network: XNetwork) -> None:
    server.on("GET", SEARCH, Answer(400, {"title": "Bad\n\x1b[31mERROR", "detail": "so " * 500}))
    with pytest.raises(RefusedError) as caught:
        network.search("tent", Bounds())
    message = str(caught.value)
    assert "Bad" in message
    assert len(message) < 400
    assert message.isprintable()


# --- what must never show ------------------------------------------------------------------------


def test_no_secret_and_nothing_that_strangers_wrote_is_logged(
    server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    keys = AccountKeys("hush-consumer", "hush-consumer-secret", "hush-token", "hush-token-secret")
    network = XNetwork(XCredentials({ACCOUNT: keys}, "hush-bearer"), server.url, QUICK)
    server.on("GET", SEARCH, Answer(200, a_page(a_tweet("9"), {"id": "8", "text": "strange words"})))
    server.on("POST", POSTS, CREATED, Answer(401, {"title": "Unauthorized"}))
    with caplog.at_level(logging.DEBUG):
        network.search("tent", Bounds())
        network.reply(ACCOUNT, "1001", "Hello")
        with pytest.raises(NotAuthorisedError) as caught:
            network.reply(ACCOUNT, "1001", "Hello")
    assert caplog.records
    told = f"{caplog.text} {caught.value!r} {caught.value.__cause__!r} {network!r}"
    for secret in ("hush", "oauth_signature", "strange words", "tent leaks", "We are on it"):
        assert secret not in told
