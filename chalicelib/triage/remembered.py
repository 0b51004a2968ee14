"""A table that works out what it is asked and remembers it, up to a bound."""

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(dict[Key, Value]):
    """`table[key]` is `compute(key)`.

    Hostile text may hold any number of words of any length: `at_most` stay, none longer than `longest`.
    """

    def __init__(self, compute: Callable[[Key], Value], at_most: int = 50_000, longest: int = 40) -> None:
        self._compute = compute
        self._at_most = at_most
        self._longest = longest

    def __missing__(self, key: Key) -> Value:
        value = self._compute(key)
        if len(self) < self._at_most and not (isinstance(key, str) and len(key) > self._longest):
            self[key] = value
        return value
