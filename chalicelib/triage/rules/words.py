"""Splits a post into words that can be compared: folded to lower case, without accents or invisible marks."""

import re
import unicodedata
from typing import NamedTuple

from chalicelib.triage.remembered import Remembered

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
_LINKS = ("http://", "https://", "www.")
# White space, so that no token holds it: all of a post's tokens are folded at once.
_BETWEEN = "\x1f"


def _visible(code: int) -> str:
    """Nothing for marks laid over letters, joiners, direction overrides and other invisible characters."""
    char = chr(code)
    invisible = unicodedata.category(char) in ("Mn", "Me", "Cf")
    return "" if invisible else _SPECIAL.get(char, char) if char in "’‘´" else char


def _folded(code: int) -> str:
    """One form for a letter with or without accents, wide or narrow, of either case."""
    char = chr(code)
    if "\u3040" <= char <= "\u30ff":
        return char
    parts = unicodedata.normalize("NFKD", char)
    plain = "".join(part for part in parts if unicodedata.category(part) not in ("Mn", "Me", "Cf"))
    folded = plain.casefold()
    return "".join(_SPECIAL.get(letter, letter) for letter in folded if letter != "\u0307")


_VISIBLE = Remembered(_visible, at_most=8_192)
_FOLDED = Remembered(_folded, at_most=8_192)


class Words(NamedTuple):
    """A post's words, marks and links in order: `folded` to compare, `raw` to quote."""

    folded: tuple[str, ...]
    raw: tuple[str, ...]


def fold(text: str) -> str:
    """The text as it is compared, of about the same length."""
    return text.translate(_VISIBLE).translate(_FOLDED)


def words_of(text: str) -> Words:
    """The words of the first 25,000 characters. Linear in their number."""
    text = text[:READ_AT_MOST]
    raw = tuple(_TOKEN.findall(text if text.isascii() else text.translate(_VISIBLE)))
    if not raw:
        return Words((), ())
    joined = _BETWEEN.join(raw)
    joined = joined.lower() if joined.isascii() else joined.translate(_FOLDED)
    folded = tuple(_STRETCHED.sub(r"\1", joined).split(_BETWEEN))
    return Words(folded if all(folded) else tuple(map(_or_itself, folded, raw)), raw)


def _or_itself(folded: str, raw: str) -> str:
    return folded or raw


def is_word(token: str) -> bool:
    """Whether the token is a word or number, neither a mark, a handle nor a link."""
    first = token[:1]
    return first.isalnum() and not (first in "hw" and token.startswith(_LINKS))


def is_link(token: str) -> bool:
    """Whether the token is a link."""
    return token.startswith(_LINKS)


def is_handle(token: str) -> bool:
    """Whether the token names an account."""
    return len(token) > 1 and token[0] in "@＠"
