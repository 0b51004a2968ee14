"""A table that works out what it is asked and remembers it, up to a bound."""

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(dict[Key, Value]):
    """`table[key]` is `compute(key)`; hostile text may hold any number of keys, so only `at_most` stay."""

    def __init__(self, compute: Callable[[Key], Value], at_most: int = 50_000) -> None:
        self._compute = compute
        self._at_most = at_most

    def __missing__(self, key: Key) -> Value:
        value = self._compute(key)
        if len(self) < self._at_most:
            self[key] = value
        return value
