"""Another try, soon: for a call that failed for now, at most twice, and never past the time that is left."""

import re
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from chalicelib.adapters.openai.errors import Blame, CallFailedError
from chalicelib.ports import Clock

TRIES = 3
# Whoever asks us to wait longer is not waited for: another model is asked, or nobody.
LONGEST_WAIT_SECONDS = 10.0
# Between nothing and so much, twice as much after the second failure: a thousand callers come back apart.
FIRST_WAIT_SECONDS = 0.5
# With less time than this left nobody is asked.
LEAST_SECONDS = 0.1

_jitter = wait_random_exponential(multiplier=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS)


def retrying(left: Callable[[], float], clock: Clock, sleep: Callable[[float], None]) -> Retrying:
    """What repeats a call. `left` tells the seconds that remain."""

    def wait(state: RetryCallState) -> float:
        return max(_jitter(state), _asked_for(_failure(state), clock()))

    def outlasts(state: RetryCallState) -> bool:
        return state.upcoming_sleep > min(LONGEST_WAIT_SECONDS, left() - LEAST_SECONDS)

    return Retrying(
        stop=lambda state: stop_after_attempt(TRIES)(state) or outlasts(state),
        wait=wait,
        retry=retry_if_exception(_passes),
        sleep=sleep,
        reraise=True,
    )


def _passes(error: BaseException) -> bool:
    return isinstance(error, CallFailedError) and error.blame is Blame.PASSING


def _failure(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def _asked_for(failure: BaseException | None, now: datetime) -> float:
    """The seconds that the server asks us to wait; none where it does not, or says nothing sensible."""
    if not isinstance(failure, CallFailedError) or not failure.refusal or not failure.refusal.retry_after:
        return 0.0
    told = failure.refusal.retry_after.strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", told):
        return float(told)
    try:
        at = parsedate_to_datetime(told)
    except (TypeError, ValueError):
        return 0.0
    return (at - now).total_seconds() if at.tzinfo else 0.0
