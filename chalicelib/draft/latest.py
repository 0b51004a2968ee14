"""Remembers one result: a draft asks several times for the very same."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """The latest result, for as long as it is asked for with the very same objects."""

    def __init__(self) -> None:
        self._kept: tuple[tuple[object, ...], T] | None = None

    def of(self, *asked: object, make: Callable[[], T]) -> T:
        """What was made last time, if these are the objects of then; else what `make` makes now."""
        kept = self._kept
        if kept is None or any(ours is not theirs for ours, theirs in zip(kept[0], asked, strict=True)):
            # One assignment, so that threads see either the old or the new.
            self._kept = kept = (asked, make())
        return kept[1]
