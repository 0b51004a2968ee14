"""tweepy's clients, one for each set of keys, set up so that they neither wait, retry nor tell secrets."""

import logging
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import requests
import tweepy

from chalicelib.adapters.x.credentials import (
    Access,
    AccountKeys,
    AppToken,
    CredentialsSource,
    XCredentials,
)
from chalicelib.adapters.x.transport import ErrorAnswer, Timeout, Transport
from chalicelib.domain.errors import (
    NetworkUnavailableError,
    NotAuthorisedError,
    RetryableError,
    TerminalError,
)

Call = Callable[..., requests.Response]
"""A method of tweepy's client, told whose keys to use."""

Choice = Callable[[XCredentials], Access]
"""Which of the keys a call is made with."""

_TELLTALES = ("tweepy", "oauthlib", "requests_oauthlib")
# Clients of keys that were replaced are forgotten in time.
_MOST_CLIENTS = 64


class Clients:
    """Makes a client once for each set of keys. tweepy is untyped, hence `Any` in here and nowhere else."""

    def __init__(self, source: CredentialsSource, base_url: str | None, timeout: Timeout) -> None:
        silence_logs()
        self._source = source
        self._base_url = base_url
        self._timeout = timeout
        Transport(base_url, timeout)  # a bad address fails now, not at the first call
        self._client_of = lru_cache(maxsize=_MOST_CLIENTS)(self._make)

    def app(self, method: str) -> Call:
        """A read that any account may make: as the app, or else as the first account."""
        return partial(self._read, method, XCredentials.reader)

    def account(self, handle: str, method: str) -> Call:
        """A read in the name of an account. Raises NotAuthorisedError without its keys."""
        return partial(self._read, method, lambda known: known.keys_of(handle))

    def exactly(self, access: Access, method: str) -> Call:
        """A call with these very keys, whatever others there are by now."""
        call: Call = getattr(self._client_of(access), method)
        return partial(call, user_auth=True) if isinstance(access, AccountKeys) else call

    def keys_of(self, handle: str) -> AccountKeys:
        """An account's keys as they are known now. Raises NotAuthorisedError where there are none."""
        return self._credentials().keys_of(handle)

    def newer_keys(self, handle: str, keys: AccountKeys, refused: ErrorAnswer) -> AccountKeys:
        """The account's keys, read anew after a refusal. Raises that refusal where they are the same."""
        if refused.answer.status_code == requests.codes.unauthorized:
            newer = self._credentials(anew=True).keys_of(handle)
            if newer != keys:
                return newer
        raise refused

    def _read(self, method: str, choice: Choice, *what: object, **options: Any) -> requests.Response:
        """The answer to a read. Refused keys are read anew, and where they were changed it is made again."""
        access = choice(self._credentials())
        try:
            return self.exactly(access, method)(*what, **options)
        except ErrorAnswer as refused:
            if refused.answer.status_code != requests.codes.unauthorized:
                raise
            newer = choice(self._credentials(anew=True))
            if newer == access:
                raise
        return self.exactly(newer, method)(*what, **options)

    def _credentials(self, *, anew: bool = False) -> XCredentials:
        try:
            return self._source(anew=anew)
        except RetryableError as error:
            raise NetworkUnavailableError(f"the keys to X cannot be read now: {error}") from error
        except TerminalError as error:
            raise NotAuthorisedError(f"the keys to X cannot be used: {error}") from error

    def _make(self, access: Access) -> Any:
        client = tweepy.Client(**_as_tweepy_names_them(access), return_type=requests.Response)
        client.session.mount("https://", Transport(self._base_url, self._timeout))
        # A proxy or .netrc of the machine is meant for X itself, not for what stands in for it.
        client.session.trust_env = self._base_url is None
        return client


def _as_tweepy_names_them(access: Access) -> dict[str, str]:
    if isinstance(access, AppToken):
        return {"bearer_token": access.bearer}
    return {
        "consumer_key": access.consumer_key,
        "consumer_secret": access.consumer_secret,
        "access_token": access.access_token,
        "access_token_secret": access.access_token_secret,
    }


def silence_logs() -> None:
    """Debug logs of tweepy and of its OAuth libraries hold tokens and signatures: keep them out."""
    for name in _TELLTALES:
        logging.getLogger(name).setLevel(logging.WARNING)
