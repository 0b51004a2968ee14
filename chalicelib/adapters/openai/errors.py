"""What the SDK raises, as our one error. Messages hold no key, no post and nothing that the server wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import NamedTuple

import httpx2
import openai

from chalicelib.adapters.openai.completion import read_usage
from chalicelib.domain.draft import Usage
from chalicelib.domain.errors import ModelUnavailableError

# The request never left: nobody can have worked for it.
_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)
_PASSING = frozenset({408, 409, 429})
_REFUSED = frozenset({401, 403, 404})


class Blame(Enum):
    """Whose failure it is, which decides what is done about it."""

    PASSING = "passing"  # busy or broken for now: tried again, then elsewhere; counted against the endpoint
    SLOW = "slow"  # no time to try again: elsewhere; counted
    NONSENSE = "nonsense"  # no chat completion: elsewhere; counted
    REFUSED = "refused"  # the key, the model or the address is wrong: elsewhere; not asked for a while
    OURS = "ours"  # it does not take the request: elsewhere; says nothing against the endpoint
    UNASKED = "unasked"  # it was not asked at all: elsewhere


class Refusal(NamedTuple):
    """What an endpoint answered in place of a completion. Its `body` is for reading, never for telling."""

    status: int
    body: bytes
    retry_after: str | None


class CallFailedError(ModelUnavailableError):
    """One call of one endpoint failed. `refusal` is what it answered, where it answered an error."""

    def __init__(
        self,
        message: str,
        blame: Blame,
        *,
        may_be_billed: bool = True,
        usage: Usage | None = None,
        refusal: Refusal | None = None,
    ) -> None:
        super().__init__(message, may_be_billed=may_be_billed, usage=usage)
        self.blame = blame
        self.refusal = refusal

    @property
    def status(self) -> int | None:
        """The HTTP status of an error that it answered."""
        return self.refusal.status if self.refusal else None


@contextmanager
def as_unavailable(seconds: float) -> Iterator[None]:
    """Turn every error of the SDK, and of the HTTP library under it, into CallFailedError."""
    try:
        yield
    except openai.APIStatusError as status:
        raise _of_status(status) from None
    except (openai.APITimeoutError, httpx2.TimeoutException) as slow:
        raise too_slow(seconds, may_be_billed=not _never_sent(slow)) from None
    except (openai.APIConnectionError, httpx2.HTTPError) as lost:
        never_sent = _never_sent(lost)
        raise CallFailedError(
            "its server cannot be reached, or hung up", Blame.PASSING, may_be_billed=not never_sent
        ) from None
    except (openai.OpenAIError, httpx2.InvalidURL, httpx2.StreamError) as other:
        raise CallFailedError(f"the request failed ({type(other).__name__})", Blame.OURS) from None


def too_slow(seconds: float, *, may_be_billed: bool = True) -> CallFailedError:
    """It was waited for so long, and no longer."""
    return CallFailedError(
        f"it did not answer within {round(seconds, 1):g} s", Blame.SLOW, may_be_billed=may_be_billed
    )


def _never_sent(error: Exception) -> bool:
    return isinstance(error, _NEVER_SENT) or isinstance(error.__cause__, _NEVER_SENT)


def _of_status(error: openai.APIStatusError) -> CallFailedError:
    code, body = error.status_code, error.response.content
    usage = read_usage(body)
    refusal = Refusal(code, body, error.response.headers.get("retry-after"))
    # A request that was refused is not worked for; what breaks on the way may have been.
    billed = bool(usage.tokens) or not 400 <= code < 500 or code in (408, 409)
    return CallFailedError(_words(code), _blame(code), may_be_billed=billed, usage=usage, refusal=refusal)


def _blame(code: int) -> Blame:
    if code in _PASSING or code >= 500:
        return Blame.PASSING
    if code in _REFUSED or 300 <= code < 400:
        return Blame.REFUSED
    return Blame.OURS


def _words(code: int) -> str:
    if code in (401, 403):
        return f"its server refuses the key, HTTP {code}"
    if code == 404:
        return "its server knows no such model or address, HTTP 404"
    if code == 429:
        return "too many requests, or no credit left, HTTP 429"
    if 300 <= code < 400:
        return f"its server sends us elsewhere, HTTP {code}; give the address that it really has"
    return f"its server answered HTTP {code}"
