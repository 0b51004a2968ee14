"""Taking out of a text who wrote it, besides what `masking` takes out, so that it can teach."""

import re
import unicodedata
from urllib.parse import urlsplit

from chalicelib.domain.masking import masked
from chalicelib.domain.post import Author

NAME = "[name]"

_PLACEHOLDER = re.compile(r"(\[[a-z-]+\]|@someone)")
_WORD = re.compile(r"[^\W\d_]+")
_SEVERAL = re.compile(rf"{re.escape(NAME)}(?:[ .]+{re.escape(NAME)})+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\u0e00-\u0e7f]")
# Parts of shown names that name nobody.
_PARTICLES = frozenset(
    {"the", "and", "von", "van", "der", "den", "del", "des", "los", "las", "for", "our", "your"}
)
# A name is also addressed with another ending: `Γιώργος`, `Γιώργο`.
_HAS_ENDINGS, _LONGEST_ENDING = 4, 3


def anonymous(text: str, author: Author, own_site: str = "") -> str:
    """The text with placeholders for handles, links, addresses, numbers and the author's names.

    Links to `own_site` (`https://tarnhollow.example`) stay where they say nothing about a person. Whom else
    the text names, nobody can tell for sure.
    """
    text = unicodedata.normalize("NFC", text)
    own = _links_to(own_site)
    if own is None:
        return _without_names(masked(text), author)
    found, at = "", 0
    for link in own.finditer(text):
        if _is_private(link[0]):
            continue
        found += _without_names(masked(text[at : link.start()]), author) + link[0]
        at = link.end()
    return found + _without_names(masked(text[at:]), author)


def _links_to(site: str) -> re.Pattern[str] | None:
    host = (urlsplit(site).hostname or "").removeprefix("www.")
    if not host:
        return None
    address = rf"(?:https?://)?(?:www\.)?{re.escape(host)}(?![\w-]|\.\w)(?:[/?#:]\S*)?(?<![.,;:!?)\]])"
    return re.compile(rf"(?<![\w@./-]){address}", re.IGNORECASE)


def _is_private(link: str) -> bool:
    """An order's, a parcel's or an account's own page has a number, a code or an address in it."""
    path = link.split("//", 1)[-1].partition("/")[2]
    return bool(re.search(r"[?#@:%=&]|\d{3}|\d\D*\d", path))


def _without_names(text: str, author: Author) -> str:
    pieces = _PLACEHOLDER.split(text)
    pieces[::2] = [_replaced(piece, author) for piece in pieces[::2]]
    return _SEVERAL.sub(NAME, "".join(pieces))


def _replaced(text: str, author: Author) -> str:
    for whole in (author.name.strip(), author.handle):
        if len(whole) > 1 and any(character.isalnum() for character in whole):
            edges = ("", "") if _UNSPACED.search(whole) else (r"(?<!\w)", r"(?!\w)")
            text = re.sub(edges[0] + re.escape(whole) + edges[1], NAME, text, flags=re.IGNORECASE)
    parts = {_folded(part) for part in _WORD.findall(unicodedata.normalize("NFC", author.name))}
    parts = {part for part in parts if len(part) > 1 and part not in _PARTICLES}
    return _WORD.sub(lambda word: NAME if _is_one(word[0], parts) else word[0], text) if parts else text


def _is_one(word: str, parts: set[str]) -> bool:
    """Whether the word is a part of the name; one in small letters is taken for a word like any other."""
    if word[0].islower():
        return False
    folded = _folded(word)
    return folded in parts or any(_is_form(folded, part) for part in parts)


def _is_form(word: str, name: str) -> bool:
    stem = name[:-1]
    return len(stem) >= _HAS_ENDINGS and word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING


def _folded(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
