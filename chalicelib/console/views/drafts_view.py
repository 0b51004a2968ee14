"""What became of drafts, in tables."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from chalicelib.console.words import APPROACHES, INTENTS, language
from chalicelib.domain.draft import Origin
from chalicelib.domain.reasons import TELL_OF_A_GAP
from chalicelib.domain.verdict import Intent
from chalicelib.measure.accuracy import Share
from chalicelib.measure.drafts import DraftFigures, DraftLine

MOST_LINES = 12
NOT_TOLD = "not told"
ORIGINS = {
    Origin.MODEL: "The language model",
    Origin.OFFLINE: "Saved replies",
    Origin.PROTOCOL: "The brand’s protocols",
}


class FateCell(NamedTuple):
    """A share in words: `60 %`, `31 to 83 %`; `too few` alone. `more` is what else is to be said."""

    value: str
    between: str
    more: str = ""


class FateRow(NamedTuple):
    """One stratum."""

    name: str
    of: str
    untouched: FateCell
    edited: FateCell
    rejected: FateCell


class FateTable(NamedTuple):
    """One way to tell drafts apart."""

    id: str
    title: str
    first: str
    rows: tuple[FateRow, ...]


class ReasonView(NamedTuple):
    """Why drafts were rejected. `about`: it tells about voice or knowledge."""

    reason: str
    drafts: int
    about: bool


def tables(found: DraftFigures) -> tuple[FateTable, ...]:
    """The tables of the page; one without rows is left out."""
    approach = _by_name({one.value: label for one, label in APPROACHES.items()})
    origin = _by_name({one.value: label for one, label in ORIGINS.items()})
    all_of = (
        _table("overall", "Altogether", "", [found.overall], lambda _: "All drafts"),
        _table("origin", "By who wrote it", "Written by", found.origins, origin),
        _table("approach", "By what it set out to do", "Approach", found.approaches, approach),
        _table("intent", "By intent", "Intent", found.intents, lambda name: INTENTS[Intent(name)]),
        _table("language", "By language of the post", "Language", found.languages, spoken),
        _table("voice", "By voice, newest first", "Voice", found.voices, lambda name: name or NOT_TOLD),
    )
    return tuple(table for table in all_of if any(row.of != "of 0" for row in table.rows))


def _by_name(labels: dict[str, str]) -> Callable[[str], str]:
    return lambda name: labels.get(name, NOT_TOLD)


def spoken(name: str) -> str:
    """A language's name."""
    return language(name) or "not known"


def _table(
    id: str, title: str, first: str, lines: Iterable[DraftLine], label: Callable[[str], str]
) -> FateTable:
    return FateTable(id, title, first, tuple(_row(label(line.name), line) for line in lines)[:MOST_LINES])


def _row(name: str, line: DraftLine) -> FateRow:
    changed = f"{100 * line.distance:.0f} % changed" if line.distance is not None else ""
    return FateRow(
        name=name,
        of=f"of {line.of}",
        untouched=_cell(line.untouched),
        edited=_cell(line.edited, changed),
        rejected=_cell(line.rejected),
    )


def _cell(share: Share | None, more: str = "") -> FateCell:
    if share is None:
        return FateCell("too few", "")
    low, high = (f"{100 * end:.0f}" for end in share.interval)
    return FateCell(f"{100 * share.value:.0f} %", f"{low} to {high} %", more)


def reasons(found: DraftFigures) -> tuple[ReasonView, ...]:
    """Why drafts were rejected, most frequent first."""
    return tuple(ReasonView(why or NOT_TOLD, count, why in TELL_OF_A_GAP) for why, count in found.reasons)
