"""X as the `Network` port."""

import html
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import requests

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.x import answers, shapes
from chalicelib.adapters.x.bounds import (
    LARGEST_PAGE,
    MOST_IDS,
    MOST_PAGES,
    search_options,
    search_start,
    timeline_options,
)
from chalicelib.adapters.x.clients import Call, Clients
from chalicelib.adapters.x.credentials import CredentialsSource
from chalicelib.adapters.x.errors import FAILURES, Failure, read_error, reply_error
from chalicelib.adapters.x.fields import HEARD, OWN
from chalicelib.adapters.x.proof import Proof, Proven
from chalicelib.adapters.x.transport import ErrorAnswer, Timeout
from chalicelib.adapters.x.wire import CreatedPost
from chalicelib.domain.errors import EarshotError, NetworkUnavailableError
from chalicelib.domain.owned import OwnPost
from chalicelib.ports import Bounds, Clock, LookUp, PostPage, ProvenAccounts

DEFAULT_TIMEOUT = Timeout(connect=5, read=20)
"""Seconds. A Lambda needs more than their sum left before it begins a call."""


class XNetwork:
    """X through tweepy. Retries nothing, waits for nothing beyond its timeout.

    `credentials` are asked at every call, so that changed keys need no new process. `base_url` names what
    stands in for X (the sandbox network). `timeout` is (connect, read) in seconds. `proven` remembers whose
    keys are whose.
    """

    def __init__(
        self,
        credentials: CredentialsSource,
        base_url: str | None = None,
        timeout: tuple[float, float] = DEFAULT_TIMEOUT,
        clock: Clock = utc_now,
        proven: ProvenAccounts | None = None,
    ) -> None:
        self._clients = Clients(credentials, base_url, Timeout(*timeout))
        self._clock = clock
        self._proof = Proof(self._clients, proven)

    def search(self, query: str, bounds: Bounds) -> PostPage:
        """A page of recent posts that match. Raises CursorTooOldError when `since_id` is over 7 days old."""
        call = self._clients.app("search_recent_tweets")
        with self._reading():
            return shapes.page_of(_body(call, query, **search_options(bounds), **HEARD))

    def mentions(self, account: str, bounds: Bounds) -> PostPage:
        """A page of recent posts that mention the account."""
        call = self._clients.account(account, "get_users_mentions")
        with self._reading():
            user_id = self._proof.of(account).id
            return shapes.page_of(_body(call, user_id, **timeline_options(bounds), **HEARD))

    def look_up(self, ids: Sequence[str]) -> LookUp:
        """Posts by id, at most 100. What X says nothing usable about is neither found nor gone."""
        if len(ids) > MOST_IDS:
            raise ValueError(f"X looks up at most {MOST_IDS} posts at once, not {len(ids)}")
        if not ids:
            return LookUp({}, frozenset())
        with self._reading():
            return shapes.look_up_of(_look_up_body(self._clients.app("get_tweets"), list(ids)))

    def own_posts(self, account: str, since: datetime) -> tuple[OwnPost, ...]:
        """The account's own posts since a moment, newest first.

        Raises NetworkUnavailableError where there are more than 1,000: that a post is absent from a part of
        them would prove nothing.
        """
        call = self._clients.account(account, "get_users_tweets")
        limits = {"start_time": since, "exclude": ["retweets"]}
        with self._reading():
            user_id = self._proof.of(account).id
            return self._all_pages(lambda **page: _body(call, user_id, **limits, **page), account, since)

    def replies_in(self, conversation_id: str, account: str, since: datetime) -> tuple[OwnPost, ...]:
        """The account's posts in a conversation since a moment, as recent search (7 days) sees them."""
        call = self._clients.app("search_recent_tweets")
        query = f"conversation_id:{conversation_id} from:{account}"
        start = search_start(since, self._clock())
        with self._reading():
            return self._all_pages(
                lambda **page: _body(call, query, start_time=start, **page), account, since
            )

    def prove(self, account: str) -> None:
        """Raises NotAuthorisedError when the keys belong to another account."""
        with self._reading():
            self._proof.of(account)

    def is_proven(self, account: str) -> bool:
        """Whether the account's keys were proven before, by this process or another; asks X nothing."""
        with self._reading():
            return self._proof.is_known(account)

    def reply(self, account: str, in_reply_to: str, text: str) -> OwnPost:
        """Post a reply, once. `created_at` is our own clock's: X does not tell."""
        with self._reading():
            own = self._proof.of(account)  # the wrong account's keys must never post
        with self._replying():
            body = answers.opened(self._reply_once(account, own, in_reply_to, text))
            post = answers.one_in(body, CreatedPost)
        return OwnPost(post.id, account, html.unescape(post.text), in_reply_to, self._clock())

    def _reply_once(self, account: str, own: Proven, in_reply_to: str, text: str) -> requests.Response:
        """The one call. Where its keys were changed meanwhile, another attempt is to use the new ones."""
        try:
            return self._clients.exactly(own.keys, "create_tweet")(
                text=text, in_reply_to_tweet_id=in_reply_to
            )
        except ErrorAnswer as refused:
            self._clients.newer_keys(account, own.keys, refused)
            raise NetworkUnavailableError(
                f"X refused the keys of @{account}, which were changed since; the new ones come next"
            ) from refused

    def _all_pages(
        self, read: Callable[..., dict[str, object]], account: str, since: datetime
    ) -> tuple[OwnPost, ...]:
        posts: list[OwnPost] = []
        page: dict[str, Any] = {}
        for _ in range(MOST_PAGES):
            body = read(max_results=LARGEST_PAGE, **page, **OWN)
            posts += shapes.own_posts_of(body, account)
            token = answers.meta_text(body, "next_token")
            if token is None:
                return tuple(post for post in posts if post.created_at >= since.replace(microsecond=0))
            page = {"pagination_token": token}
        raise NetworkUnavailableError(f"@{account} has more than {MOST_PAGES} pages of posts since {since}")

    @contextmanager
    def _reading(self) -> Iterator[None]:
        yield from self._translating(read_error)

    @contextmanager
    def _replying(self) -> Iterator[None]:
        yield from self._translating(reply_error)

    def _translating(self, error_of: Callable[[Failure, datetime], EarshotError]) -> Iterator[None]:
        try:
            yield
        except FAILURES as failure:
            raise error_of(failure, self._clock()) from failure


def _body(call: Call, *what: object, **options: Any) -> dict[str, object]:
    return answers.opened(call(*what, **options))


def _look_up_body(call: Call, ids: list[str]) -> dict[str, object]:
    """The answer; X may also say 404 when not one of the posts is there."""
    try:
        return _body(call, ids, **HEARD)
    except ErrorAnswer as failure:
        if failure.answer.status_code != 404:
            raise
        return _if_it_names_them(failure)


def _if_it_names_them(failure: ErrorAnswer) -> dict[str, object]:
    """A 404 counts only where it names the posts: a wrong address must not look like deleted posts."""
    try:
        body = answers.opened(failure.answer)
    except answers.UnusableAnswerError:
        raise failure from None
    if not shapes.names_gone(body):
        raise failure
    return body
