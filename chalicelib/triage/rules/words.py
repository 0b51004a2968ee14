"""Splits a post into words that can be compared: folded to lower case, without accents or invisible marks."""

import re
import unicodedata
from typing import NamedTuple

# The longest post that X accepts; what lies beyond is never read, so hostile length costs nothing.
READ_AT_MOST = 25_000

_TOKEN = re.compile(
    r"""https?://\S+|www\.\S+      # a link
    |[@＠]\w+                      # a handle
    |\w+                           # a word or a number
    |[:;=]-?[()DPp/|\\*](?!\w)|<3  # an emoticon
    |\n                            # a line's end ends a sentence
    |\S                            # punctuation or an emoji""",
    re.VERBOSE,
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_SPECIAL = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "’": "'", "‘": "'", "´": "'"}
_CACHED_AT_MOST = 8_192


class _Table(dict[int, str]):
    """A table for `str.translate` that fills itself, up to a bound: hostile text may hold every character."""

    def __missing__(self, code: int) -> str:
        answer = self.compute(chr(code))
        if len(self) < _CACHED_AT_MOST:
            self[code] = answer
        return answer

    def compute(self, char: str) -> str:
        raise NotImplementedError


class _Visible(_Table):
    """Drops marks that are laid over letters, joiners, direction overrides and other invisible characters."""

    def compute(self, char: str) -> str:
        invisible = unicodedata.category(char) in ("Mn", "Me", "Cf")
        return "" if invisible else _SPECIAL.get(char, char) if char in "’‘´" else char


class _Folded(_Table):
    """One form for a letter with or without accents, wide or narrow, of either case."""

    def compute(self, char: str) -> str:
        if "\u3040" <= char <= "\u30ff":
            return char
        parts = unicodedata.normalize("NFKD", char)
        plain = "".join(part for part in parts if unicodedata.category(part) not in ("Mn", "Me", "Cf"))
        folded = plain.casefold()
        return "".join(_SPECIAL.get(letter, letter) for letter in folded if letter != "\u0307")


_VISIBLE = _Visible()
_FOLDED = _Folded()


class Words(NamedTuple):
    """A post's words, marks and links in order: `folded` to compare, `raw` to quote."""

    folded: tuple[str, ...]
    raw: tuple[str, ...]


def fold(text: str) -> str:
    """The text as it is compared, of about the same length."""
    return text.translate(_VISIBLE).translate(_FOLDED)


def words_of(text: str) -> Words:
    """The words of the first 25,000 characters. Linear in their number."""
    raw = tuple(_TOKEN.findall(text[:READ_AT_MOST].translate(_VISIBLE)))
    return Words(tuple(_compared(token) for token in raw), raw)


def _compared(token: str) -> str:
    folded = token.translate(_FOLDED).lstrip("#＃") or token
    return _STRETCHED.sub(r"\1", folded)


def is_word(token: str) -> bool:
    """Whether the token is a word or number, neither a mark, a handle nor a link."""
    return token[:1].isalnum() and not is_link(token)


def is_link(token: str) -> bool:
    """Whether the token is a link."""
    return token.startswith(("http://", "https://", "www."))


def is_handle(token: str) -> bool:
    """Whether the token names an account."""
    return len(token) > 1 and token[0] in "@＠"
