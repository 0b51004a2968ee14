"""What the adapter asks and what the sandbox network answers, held against X's own OpenAPI document."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import tweepy

from chalicelib.adapters.x import AccountKeys, XCredentials, sandbox_credentials
from chalicelib.adapters.x.network import XNetwork
from chalicelib.domain.errors import EarshotError
from chalicelib.ports import Bounds
from sandbox.network.faults import FaultKind
from sandbox.network.network import Network
from sandbox.network.server import NetworkServer
from sandbox.network.settings import Settings
from tests.support.openapi import OpenApi
from tests.support.recording_proxy import Exchange, RecordingProxy
from tests.support.sandbox_network import SetClock, ToSandbox
from tests.support.values import ACCOUNT

LONG = f"@{ACCOUNT} the zip of my tent broke & nobody answers <3 https://tarnhollow.example/tents #zip " * 6


@pytest.fixture(scope="module")
def openapi(earshot_data: Path) -> OpenApi:
    return OpenApi(earshot_data)


@dataclass
class Stage:
    """The adapter and the sandbox network, with what they said to each other."""

    network: Network
    clock: SetClock
    proxy: RecordingProxy

    def adapter(self, credentials: XCredentials | None = None) -> XNetwork:
        return XNetwork(
            credentials or sandbox_credentials([ACCOUNT]), self.proxy.url, (1, 2), clock=self.clock
        )

    def client(self) -> Any:
        """tweepy itself, for what the sandbox serves and the adapter does not ask."""
        client = tweepy.Client(f"sandbox-{ACCOUNT}", "k", "s", f"sandbox-{ACCOUNT}", "t", return_type=dict)
        client.session.mount("https://api.twitter.com", ToSandbox(self.proxy.url))
        return client

    def post(self, text: str, **more: Any) -> str:
        """Somebody writes, and a second passes."""
        post = self.network.create_post("mara_example", text, **more)
        self.clock.forward(seconds=1)
        return str(post.id)


def staged(settings: Settings) -> Iterator[Stage]:
    clock = SetClock()
    network = Network(clock, settings=settings, own_accounts=[ACCOUNT])
    server = NetworkServer(network)
    server.start()
    with RecordingProxy(server.url) as proxy:
        yield Stage(network, clock, proxy)
    server.stop()
    network.close()


@pytest.fixture(scope="module", params=["tweet", "post"])
def stage_kept(request: pytest.FixtureRequest) -> Iterator[Stage]:
    yield from staged(Settings(naming=request.param))


@pytest.fixture
def stage(stage_kept: Stage) -> Stage:
    return afresh(stage_kept)


@pytest.fixture(scope="module", params=[("engaged", "credits-depleted"), ("mentioned", "payment-required")])
def refusing_kept(request: pytest.FixtureRequest) -> Iterator[Stage]:
    wording, credits = request.param
    yield from staged(Settings(reply_rule=wording, credits_shape=credits))


@pytest.fixture
def refusing(refusing_kept: Stage) -> Stage:
    return afresh(refusing_kept)


def afresh(stage: Stage) -> Stage:
    """The same stage on another day, with nothing said yet."""
    stage.clock.forward(days=8)
    stage.network.credits_left = None
    stage.network.faults.disarm()
    stage.proxy.exchanges.clear()
    return stage


def check(openapi: OpenApi, stage: Stage, *statuses: int) -> None:
    """Something was said, with these statuses among others, and all of it is valid."""
    assert {one.status for one in stage.proxy.exchanges} >= set(statuses)
    assert [line for one in stage.proxy.exchanges for line in openapi.problems(one)] == []


def test_everything_that_the_adapter_reads(openapi: OpenApi, stage: Stage) -> None:
    first = stage.post(f"@{ACCOUNT} does the Fell 2 fit two? https://tarnhollow.example/fell")
    quoted = stage.post("Best stove ever", quotes=int(first))
    for number in range(12):
        stage.post(f"tent number {number}", in_reply_to=int(first))
    stage.post(LONG)
    adapter = stage.adapter()
    page = adapter.search("tent OR stove", Bounds(since_id=first, page_size=10))
    adapter.search("tent OR stove", Bounds(since_id=first, page_size=10, page=page.next_page))
    adapter.search("tent", Bounds(start_time=stage.clock() - timedelta(hours=1)))
    adapter.search("tent", Bounds(start_time=stage.clock() - timedelta(hours=1), until_id=quoted))
    adapter.search("nothing", Bounds())
    adapter.mentions(ACCOUNT, Bounds(page_size=5))
    adapter.mentions(ACCOUNT, Bounds(start_time=stage.clock() - timedelta(hours=1), until_id=quoted))
    assert adapter.look_up([first, "42"]).gone == {"42"}
    adapter.look_up(["42"])
    reply = adapter.reply(ACCOUNT, first, "It does & well")
    stage.clock.forward(minutes=2)
    own = adapter.own_posts(ACCOUNT, stage.clock() - timedelta(days=8))
    there = adapter.replies_in(first, ACCOUNT, stage.clock() - timedelta(days=8))
    assert [post.id for post in own] == [post.id for post in there] == [reply.id]
    check(openapi, stage, 200, 201)


def test_a_post_whose_parent_is_gone(openapi: OpenApi, stage: Stage) -> None:
    parent = stage.post("tent")
    stage.post("tent too", in_reply_to=int(parent))
    stage.network.delete_post(int(parent))
    assert len(stage.adapter().search("tent", Bounds()).posts) == 1
    check(openapi, stage, 200)


def test_an_edited_post(openapi: OpenApi, stage: Stage) -> None:
    post = stage.post("tent")
    stage.network.edit_post(int(post), "tent, edited")
    stage.clock.forward(seconds=1)
    (found,) = stage.adapter().search("tent", Bounds()).posts
    assert (found.text, found.edit_id != post) == ("tent, edited", True)
    check(openapi, stage, 200)


def test_what_the_sandbox_serves_beside(openapi: OpenApi, stage: Stage) -> None:
    first = stage.post(f"@{ACCOUNT} hello")
    client = stage.client()
    client.get_recent_tweets_count("hello", granularity="hour")
    client.get_tweet(first, tweet_fields=["public_metrics", "edit_controls", "reply_settings"])
    client.get_tweet("42")
    client.get_user(username="mara_example", user_fields=["created_at", "description", "public_metrics"])
    client.get_user(username="nobody_here")
    mine = client.create_tweet(text="Hello")["data"]["id"]
    client.delete_tweet(mine)
    with suppress(tweepy.HTTPException):
        client.delete_tweet(mine)
    with suppress(tweepy.HTTPException):
        client.delete_tweet(first)
    check(openapi, stage, 200, 201, 403)


REFUSALS: dict[str, tuple[int, Callable[[Stage], object]]] = {
    "reply rule": (403, lambda stage: stage.adapter().reply(ACCOUNT, stage.post("no name"), "Hi")),
    "gone": (403, lambda stage: stage.adapter().reply(ACCOUNT, "42", "Hi")),
    "too long": (400, lambda stage: stage.adapter().reply(ACCOUNT, stage.post(f"@{ACCOUNT}"), "x" * 300)),
    "empty": (400, lambda stage: stage.adapter().reply(ACCOUNT, stage.post(f"@{ACCOUNT}"), " ")),
    "bad query": (400, lambda stage: stage.adapter().search("(tent", Bounds())),
    "long query": (400, lambda stage: stage.adapter().search("tent " * 200, Bounds())),
    "old cursor": (400, lambda stage: stage.adapter().search("tent", Bounds(since_id="100"))),
    "bad page": (400, lambda stage: stage.adapter().search("tent", Bounds(page="zzz"))),
    "keys": (401, lambda stage: stage.adapter(_strangers_keys()).search("tent", Bounds())),
}


def _strangers_keys() -> XCredentials:
    return XCredentials({ACCOUNT: AccountKeys("k", "s", "another", "t")}, "another")


@pytest.mark.parametrize("refusal", REFUSALS)
def test_refusals(openapi: OpenApi, refusing: Stage, refusal: str) -> None:
    status, act = REFUSALS[refusal]
    with pytest.raises(EarshotError):
        act(refusing)
    check(openapi, refusing, status)


def reply_to(stage: Stage, parent: str) -> object:
    """Answers a post."""
    return stage.adapter().reply(ACCOUNT, parent, "Hi")


def test_a_duplicate(openapi: OpenApi, stage: Stage) -> None:
    adapter, parent = stage.adapter(), stage.post(f"@{ACCOUNT} hello")
    adapter.reply(ACCOUNT, parent, "Hi")
    with pytest.raises(EarshotError):
        adapter.reply(ACCOUNT, parent, "Hi")
    check(openapi, stage, 403)


def test_no_credits(openapi: OpenApi, refusing: Stage) -> None:
    refusing.network.credits_left = 0
    with pytest.raises(EarshotError):
        refusing.adapter().search("tent", Bounds())
    check(openapi, refusing, 402)


ANSWERED = {
    FaultKind.CREDITS_DEPLETED: 402,
    FaultKind.PAYMENT_REQUIRED: 402,
    FaultKind.FORBIDDEN: 403,
    FaultKind.RATE_LIMITED: 429,
    FaultKind.RATE_LIMITED_NO_RESET: 429,
    FaultKind.SERVER_ERROR: 500,
    FaultKind.UNAVAILABLE: 503,
    FaultKind.UNAVAILABLE_AFTER: 503,
}


@pytest.mark.parametrize("kind", ANSWERED)
@pytest.mark.parametrize("endpoint", ["search", "create"])
def test_faults_that_are_answers(openapi: OpenApi, refusing: Stage, endpoint: str, kind: FaultKind) -> None:
    parent = refusing.post(f"@{ACCOUNT} hello")
    refusing.network.faults.arm(kind, endpoint)
    with suppress(EarshotError):
        refusing.adapter().search("tent", Bounds())
    with suppress(EarshotError):
        reply_to(refusing, parent)
    check(openapi, refusing, ANSWERED[kind])


# --- the check itself ----------------------------------------------------------------------------

GOOD = Exchange(
    "GET",
    "/2/tweets/search/recent?query=tent&max_results=10&tweet.fields=lang,text",
    {"authorization": "Bearer sandbox"},
    b"",
    200,
    "application/json",
    b'{"data":[{"id":"1","text":"tent","lang":"en"}],"meta":{"result_count":1}}',
)
POSTED = Exchange(
    "POST",
    "/2/tweets",
    {"authorization": "OAuth x", "content-type": "application/json"},
    b'{"text":"Hi","reply":{"in_reply_to_tweet_id":"1"}}',
    201,
    "application/json",
    b'{"data":{"id":"2","text":"Hi"}}',
)
MISSING = (
    b'{"errors":[{"type":"https://api.twitter.com/2/problems/resource-not-found","title":"Not Found Error",'
    b'"detail":"","value":"1","parameter":"ids","resource_id":"1","resource_type":"tweet"}]}'
)


@pytest.mark.parametrize("good", [GOOD, POSTED, replace(GOOD, answer=MISSING)])
def test_the_check_lets_good_exchanges_pass(openapi: OpenApi, good: Exchange) -> None:
    assert openapi.problems(good) == []


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (replace(GOOD, target="/2/tweets/search/late?query=tent"), "no such endpoint|none of that name"),
        (replace(GOOD, target="/2/tweets/search/recent"), "parameter query: missing"),
        (replace(GOOD, target=GOOD.target + "&post_fields=lang"), "parameter post_fields: X has none"),
        (replace(GOOD, target=GOOD.target.replace("=10", "=9")), "max_results: 9 is less than the minimum"),
        (replace(GOOD, target=GOOD.target.replace("=10", "=ten")), "max_results: 'ten' is not of type"),
        (replace(GOOD, target=GOOD.target.replace("=lang", "=language")), "'language' is not one of"),
        (replace(GOOD, target=GOOD.target + "&since_id=x"), "since_id: 'x' does not match"),
        (replace(GOOD, target=GOOD.target + "&start_time=yesterday"), "start_time: 'yesterday' is not a"),
        (replace(GOOD, headers={}), "keys: X does not take none"),
        (replace(POSTED, headers={**POSTED.headers, "authorization": "Bearer x"}), "take BearerToken here"),
        (replace(POSTED, headers={"authorization": "OAuth x"}), "is not sent as JSON"),
        (replace(POSTED, body=b'{"text":"Hi","reply":{"to":"1"}}'), "body.reply"),
        (replace(POSTED, body=b'{"text":"Hi","in_reply_to":"1"}'), "'in_reply_to' was unexpected"),
        (replace(GOOD, body=b"{}"), "body: X expects none"),
        (replace(GOOD, answer=b'{"data":[]}'), "200.data"),
        (replace(GOOD, answer=b'{"data":[{"id":1,"text":"x"}]}'), r"data\[0\].id: 1 is not of type"),
        (replace(GOOD, answer=b'{"data":[{"id":"1","txt":"x"}]}'), "'txt' was unexpected"),
        (replace(GOOD, answer=b'{"data":[{"id":"1","created_at":"2026-03-02"}]}'), "is not a 'date-time'"),
        (replace(GOOD, answer=b"<html>"), "not JSON"),
        (replace(GOOD, answer_type="text/html"), "does not answer so"),
        (replace(GOOD, status=202), "does not answer so"),
        (replace(GOOD, answer=MISSING.replace(b'"parameter":"ids",', b"")), "'parameter' is a required"),
        (replace(GOOD, answer=MISSING.replace(b"not-found", b"not-there")), "is not one of"),
        (replace(GOOD, answer=MISSING.replace(b'"value"', b'"values"')), "'value' is a required"),
    ],
)
def test_the_check_finds_what_is_wrong(openapi: OpenApi, bad: Exchange, complaint: str) -> None:
    problems = openapi.problems(bad)
    assert problems
    with pytest.raises(AssertionError, match=complaint):
        raise AssertionError("\n".join(problems))
