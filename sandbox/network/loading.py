"""Reads posts from JSON lines and says clearly what is wrong with a file that cannot be used."""

import html
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chalicelib.adapters.files.jsonl import read_lines
from chalicelib.adapters.files.times import read_time
from chalicelib.domain.errors import BadInputError
from sandbox.network.errors import BadPosts

_STEP = timedelta(minutes=1)


@dataclass(frozen=True)
class Draft:
    """A post as its file gives it, checked. `line` is where it stands; `created_at` is in UTC."""

    line: int
    id: str | None
    text: str
    author: str | None
    name: str | None
    created_at: datetime | None
    lang: str | None
    in_reply_to: str | None
    quotes: str | None
    follow_ups: tuple[str, ...]


def read(source: Path | Iterable[Mapping[str, object]]) -> list[Draft]:
    """All posts of a file of JSON lines, or of rows already read; raises BadPosts at the first bad one."""
    name = str(source) if isinstance(source, Path) else "posts"
    rows = _lines(source) if isinstance(source, Path) else enumerate(source, 1)
    drafts = [_Row(name, line, row).draft() for line, row in rows]
    _check_ids(name, drafts)
    return drafts


def times(drafts: list[Draft]) -> list[datetime]:
    """A time for each: its own, or a minute after the one before it."""
    known = [draft.created_at for draft in drafts if draft.created_at]
    last = (min(known) if known else datetime(2000, 1, 1, tzinfo=UTC)) - _STEP
    found = []
    for draft in drafts:
        last = draft.created_at or last + _STEP
        found.append(last)
    return found


def _lines(path: Path) -> Iterator[tuple[int, object]]:
    try:
        yield from read_lines(path)
    except BadInputError as error:
        raise BadPosts(str(error)) from error


class _Row:
    """One row being checked; every complaint names file and line."""

    def __init__(self, name: str, line: int, row: object) -> None:
        self._where = f"{name}:{line}"
        self._line = line
        if not isinstance(row, Mapping):
            raise self._bad("is not an object", 'write {"text": "…"} and more keys if you have them')
        self._row = row

    def draft(self) -> Draft:
        return Draft(
            line=self._line,
            id=self._id("id"),
            text=self._text(),
            author=self._string("author"),
            name=self._string("name"),
            created_at=self._time(),
            lang=self._string("lang"),
            in_reply_to=self._id("in_reply_to"),
            quotes=self._id("quotes"),
            follow_ups=self._follow_ups(),
        )

    def _bad(self, what: str, remedy: str) -> BadPosts:
        return BadPosts(f"{self._where}: {what}; {remedy}")

    def _string(self, key: str) -> str | None:
        value = self._row.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self._bad(f"`{key}` is not a text", "put it in quotes or leave it out")
        return self._clean(key, value).strip() or None

    def _clean(self, key: str, value: str) -> str:
        """NFC and without control signs; files of real posts hold X's escaping, which is undone."""
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise self._bad(
                f"`{key}` holds half a character (a lone surrogate)", "repair the text"
            ) from error
        plain = "".join(sign for sign in value if sign in "\n\t" or unicodedata.category(sign) != "Cc")
        for escaped in ("&lt;", "&gt;", "&amp;"):
            plain = plain.replace(escaped, html.unescape(escaped))
        return unicodedata.normalize("NFC", plain)

    def _text(self) -> str:
        text = self._string("text")
        if text is None:
            raise self._bad("the post has no `text`", "give it one or remove the line")
        return text

    def _id(self, key: str) -> str | None:
        value = self._row.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            raise self._bad(f"`{key}` is neither a text nor a number", "write it like the `id` of a post")
        return None if value is None else self._clean(key, str(value)).strip() or None

    def _time(self) -> datetime | None:
        text = self._string("created_at")
        if text is None:
            return None
        if (time := read_time(text)) is not None:
            return time
        raise self._bad(f"`created_at` is no time: {text[:40]!r}", "write it like 2026-02-24T11:15:59Z")

    def _follow_ups(self) -> tuple[str, ...]:
        value = self._row.get("follow_ups")
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
            raise self._bad("`follow_ups` is not a list of texts", 'write it like ["Thanks!"]')
        return tuple(self._clean("follow_ups", text).strip() for text in value)


def _check_ids(name: str, drafts: list[Draft]) -> None:
    """Raises BadPosts for an id given twice, and for replies that go round in a circle."""
    seen: dict[str, Draft] = {}
    for draft in drafts:
        if draft.id is not None and draft.id in seen:
            first = seen[draft.id].line
            raise BadPosts(
                f"{name}:{draft.line}: the id {draft.id!r} is already that of line {first}; give each its own"
            )
        if draft.id is not None:
            seen[draft.id] = draft
    settled: set[str] = set()
    for draft in drafts:
        _check_thread(name, draft, seen, settled)


def _check_thread(name: str, draft: Draft, seen: dict[str, Draft], settled: set[str]) -> None:
    walked: set[str] = set()
    step: Draft | None = draft
    while step is not None and step.id is not None and step.id not in settled:
        if step.id in walked:
            raise BadPosts(f"{name}:{draft.line}: `in_reply_to` leads back to itself; break the circle")
        walked.add(step.id)
        step = seen.get(step.in_reply_to) if step.in_reply_to else None
    settled |= walked
