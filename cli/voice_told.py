"""What `earshot voice` prints of a document."""

import difflib
import json
from collections.abc import Iterator
from datetime import datetime

from chalicelib.voice.sync import Sides, Where
from cli.connection import operator
from cli.voice_carry import Done

HINTS = {
    (Done.LEFT, Where.CONSOLE): "newer in the console: earshot voice pull",
    (Done.LEFT, Where.HERE): "changed here: earshot voice push",
    (Done.LEFT, Where.BOTH): "the file stays: earshot voice push",
}


def as_json(brand: str, sides: Sides, done: Done) -> str:
    """One line; `version`, `by`, `at` and `note` are those of the console's version that was found."""
    document = sides.document
    line = {
        "brand": brand,
        "path": sides.path,
        "where": sides.where.name.lower(),
        "done": done.value,
        "version": document.version if document else 0,
        "by": document.by if document else None,
        "at": document.at.isoformat() if document else None,
        "note": document.note if document else None,
    }
    return json.dumps(line, ensure_ascii=False)


def in_words(sides: Sides, done: Done, written: datetime | None) -> str:
    """A line, or more in a conflict; nothing where there is nothing to say. The file was `written` then."""
    if done is Done.CONFLICT:
        return "\n".join(_conflict(sides, written))
    if done in (Done.PULLED, Done.PUSHED):
        return f"{done.value:8} {sides.path}{_version(sides) if done is Done.PULLED else ''}"
    hint = HINTS.get((done, sides.where))
    return f"{done.value:8} {sides.path} ({hint})" if hint else ""


def _version(sides: Sides) -> str:
    return f" (version {sides.document.version}, by {_shown(sides.document.by)})" if sides.document else ""


def _conflict(sides: Sides, written: datetime | None) -> Iterator[str]:
    document = sides.document
    yield f"conflict {sides.path}: {Where.BOTH.value}; nothing was written. Decide with --ours or --theirs"
    if written:
        yield f"  here:    the file, last written {_at(written)}; whoever works here is {operator()}"
    if document:
        why = f": {_shown(document.note)}" if document.note else ""
        yield f"  console: version {document.version}, by {_shown(document.by)}, {_at(document.at)}{why}"
    theirs = document.text if document else ""
    for line in difflib.unified_diff(
        theirs.splitlines(), (sides.text or "").splitlines(), "console", "here", lineterm="", n=1
    ):
        yield f"  {_shown(line)}"


def _at(moment: datetime) -> str:
    return f"{moment:%d %b %Y %H:%M} UTC"


def _shown(text: str) -> str:
    """Without what steers a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
