"""Things that are made only when they are used."""

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")


def late(make: Callable[[], T]) -> T:
    """Stands for what `make` makes, which is called when something of it is first asked for.

    For SDKs that take long to import: a function that never uses one does not pay for it at its start.
    """
    return cast(T, _Late(make))


class _Late(Generic[T]):
    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: list[T] = []

    def __getattr__(self, name: str) -> Any:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
        return getattr(self._made[0], name)
