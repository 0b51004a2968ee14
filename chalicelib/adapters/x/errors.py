"""The one place where failures of a call to X become the domain's errors."""

from datetime import UTC, datetime, timedelta

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from chalicelib.adapters.x.answers import UnusableAnswerError
from chalicelib.adapters.x.problems import Problem, problem_of
from chalicelib.adapters.x.transport import ErrorAnswer
from chalicelib.domain.errors import (
    CursorTooOldError,
    EarshotError,
    NetworkUnavailableError,
    NotAuthorisedError,
    OutcomeUnknownError,
    OutOfCreditsError,
    PostGoneError,
    RateLimitedError,
    RefusedError,
    ReplyNotAllowedError,
)

FAILURES = (requests.RequestException, UnusableAnswerError)
"""What a call can raise; tweepy's own exceptions never come to be, see `ErrorAnswer`."""

Failure = requests.RequestException | UnusableAnswerError

UNTOLD_WAIT = timedelta(minutes=15)
"""How long to wait when X does not say: the length of its rate-limit windows."""

SHORTEST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=24, minutes=15)
"""X's clock may be behind ours, and a header wrong: neither may make us hammer, nor wait for years."""

REPLY_RULE = (
    "reply to this conversation is not allowed",
    "only reply to or quote posts where you are mentioned",
)
"""Both wordings of the rule of 23 February 2026."""

PARENT_GONE = ("deleted or not visible to you",)
"""X's wording for a reply to a post that is deleted, protected, or by somebody who blocked us."""

RESET_HEADERS = {
    "x-user-limit-24hour-remaining": "x-user-limit-24hour-reset",
    "x-app-limit-24hour-remaining": "x-app-limit-24hour-reset",
}
"""Limits by the day: where nothing remains, these tell the end of the wait."""


def read_error(failure: Failure, now: datetime) -> EarshotError:
    """The error for a read that failed."""
    if isinstance(failure, ErrorAnswer):
        problem = problem_of(failure.answer)
        return _told(problem, failure.answer, now) or NetworkUnavailableError(
            f"X did not serve the read: {problem}"
        )
    return NetworkUnavailableError(
        f"X did not serve the read: {_nature(failure)}", may_be_billed=not _never_sent(failure)
    )


def reply_error(failure: Failure, now: datetime) -> EarshotError:
    """The error for a reply that failed: unknown, unless it certainly was not posted."""
    if isinstance(failure, ErrorAnswer):
        problem = problem_of(failure.answer)
        refusal = _refused_reply(problem) or _told(problem, failure.answer, now)
        return refusal or OutcomeUnknownError(f"X may have posted the reply or not: {problem}")
    if _never_sent(failure):
        return NetworkUnavailableError(f"the reply was not sent: {_nature(failure)}")
    return OutcomeUnknownError(f"X may have posted the reply or not: {_nature(failure)}")


def _refused_reply(problem: Problem) -> EarshotError | None:
    if problem.status not in (400, 403, 404):
        return None
    if problem.says(*REPLY_RULE):
        return ReplyNotAllowedError(f"X lets an app answer only those who addressed it: {problem}")
    if problem.says(*PARENT_GONE):
        return PostGoneError(f"the post is deleted or hidden from us: {problem}")
    return None


def _told(problem: Problem, answer: requests.Response, now: datetime) -> EarshotError | None:
    """The error where X said that it did nothing; None where its answer leaves that open."""
    if problem.status == 402 or problem.kind.endswith(("/credits-depleted", "/usage-capped")):
        return OutOfCreditsError(f"the account at X has nothing left to spend, top it up: {problem}")
    if problem.status == 429:
        return RateLimitedError(f"X asks to wait: {problem}", _wait_until(answer, now))
    if problem.status == 401:
        return NotAuthorisedError(f"X does not accept the keys, renew them: {problem}")
    if problem.status == 400 and "since_id" in problem.parameters and problem.says("created after"):
        return CursorTooOldError(f"X no longer knows the id to read from: {problem}")
    if 400 <= problem.status < 500 and problem.status != 408:
        return RefusedError(f"X refuses: {problem}")
    return None


def _wait_until(answer: requests.Response, now: datetime) -> datetime:
    resets = [answer.headers.get("x-rate-limit-reset")]
    for remaining, reset in RESET_HEADERS.items():
        if answer.headers.get(remaining) == "0":
            resets.append(answer.headers.get(reset))
    moments = [moment for moment in map(_moment, resets) if moment]
    return min(max([*moments, now + SHORTEST_WAIT]), now + LONGEST_WAIT) if moments else now + UNTOLD_WAIT


def _moment(seconds: str | None) -> datetime | None:
    """A time in seconds since 1970; None for what is not one."""
    if seconds is None or not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 11):
        return None
    return datetime.fromtimestamp(int(seconds), UTC)


def _never_sent(failure: Failure) -> bool:
    """Whether no connection came about: refused, no such host, or too slow to connect."""
    if isinstance(failure, requests.ConnectTimeout):
        return True
    cause = failure.args[0] if failure.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _nature(failure: Failure) -> str:
    """What went wrong, without the address and all else that requests' own message repeats."""
    if isinstance(failure, UnusableAnswerError):
        return f"it answered, but {failure}"
    if isinstance(failure, requests.ConnectTimeout):
        return "no connection within the time limit"
    if isinstance(failure, requests.ReadTimeout):
        return "no answer within the time limit"
    return f"the connection failed ({type(failure).__name__})"
