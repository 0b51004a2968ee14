"""Finds words and phrases in a text, whatever their case, accents and line breaks."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

# Letters that Unicode does not take apart into a base letter and a mark.
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "’": "'", "ʼ": "'", "`": "'", "\u00ad": None})


def fold(text: str) -> str:
    """The text without case, accents and typographic apostrophes."""
    return "".join(_fold_character(character) for character in text)


def find(phrases: Iterable[str], text: str) -> str | None:
    """The longest passage of the text, as written, that is one of the phrases; None when none is there."""
    found = sorted(find_all(phrases, text), key=len)
    return found[-1] if found else None


def find_all(phrases: Iterable[str], text: str) -> Iterator[str]:
    """Each passage of the text that is one of the phrases: whole words only, `*` stands for any ending."""
    folded, origins = _folded_with_origins(text)
    for phrase in phrases:
        for match in _pattern(phrase).finditer(folded):
            yield text[origins[match.start()] : origins[match.end() - 1] + 1]


def words_of(text: str) -> list[str]:
    """The words of the text, folded."""
    return re.findall(r"\w+", fold(text))


def shared_runs(text: str, others: Iterable[str], length: int) -> Iterator[str]:
    """Each run of `length` words that the text has in common with one of the others, folded."""
    known = {run for other in others for run in _runs(words_of(other), length)}
    return (" ".join(run) for run in _runs(words_of(text), length) if run in known)


def _runs(words: list[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[start : start + length]) for start in range(len(words) - length + 1))


@lru_cache(maxsize=65_536)
def _fold_character(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character.casefold().translate(_PLAIN))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _folded_with_origins(text: str) -> tuple[str, list[int]]:
    folded = [_fold_character(character) for character in text]
    origins = [origin for origin, part in enumerate(folded) for _ in part]
    return "".join(folded), origins


@lru_cache(maxsize=8_192)
def _pattern(phrase: str) -> re.Pattern[str]:
    parts = (re.escape(part).replace(r"\*", r"\w*") for part in fold(phrase).split())
    return re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)")
