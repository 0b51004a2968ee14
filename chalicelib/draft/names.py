"""How to address somebody by the name they show, without lending it our voice."""

import re
import unicodedata

from chalicelib.domain.post import Author
from chalicelib.draft import phrases
from chalicelib.draft.words import find

_LONGEST = 20
_LONGEST_IN_CAPITALS = 3
_A_NAME = re.compile(r"([^\W\d_][\w'’-]*)(?: ([^\W\d_][\w'’-]*)\.?)?")
_A_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
_NEVER = (*phrases.NO_NAMES, *phrases.PROMISES, *phrases.PRIVATE_DATA, *phrases.INJECTION_MARKS)


def address(author: Author, never: tuple[str, ...] = ()) -> str:
    """The first name, where the shown name is one or two plain words; else `@handle`; else nothing.

    Nothing else of what the person wrote as a name gets through: no link, sign, number, instruction or
    promise, and none of the words that are `never` to be written.
    """
    match = _A_NAME.fullmatch(_visible(author.name))
    if match and _is_a_first_name(*match.groups()) and not find((*_NEVER, *never), match[0]):
        return match[1]
    return f"@{author.handle}" if _A_HANDLE.fullmatch(author.handle) else ""


def _visible(name: str) -> str:
    """The name without emoji, ornaments and what nobody sees (controls, text-direction overrides)."""
    plain = unicodedata.normalize("NFKC", name)
    kept = (character for character in plain if unicodedata.category(character)[:2] not in _DROPPED)
    return " ".join("".join(kept).split())


_DROPPED = frozenset({"So", "Sk", "Cc", "Cf", "Co", "Cn", "Cs", "Me"})


def _is_a_first_name(first: str, second: str | None) -> bool:
    """Whether it reads as one: short, not shouted, and before a family name only with a capital."""
    marks = sum(1 for character in first if unicodedata.category(character).startswith("M"))
    plain = len(first) <= _LONGEST and marks <= len(first) // 2 and not re.search(r"[\d_]", first)
    shouted = first.isupper() and len(first) > _LONGEST_IN_CAPITALS
    return plain and not shouted and not (second and (first[0].islower() or second[0].islower()))
