"""Finds words and phrases in a text, whatever their case, accents and line breaks."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

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
    if text.isascii():
        return text.lower().replace("`", "'")
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(character for character in parts if not unicodedata.combining(character))


def find(phrases: Phrases, text: str | Folded) -> str | None:
    """The longest passage of the text, as written, that is one of the phrases; None when none is there."""
    return max(find_all(phrases, text), key=len, default=None)


def find_all(phrases: Phrases, text: str | Folded) -> Iterator[str]:
    """Each passage of the text, as written, that is one of the phrases; of two that overlap, the longer."""
    if not phrases:
        return iter(())
    searched = text if isinstance(text, Folded) else Folded(text)
    spaced, unspaced = _patterns(phrases)
    patterns = (spaced, unspaced) if is_unspaced(searched.folded) else (spaced,)
    found = (pattern.finditer(searched.folded) for pattern in patterns if pattern)
    return (searched.as_written(match) for match in chain.from_iterable(found))


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
def _patterns(phrases: Phrases) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """What finds the phrases as whole words, and what finds those of scripts without spaces anywhere."""
    longest_first = sorted(map(fold, phrases), key=len, reverse=True)
    spaced = [_words_pattern(one) for one in longest_first if not is_unspaced(one)]
    unspaced = [_words_pattern(one) for one in longest_first if is_unspaced(one)]
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)") if spaced else None,
        re.compile("|".join(unspaced)) if unspaced else None,
    )


def _words_pattern(phrase: str) -> str:
    return r"\s+".join(map(_word_pattern, phrase.split()))


def is_unspaced(text: str) -> bool:
    """Whether it holds letters of a script that puts no spaces between words."""
    return bool(_UNSPACED.search(text))


_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\u0e00-\u0e7f]")


def _word_pattern(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*")
