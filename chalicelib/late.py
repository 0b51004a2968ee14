"""Things that are made only when they are used."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from importlib import import_module
from threading import Lock
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


def late(make: Callable[[], T]) -> T:
    """Stands for what `make` makes, which is called when something of it is first asked for.

    For SDKs that take long to import: a function that never uses one does not pay for it at its start.
    """
    return cast(T, _Late(make))


def late_module(name: str) -> Any:
    """Stands for a module, which is imported when something of it is first asked for."""
    return late(lambda: import_module(name))


class LateMapping(Mapping[K, V]):
    """Stands for the mapping that `make` makes, which is called at the first look into it."""

    def __init__(self, make: Callable[[], Mapping[K, V]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[K, V]:
        return self._make()

    def __getitem__(self, key: K) -> V:
        return self._made[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


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
