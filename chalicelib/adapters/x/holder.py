"""Looks at keys before they are relied on: whose they are, and what they may do. One cheap read each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.x import answers
from chalicelib.adapters.x.clients import Clients
from chalicelib.adapters.x.credentials import AccountKeys, AppToken, XCredentials
from chalicelib.adapters.x.errors import FAILURES, read_error
from chalicelib.adapters.x.network import DEFAULT_TIMEOUT
from chalicelib.adapters.x.wire import WireUser

RIGHTS_HEADER = "x-access-level"
READ_ONLY = "read"


@dataclass(frozen=True)
class Holder:
    """The account that keys belong to. `rights` as X names them (`read`, `read-write`, …), None if untold."""

    handle: str
    id: str
    rights: str | None


def holder_of(keys: AccountKeys, base_url: str | None = None) -> Holder:
    """Whose keys they are, asked of X once (an owned read).

    Raises NotAuthorisedError when X does not accept them, NetworkUnavailableError when it does not answer.
    """
    clients = Clients(XCredentials({}), base_url, DEFAULT_TIMEOUT)
    with _told_as_ours():
        answer = clients.exactly(keys, "get_me")()
        user = answers.one_in(answers.opened(answer), WireUser)
    return Holder(user.username, user.id, answer.headers.get(RIGHTS_HEADER))


def try_bearer(token: str, handle: str, base_url: str | None = None) -> None:
    """Read with the app's token once: a count, the cheapest that X sells it. Raises as `holder_of` does."""
    clients = Clients(XCredentials({}), base_url, DEFAULT_TIMEOUT)
    with _told_as_ours():
        answers.opened(clients.exactly(AppToken(token), "get_recent_tweets_count")(f"from:{handle}"))


@contextmanager
def _told_as_ours() -> Iterator[None]:
    try:
        yield
    except FAILURES as failure:
        raise read_error(failure, utc_now()) from None
