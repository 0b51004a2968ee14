"""What differs between two texts: by lines for documents, by words for drafts."""

import difflib
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

CONTEXT = 3
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Below this, two texts are two texts, and not one that was changed here and there.
ALIKE = 0.6


class Line(NamedTuple):
    """A line of either text, or a `gap` of lines that are the same; numbers count from 1, 0 is none."""

    kind: Literal["same", "removed", "added", "gap"]
    text: str = ""
    old: int = 0
    new: int = 0


class Piece(NamedTuple):
    """A part of a text, and whether the other lacks it."""

    text: str
    differs: bool = False


def lines(old: str, new: str) -> tuple[Line, ...]:
    """The lines that differ, with a few around them; none where nothing differs."""
    before, after = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    found: list[Line] = []
    for group in matcher.get_grouped_opcodes(CONTEXT):
        if group[0][1] or group[0][3]:
            found.append(Line("gap"))
        for tag, i1, i2, j1, j2 in group:
            found += _of_block(tag, before, after, (i1, i2), (j1, j2))
    return tuple(found)


def _of_block(
    tag: str, before: list[str], after: list[str], old: tuple[int, int], new: tuple[int, int]
) -> Iterator[Line]:
    if tag == "equal":
        for i, j in zip(range(*old), range(*new), strict=True):
            yield Line("same", before[i], i + 1, j + 1)
        return
    for i in range(*old):
        yield Line("removed", before[i], old=i + 1)
    for j in range(*new):
        yield Line("added", after[j], new=j + 1)


def words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts, in pieces; nothing is marked where they have little in common."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if old == new or matcher.ratio() < ALIKE:
        return (Piece(old),), (Piece(new),)
    left, right = [], []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        left.append(Piece("".join(before[i1:i2]), tag != "equal"))
        right.append(Piece("".join(after[j1:j2]), tag != "equal"))
    return _some(left), _some(right)


def _some(pieces: list[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)
