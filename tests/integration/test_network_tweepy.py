"""The sandbox network, spoken to by the real tweepy over a real socket."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import requests
import tweepy

from sandbox.network.faults import FaultKind
from sandbox.network.network import Network
from sandbox.network.posts import Post, user_id
from sandbox.network.server import NetworkServer
from sandbox.network.settings import Settings
from tests.support.sandbox_network import SetClock, ToSandbox

BRAND = "nordlicht_gear"
OTHER = "some_rival"


@dataclass
class Stage:
    """A running network and a client of the brand's account."""

    network: Network
    clock: SetClock
    server: NetworkServer

    def client(self, handle: str = BRAND, oauth1: bool = False) -> tweepy.Client:
        token = f"sandbox-{handle}"
        keys = {"bearer_token": token}
        if oauth1:
            keys = {"consumer_key": "k", "consumer_secret": "s", "access_token": token}
            keys |= {"access_token_secret": "t"}
        client = tweepy.Client(**keys)
        client.session.mount("https://api.twitter.com", ToSandbox(self.server.url))
        return client

    def post(self, text: str, handle: str = "ana_made_up", **more: Any) -> Post:
        """Somebody writes, and a second passes."""
        post = self.network.create_post(handle, text, **more)
        self.clock.forward(seconds=1)
        return post

    def texts_of(self, handle: str) -> list[str]:
        return [post.text for post in self.network.reading.posts_of(handle)]


def staged(settings: Settings) -> Iterator[Stage]:
    clock = SetClock()
    network = Network(clock, settings=settings, own_accounts=[BRAND])
    server = NetworkServer(network)
    server.start()
    yield Stage(network, clock, server)
    server.stop()
    network.close()


@pytest.fixture
def stage() -> Iterator[Stage]:
    yield from staged(Settings())


def search(stage: Stage, query: str, **more: Any) -> Any:
    return stage.client().search_recent_tweets(query, **more)


def reply(stage: Stage, text: str, parent: int | None, handle: str = BRAND) -> Any:
    return stage.client(handle).create_tweet(text=text, in_reply_to_tweet_id=parent, user_auth=False)


def test_search_pages_newest_first_and_finds_each_post_once(stage: Stage) -> None:
    posts = [stage.post(f"jacket number {n}") for n in range(25)]
    found: list[int] = []
    token = None
    while True:
        page = search(stage, "jacket", max_results=10, next_token=token)
        found += [tweet.id for tweet in page.data]
        assert page.meta["newest_id"] == str(page.data[0].id)
        assert page.meta["result_count"] == len(page.data)
        if (token := page.meta.get("next_token")) is None:
            break
    assert found == [post.id for post in reversed(posts)]


def test_since_id_answers_only_what_is_newer(stage: Stage) -> None:
    stage.post("old jacket")
    known = stage.post("known jacket")
    newer = stage.post("new jacket")
    assert [tweet.id for tweet in search(stage, "jacket", since_id=known.id).data] == [newer.id]
    assert search(stage, "jacket", since_id=newer.id).data is None


def test_a_since_id_older_than_the_window_is_refused(stage: Stage) -> None:
    old = stage.post("jacket")
    stage.clock.forward(days=8)
    with pytest.raises(tweepy.BadRequest, match="must be a tweet id created after"):
        search(stage, "jacket", since_id=old.id)
    assert search(stage, "jacket").data is None


@pytest.mark.parametrize(
    "query", ["min_faves:3 jacket", "x" * 513, "jacket or coat", "-jacket", '"open', "("]
)
def test_queries_that_x_refuses(stage: Stage, query: str) -> None:
    with pytest.raises(tweepy.BadRequest):
        search(stage, query)


def test_fields_and_expansions_come_as_asked(stage: Stage) -> None:
    asked = stage.post(f"@{BRAND} which size & colour? <3 #hiking")
    answer = reply(stage, "See https://nordlicht.example/sizes, it helps.", asked.id)
    found = stage.client().get_tweet(
        answer.data["id"],
        tweet_fields=[
            "entities",
            "referenced_tweets",
            "conversation_id",
            "in_reply_to_user_id",
            "created_at",
        ],
        expansions=["author_id", "referenced_tweets.id", "referenced_tweets.id.author_id"],
    )
    tweet = found.data
    link = tweet.entities["urls"][0]
    assert tweet.text == f"@ana_made_up See {link['url']}, it helps."
    assert link["expanded_url"] == "https://nordlicht.example/sizes"
    assert tweet.text[link["start"] : link["end"]] == link["url"]
    assert tweet.referenced_tweets[0].id == asked.id
    assert (tweet.conversation_id, tweet.in_reply_to_user_id) == (asked.id, user_id("ana_made_up"))
    assert tweet.created_at == stage.network.clock()
    assert {user.username for user in found.includes["users"]} == {BRAND, "ana_made_up"}
    assert found.includes["tweets"][0].text == f"@{BRAND} which size &amp; colour? &lt;3 #hiking"
    bare = stage.client().get_tweet(asked.id).data
    assert set(bare.data) == {"id", "text", "edit_history_tweet_ids"}


