"""Everybody gets a turn, whatever becomes of the others."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import NamedTuple

from chalicelib.domain.errors import RetryableError
from chalicelib.telemetry import about, logger


class Turn(NamedTuple):
    """A call, and the ids (`brand`, `case`, `search`, …) that what is logged about it carries."""

    call: Callable[[], object]
    ids: dict[str, str]


def in_turn(turns: Iterable[Turn]) -> None:
    """Make the calls one after the other. At the end raise a failure, an unforeseen one before others."""
    with ThreadPoolExecutor(max_workers=1) as one_at_a_time:
        begun = [(turn, one_at_a_time.submit(copy_context().run, _take, turn)) for turn in turns]
    failures = [(turn, failure) for turn, taken in begun if (failure := taken.exception())]
    for turn, failure in failures:
        with about(**turn.ids):
            logger.error("a turn failed", extra={"why": type(failure).__name__})
    if failures:
        raise min(
            (failure for _, failure in failures), key=lambda failure: isinstance(failure, RetryableError)
        )


def _take(turn: Turn) -> None:
    with about(**turn.ids):
        turn.call()
