"""tweepy's clients, one an account, set up so that they neither wait, retry nor tell secrets."""

import logging
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import requests
import tweepy

from chalicelib.adapters.x.credentials import AccountKeys, XCredentials
from chalicelib.adapters.x.transport import Timeout, Transport
from chalicelib.domain.errors import NotAuthorisedError

Call = Callable[..., requests.Response]
"""A method of tweepy's client, told whose keys to use."""

_TELLTALES = ("tweepy", "oauthlib", "requests_oauthlib")


class Clients:
    """Makes each client once. tweepy is untyped, hence `Any` in here and nowhere else."""

    def __init__(self, credentials: XCredentials, base_url: str | None, timeout: Timeout) -> None:
        silence_logs()
        self._credentials = credentials
        self._base_url = base_url
        self._timeout = timeout
        Transport(base_url, timeout)  # a bad address fails now, not at the first call
        self._of_account = cache(self._make_account)
        self._of_app = cache(self._make_app)

    def app(self, method: str) -> Call:
        """A read that any account may make: as the app, or else as the first account."""
        if self._credentials.bearer_token:
            return self._bind(self._of_app(), method, user_auth=False)
        first = next(iter(self._credentials.accounts), None)
        if first is None:
            raise NotAuthorisedError("there are no keys for X: add a bearer token or an account's keys")
        return self.account(first, method)

    def account(self, handle: str, method: str) -> Call:
        """A call in the name of an account. Raises NotAuthorisedError without its keys."""
        return self._bind(self._of_account(handle.lower()), method, user_auth=True)

    def _bind(self, client: Any, method: str, *, user_auth: bool) -> Call:
        return partial(getattr(client, method), user_auth=user_auth)

    def _make_app(self) -> Any:
        return self._mounted(tweepy.Client(self._credentials.bearer_token, return_type=requests.Response))

    def _make_account(self, handle: str) -> Any:
        keys: AccountKeys = self._credentials.keys_of(handle)
        client = tweepy.Client(
            consumer_key=keys.consumer_key,
            consumer_secret=keys.consumer_secret,
            access_token=keys.access_token,
            access_token_secret=keys.access_token_secret,
            return_type=requests.Response,
            wait_on_rate_limit=False,
        )
        return self._mounted(client)

    def _mounted(self, client: Any) -> Any:
        client.session.mount("https://", Transport(self._base_url, self._timeout))
        # A proxy or .netrc of the machine is meant for X itself, not for what stands in for it.
        client.session.trust_env = self._base_url is None
        return client


def silence_logs() -> None:
    """Debug logs of tweepy and of its OAuth libraries hold tokens and signatures: keep them out."""
    for name in _TELLTALES:
        logging.getLogger(name).setLevel(logging.WARNING)