def test_a_long_post_is_cut_and_carries_its_note(stage: Stage) -> None:
    text = "word " * 100 + "end"
    post = stage.post(text)
    tweet = stage.client().get_tweet(post.id, tweet_fields=["note_tweet"]).data
    assert tweet.text.endswith("…")
    assert len(tweet.text) <= 280
    assert tweet.data["note_tweet"]["text"] == text


def test_mentions_and_own_posts(stage: Stage) -> None:
    asked = stage.post(f"hello @{BRAND.upper()}!")
    stage.post("hello nobody")
    stage.post("@nordlicht_gear2 is somebody else")
    answer = reply(stage, "Hello!", asked.id)
    me = stage.client().get_me(user_auth=False).data
    assert (me.id, me.username) == (user_id(BRAND), BRAND)
    mentions = stage.client().get_users_mentions(me.id)
    assert [tweet.id for tweet in mentions.data] == [asked.id]
    own = stage.client().get_users_tweets(me.id, max_results=5)
    assert [str(tweet.id) for tweet in own.data] == [answer.data["id"]]
    assert stage.client().get_users_tweets(me.id, exclude=["replies"]).data is None


def test_oauth1_posts_as_the_account_of_its_token(stage: Stage) -> None:
    stage.client(oauth1=True).create_tweet(text="Open today.")
    assert stage.texts_of(BRAND) == ["Open today."]


@pytest.mark.parametrize(("token", "rights"), [(BRAND, "read-write"), (f"{BRAND}-read", "read")])
def test_an_accounts_own_requests_are_told_their_rights(stage: Stage, token: str, rights: str) -> None:
    client = stage.client(token, oauth1=True)
    client.return_type = requests.Response
    assert client.get_me(user_auth=True).headers["x-access-level"] == rights
    app: Any = stage.client(token)
    app.return_type = requests.Response
    assert "x-access-level" not in app.get_me(user_auth=False).headers


def test_keys_without_the_right_to_write_post_nothing(stage: Stage) -> None:
    with pytest.raises(tweepy.Forbidden, match="app permissions"):
        stage.client(f"{BRAND}-read", oauth1=True).create_tweet(text="from OAuth1", user_auth=True)
    assert stage.texts_of(BRAND) == []


def test_without_a_known_token_nothing_is_answered(stage: Stage) -> None:
    client = stage.client()
    client.bearer_token = "something-else"
    with pytest.raises(tweepy.Unauthorized):
        client.get_me(user_auth=False)


def test_a_reply_to_somebody_who_did_not_address_us_is_refused(stage: Stage) -> None:
    post = stage.post("nordlicht gear is so slow")
    with pytest.raises(tweepy.Forbidden, match="have not been mentioned or otherwise engaged"):
        reply(stage, "Sorry!", post.id)
    assert stage.texts_of(BRAND) == []


def test_a_reply_to_who_quotes_us_and_to_ourselves_is_allowed(stage: Stage) -> None:
    own = reply(stage, "New colours.", None)
    quote = stage.post("what is this", quotes=int(own.data["id"]))
    reply(stage, "Colours!", quote.id)
    reply(stage, "And sizes.", int(own.data["id"]))
    assert stage.texts_of(BRAND) == ["And sizes.", "@ana_made_up Colours!", "New colours."]
    quoted = stage.post("their post", handle=OTHER)
    not_ours = stage.post("look", quotes=quoted.id)
    with pytest.raises(tweepy.Forbidden):
        reply(stage, "Hi!", not_ours.id)


def test_the_second_wording_of_the_reply_rule() -> None:
    for stage in staged(Settings(reply_rule="mentioned")):
        with pytest.raises(tweepy.Forbidden, match="where you are mentioned or are the author"):
            reply(stage, "Sorry!", stage.post("slow").id)


