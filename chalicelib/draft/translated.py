"""Translations that were made, in this process alone and not for long: strangers wrote what they say."""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple

from chalicelib.domain.value import digest
from chalicelib.ports import Translation

MOST = 256
LASTS = timedelta(hours=1)


class _One(NamedTuple):
    text: str
    model: str
    at: datetime


class Kept:
    """By brand, text and language. What is old, or one too many, is forgotten."""

    def __init__(self) -> None:
        self._ones: OrderedDict[str, _One] = OrderedDict()
        self._lock = Lock()

    def missing(self, brand: str, texts: tuple[str, ...], lang: str, now: datetime) -> tuple[str, ...]:
        """Those of the texts, each once, that are yet to be translated; empty ones never are."""
        with self._lock:
            self._forget(now)
            unknown = (text for text in texts if text.strip() and _key(brand, text, lang) not in self._ones)
            return tuple(dict.fromkeys(unknown))

    def keep(self, brand: str, texts: tuple[str, ...], lang: str, made: Translation, now: datetime) -> None:
        """Remember what each of the texts became."""
        with self._lock:
            for text, told in zip(texts, made.texts, strict=True):
                self._ones[_key(brand, text, lang)] = _One(told, made.model, now)

    def all(self, brand: str, texts: tuple[str, ...], lang: str) -> Translation:
        """All of the texts, in their order; what is not known stays empty."""
        with self._lock:
            found = [self._ones.get(_key(brand, text, lang)) for text in texts]
        models = dict.fromkeys(one.model for one in found if one)
        return Translation(tuple(one.text if one else "" for one in found), ", ".join(models))

    def _forget(self, now: datetime) -> None:
        for key in [key for key, one in self._ones.items() if now - one.at > LASTS]:
            del self._ones[key]
        while len(self._ones) > MOST:
            self._ones.popitem(last=False)


KEPT = Kept()


def _key(brand: str, text: str, lang: str) -> str:
    return digest(brand, text, lang)
