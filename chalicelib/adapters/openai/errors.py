"""What the SDK raises, as our one error. Messages hold no key, no post and nothing that the server wrote."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import openai

from chalicelib.domain.errors import ModelUnavailableError


@contextmanager
def as_unavailable(timeout: float) -> Iterator[None]:
    """Turn every error of the SDK, and of the HTTP library under it, into ModelUnavailableError."""
    try:
        yield
    except (openai.APITimeoutError, httpx2.TimeoutException):
        raise ModelUnavailableError(f"it did not answer within {timeout:g} s") from None
    except (openai.AuthenticationError, openai.PermissionDeniedError) as refused:
        raise ModelUnavailableError(
            f"its server refuses the key, HTTP {refused.status_code}", may_be_billed=False
        ) from None
    except openai.RateLimitError:
        raise ModelUnavailableError(
            "too many requests, or no credit left, HTTP 429", may_be_billed=False
        ) from None
    except openai.APIStatusError as status:
        raise ModelUnavailableError(f"its server answered HTTP {status.status_code}") from None
    except (openai.APIConnectionError, httpx2.HTTPError):
        raise ModelUnavailableError("its server cannot be reached, or hung up") from None
    except openai.OpenAIError as other:
        raise ModelUnavailableError(f"the request failed ({type(other).__name__})") from None