def test_duplicates_are_refused_until_some_time_has_passed(stage: Stage) -> None:
    first, second = stage.post(f"@{BRAND} help"), stage.post(f"@{BRAND} help too", handle=OTHER)
    reply(stage, "On it.", first.id)
    with pytest.raises(tweepy.Forbidden, match="duplicate content"):
        reply(stage, "on it. ", first.id)
    reply(stage, "On it.", second.id)
    stage.clock.forward(days=2)
    reply(stage, "On it.", first.id)
    assert len(stage.texts_of(BRAND)) == 3


def test_too_long_a_text_and_a_parent_that_is_gone_are_refused(stage: Stage) -> None:
    post = stage.post(f"@{BRAND} help")
    reply(stage, "x" * 280, post.id)
    with pytest.raises(tweepy.BadRequest, match="too long"):
        reply(stage, "y" * 281, post.id)
    stage.network.delete_post(post.id)
    with pytest.raises(tweepy.Forbidden, match="deleted or not visible"):
        reply(stage, "Sorry", post.id)


def test_lookup_tells_the_gone_from_those_there(stage: Stage) -> None:
    kept, gone = stage.post("one"), stage.post("two")
    stage.network.delete_post(gone.id)
    found = stage.client().get_tweets([kept.id, gone.id])
    assert [tweet.id for tweet in found.data] == [kept.id]
    assert [(error["resource_id"], error["title"]) for error in found.errors] == [
        (str(gone.id), "Not Found Error")
    ]
    assert stage.client().get_tweet(gone.id).data is None
    assert search(stage, "two").data is None


def test_only_own_posts_can_be_deleted(stage: Stage) -> None:
    theirs = stage.post("mine")
    own = reply(stage, "Ours.", None)
    assert stage.client().delete_tweet(own.data["id"], user_auth=False).data["deleted"] is True
    with pytest.raises(tweepy.Forbidden):
        stage.client().delete_tweet(theirs.id, user_auth=False)


def test_an_edit_is_found_under_its_new_id(stage: Stage) -> None:
    first = stage.post("jaket")
    second = stage.network.edit_post(first.id, "jacket")
    assert [tweet.id for tweet in search(stage, "jacket").data] == [second.id]
    assert search(stage, "jaket").data is None
    old = stage.client().get_tweet(first.id).data
    assert old.text == "jaket"
    assert [int(version) for version in old.edit_history_tweet_ids] == [first.id, second.id]


def test_a_post_can_be_searchable_later_than_it_is_seen(stage: Stage) -> None:
    late = stage.post(f"late jacket @{BRAND}")
    stage.network.delay_index(late.id, timedelta(seconds=60))
    newer = stage.post("jacket")
    assert [tweet.id for tweet in search(stage, "jacket").data] == [newer.id]
    assert [tweet.id for tweet in stage.client().get_users_mentions(user_id(BRAND)).data] == [late.id]
    stage.clock.forward(minutes=2)
    assert [tweet.id for tweet in search(stage, "jacket").data] == [newer.id, late.id]


def test_customers_answer_our_replies_one_by_one(stage: Stage) -> None:
    (post,) = stage.network.load_posts(
        [{"text": f"@{BRAND} broken zip", "author": "ana", "follow_ups": ["Order 7.", "Thanks!"]}]
    )
    stage.clock.forward(seconds=1)
    first = reply(stage, "Which order?", post.id)
    assert stage.texts_of("ana") == [f"@{BRAND} broken zip"]
    stage.clock.forward(seconds=9)
    answer = next(stage.network.reading.posts_of("ana"))
    assert answer.text == f"@{BRAND} Order 7."
    assert answer.in_reply_to == int(first.data["id"])
    assert answer.conversation_id == post.id
    reply(stage, "A new one is on its way.", answer.id)
    stage.clock.forward(seconds=9)
    assert stage.texts_of("ana")[0] == f"@{BRAND} Thanks!"


def test_counts_add_up(stage: Stage) -> None:
    for _ in range(3):
        stage.post("jacket")
        stage.clock.forward(hours=1)
    counts = stage.client().get_recent_tweets_count("jacket")
    assert counts.meta["total_tweet_count"] == 3
    assert sum(bucket["tweet_count"] for bucket in counts.data) == 3
    assert len(counts.data) in (168, 169)


