"""Everybody gets a turn, whatever becomes of the others."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from chalicelib.domain.errors import RetryableError
from chalicelib.telemetry import logger


def in_turn(calls: Iterable[Callable[[], object]]) -> None:
    """Make the calls one after the other. At the end raise a failure, an unforeseen one before others."""
    with ThreadPoolExecutor(max_workers=1) as one_at_a_time:
        turns = [one_at_a_time.submit(call) for call in calls]
    failures = [failure for turn in turns if (failure := turn.exception())]
    for failure in failures:
        logger.error("a turn failed", extra={"why": type(failure).__name__})
    if failures:
        raise min(failures, key=lambda failure: isinstance(failure, RetryableError))
