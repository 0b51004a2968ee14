"""Finds words and phrases in a text, whatever their case, accents and line breaks."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Letters that Unicode does not take apart into a base letter and a mark.
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "’": "'", "ʼ": "'", "`": "'", "\u00ad": None})

Phrases = tuple[str, ...]
"""Words and phrases, found as whole words; a `*` at the end of a word stands for any ending."""


class Folded:
    """A text that is searched several times. `text` is as written, `folded` without case and accents."""

    def __init__(self, text: str) -> None:
        self.text = text
        parts = [_fold_character(character) for character in text]
        self.folded = "".join(parts)
        self._origins = [origin for origin, part in enumerate(parts) for _ in part]

    def as_written(self, match: re.Match[str]) -> str:
        """The passage of the text that a match of the folded text stands for."""
        return self.text[self._origins[match.start()] : self._origins[match.end() - 1] + 1]


def fold(text: str) -> str:
    """The text without case, accents and typographic apostrophes."""
    return "".join(_fold_character(character) for character in text)


def find(phrases: Phrases, text: str | Folded) -> str | None:
    """The longest passage of the text, as written, that is one of the phrases; None when none is there."""
    return max(find_all(phrases, text), key=len, default=None)


def find_all(phrases: Phrases, text: str | Folded) -> Iterator[str]:
    """Each passage of the text, as written, that is one of the phrases; of two that overlap, the longer."""
    if not phrases:
        return iter(())
    searched = text if isinstance(text, Folded) else Folded(text)
    return (searched.as_written(match) for match in _pattern(phrases).finditer(searched.folded))


def words_of(text: str) -> list[str]:
    """The words of the text, folded."""
    return re.findall(r"\w+", fold(text))


def runs_of(text: str, length: int) -> frozenset[str]:
    """Every run of `length` words in the text, folded."""
    words = words_of(text)
    return frozenset(" ".join(words[start : start + length]) for start in range(len(words) - length + 1))


@lru_cache(maxsize=65_536)
def _fold_character(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character.casefold().translate(_PLAIN))
    return "".join(part for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=8_192)
def _pattern(phrases: Phrases) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join(_phrase_pattern(fold(phrase)) for phrase in longest_first))


def _phrase_pattern(phrase: str) -> str:
    words = r"\s+".join(map(_word_pattern, phrase.split()))
    # Where no spaces are written, a phrase may stand anywhere.
    return words if is_unspaced(phrase) else rf"(?<!\w){words}(?!\w)"


def is_unspaced(text: str) -> bool:
    """Whether it holds letters of a script that puts no spaces between words."""
    return bool(_UNSPACED.search(text))


_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\u0e00-\u0e7f]")


def _word_pattern(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*")