def raw(stage: Stage, path: str, **more: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer sandbox-{BRAND}"}
    return requests.get(stage.server.url + path, headers=headers, timeout=5, **more)


def test_rate_limits_count_down_and_come_back() -> None:
    for stage in staged(Settings(rate_limits={"search": 2})):
        left = [raw(stage, "/2/tweets/search/recent?query=a").headers for _ in range(2)]
        assert [headers["x-rate-limit-remaining"] for headers in left] == ["1", "0"]
        with pytest.raises(tweepy.TooManyRequests) as refused:
            search(stage, "a")
        assert refused.value.response.headers["x-rate-limit-remaining"] == "0"
        reset = int(refused.value.response.headers["x-rate-limit-reset"])
        assert reset == int(stage.clock().timestamp()) + 900
        stage.clock.forward(minutes=15)
        assert search(stage, "a").data is None


def test_limits_are_those_of_x(stage: Stage) -> None:
    assert raw(stage, "/2/tweets/search/recent?query=a").headers["x-rate-limit-limit"] == "450"
    client = stage.client(oauth1=True)
    client.return_type = requests.Response
    assert client.search_recent_tweets("a", user_auth=True).headers["x-rate-limit-limit"] == "300"
    assert client.create_tweet(text="hello").headers["x-rate-limit-limit"] == "100"


def test_credits_are_spent_and_run_out() -> None:
    for stage in staged(Settings(credits_shape="payment-required")):
        stage.network.credits_left = 20_000
        reply(stage, "Hello.", None)
        assert stage.network.credits_left == 5_000
        search(stage, "hello")
        with pytest.raises(tweepy.HTTPException) as refused:
            search(stage, "hello")
        assert refused.value.response.status_code == 402
        assert refused.value.response.json()["type"].endswith("/credits-depleted")


STATUSES = {
    FaultKind.CREDITS_DEPLETED: 402,
    FaultKind.PAYMENT_REQUIRED: 402,
    FaultKind.FORBIDDEN: 403,
    FaultKind.RATE_LIMITED: 429,
    FaultKind.RATE_LIMITED_NO_RESET: 429,
    FaultKind.SERVER_ERROR: 500,
    FaultKind.UNAVAILABLE: 503,
}


@pytest.mark.parametrize("kind", STATUSES)
def test_a_fault_of_status_befalls_the_next_request_and_has_no_effect(stage: Stage, kind: FaultKind) -> None:
    stage.network.faults.arm(kind, "create")
    assert search(stage, "hello").data is None
    with pytest.raises(tweepy.HTTPException) as refused:
        reply(stage, "Hello.", None)
    assert refused.value.response.status_code == STATUSES[kind]
    assert ("x-rate-limit-reset" in refused.value.response.headers) == (kind is FaultKind.RATE_LIMITED)
    assert stage.texts_of(BRAND) == []
    reply(stage, "Hello.", None)
    assert stage.texts_of(BRAND) == ["Hello."]


LOST: list[tuple[FaultKind, type[Exception], bool]] = [
    (FaultKind.MALFORMED, requests.exceptions.JSONDecodeError, True),
    (FaultKind.DROP_BEFORE, requests.ConnectionError, False),
    (FaultKind.DROP_AFTER, requests.ConnectionError, True),
    (FaultKind.STALL_AFTER, requests.ReadTimeout, True),
    (FaultKind.UNAVAILABLE_AFTER, tweepy.TwitterServerError, True),
]


@pytest.mark.parametrize(("kind", "error", "stored"), LOST)
def test_a_lost_answer(stage: Stage, kind: FaultKind, error: type[Exception], stored: bool) -> None:
    stage.network.faults.arm(kind, "create", seconds=30)
    with pytest.raises(error):
        reply(stage, "Hello.", None)
    assert stage.texts_of(BRAND) == (["Hello."] if stored else [])


def test_stalled_and_slow_answers_arrive_in_the_end(stage: Stage) -> None:
    stage.post("hello")
    for kind in (FaultKind.STALL_BEFORE, FaultKind.SLOW):
        stage.network.faults.arm(kind, "search", seconds=0.3)
        began = time.monotonic()
        assert len(search(stage, "hello").data) == 1
        assert time.monotonic() - began >= 0.25


def test_faults_are_armed_over_http_too(stage: Stage) -> None:
    url = f"{stage.server.url}/sandbox/faults"
    armed = requests.post(url, json={"kind": "503", "endpoint": "search", "times": 2}, timeout=5)
    assert armed.json()["armed"] == [{"kind": "503", "endpoint": "search", "times": 2, "seconds": 5.0}]
    for _ in range(2):
        with pytest.raises(tweepy.TwitterServerError):
            search(stage, "hello")
    assert requests.get(url, timeout=5).json() == {"armed": []}
    wrong = requests.post(url, json={"kind": "earthquake"}, timeout=5)
    assert (wrong.status_code, requests.get(url, timeout=5).json()) == (400, {"armed": []})


def test_kill_worker_hands_over_after_the_reply_is_stored_and_before_it_is_answered(stage: Stage) -> None:
    killed: list[Post] = []
    stage.network.on_post_created = killed.append
    stage.network.faults.arm("kill-worker")
    post = stage.post(f"@{BRAND} help")
    reply(stage, "No reply, no kill.", None)
    assert killed == []
    with pytest.raises(requests.ConnectionError):
        reply(stage, "On it.", post.id)
    assert [found.text for found in killed] == ["@ana_made_up On it."]
    assert stage.texts_of(BRAND)[0] == "@ana_made_up On it."
    reply(stage, "Second.", post.id)
    assert len(killed) == 1


def test_the_newer_names() -> None:
    for stage in staged(Settings(naming="post")):
        post = stage.post(f"@{BRAND} " + "long " * 80)
        answer = reply(stage, "Yes.", post.id)
        tweet = raw(stage, f"/2/tweets/{post.id}?post.fields=note_post").json()["data"]
        assert set(tweet) == {"id", "text", "note_post", "edit_history_post_ids"}
        path = f"/2/tweets/{answer.data['id']}?post.fields=referenced_posts"
        assert raw(stage, path).json()["data"]["referenced_posts"] == [
            {"type": "replied_to", "id": str(post.id)}
        ]


def test_an_unknown_parameter_or_field_is_refused(stage: Stage) -> None:
    for path in ("query=a&until=1", "query=a&tweet.fields=txet", "query=a&max_results=5"):
        answer = raw(stage, f"/2/tweets/search/recent?{path}")
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "https://api.twitter.com/2/problems/invalid-request"


def test_what_the_api_does_not_have_is_a_problem_too(stage: Stage) -> None:
    answer = raw(stage, "/2/lists/5")
    assert (answer.status_code, answer.json()["title"]) == (404, "Not Found")


def test_many_at_once_post_each_exactly_once(stage: Stage) -> None:
    asked = stage.post(f"@{BRAND} help")
    texts = [f"answer {n % 24}" for n in range(48)]

    def posted(text: str) -> bool:
        try:
            reply(stage, text, asked.id)
        except tweepy.Forbidden:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(posted, texts))
    own = list(stage.network.reading.posts_of(BRAND))
    assert sum(outcomes) == len(own) == 24
    assert len({post.id for post in own}) == len({post.text for post in own}) == 24


def test_a_page_token_is_good_only_for_its_own_query(stage: Stage) -> None:
    for n in range(11):
        stage.post(f"jacket or coat {n}")
    token = search(stage, "jacket").meta["next_token"]
    assert len(search(stage, "jacket", next_token=token).data) == 1
    for query, wrong in (("coat", token), ("jacket", "nonsense"), ("jacket", token + "0")):
        with pytest.raises(tweepy.BadRequest, match="does not belong"):
            search(stage, query, next_token=wrong)


def test_times_narrow_a_search_and_may_not_be_mixed_with_ids(stage: Stage) -> None:
    posts = [stage.post(f"jacket {n}") for n in range(4)]
    between = {"start_time": posts[1].created_at, "end_time": posts[3].created_at}
    assert [tweet.id for tweet in search(stage, "jacket", **between).data] == [posts[2].id, posts[1].id]
    with pytest.raises(tweepy.BadRequest, match="in conjunction"):
        search(stage, "jacket", since_id=posts[0].id, **between)
    for wrong in (
        {"start_time": stage.clock() - timedelta(days=8)},
        {"end_time": stage.clock() + timedelta(days=1)},
        {"start_time": posts[3].created_at, "end_time": posts[1].created_at},
    ):
        with pytest.raises(tweepy.BadRequest):
            search(stage, "jacket", **wrong)


def test_search_may_lag_behind_as_on_x() -> None:
    for stage in staged(Settings(search_lag=timedelta(seconds=30))):
        post = stage.post("jacket")
        assert search(stage, "jacket").data is None
        assert stage.client().get_tweet(post.id).data.id == post.id
        stage.clock.forward(seconds=30)
        assert [tweet.id for tweet in search(stage, "jacket").data] == [post.id]


def test_indexing_can_be_late_and_out_of_order() -> None:
    for stage in staged(Settings(index_jitter=timedelta(minutes=5))):
        posts = [stage.post(f"jacket {n}") for n in range(30)]
        stage.clock.forward(seconds=120)
        early = {tweet.id for tweet in search(stage, "jacket", max_results=100).data}
        assert 0 < len(early) < 30
        assert early != {post.id for post in posts[: len(early)]}
        stage.clock.forward(minutes=5)
        assert len(search(stage, "jacket", max_results=100).data) == 30
