"""How right triage is, in tables, and the examples that were chosen."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from chalicelib.console.views.people import who
from chalicelib.console.words import INTENTS, Moment, ago, direction, lang_tag, language
from chalicelib.domain.verdict import Intent
from chalicelib.measure.accuracy import Accuracy, Line, Share
from chalicelib.ports import Exemplar


class Cell(NamedTuple):
    """A share in words: `80 %`, `between 44 and 98 %`, `of 10`; `too few` with the count alone."""

    value: str
    between: str
    of: str


class RateRow(NamedTuple):
    """One search, intent or language."""

    name: str
    precision: Cell
    missed: Cell
    recall: Cell


class RateTable(NamedTuple):
    """One way to tell them apart; `note` says how to read it."""

    id: str
    title: str
    first: str
    rows: tuple[RateRow, ...]
    note: str = ""


class ExampleView(NamedTuple):
    """A post that was chosen as an example."""

    post: str
    text: str
    lang: str
    dir: str
    taken_for: str
    decision: str
    language: str
    who: str
    when: Moment


BY_INTENT = "What was missed counts for the intent that the post truly has."


def tables(found: Accuracy) -> tuple[RateTable, ...]:
    """The tables of the page; one without rows is left out."""
    all_of = (
        RateTable("overall", "Altogether", "", (_row("All posts", found.overall),)),
        _table("search", "By search", "Search", found.searches, lambda name: name or "no search"),
        _table("intent", "By intent", "Intent", found.intents, lambda name: INTENTS[Intent(name)], BY_INTENT),
        _table(
            "language", "By language", "Language", found.languages, lambda name: language(name) or "not known"
        ),
    )
    return tuple(table for table in all_of if table.rows)


def _table(
    id: str, title: str, first: str, lines: Iterable[Line], label: Callable[[str], str], note: str = ""
) -> RateTable:
    return RateTable(id, title, first, tuple(_row(label(line.name), line) for line in lines), note)


def _row(name: str, line: Line) -> RateRow:
    seen = line.kept_marks + line.aside_marks
    return RateRow(
        name=name,
        precision=_cell(line.precision, line.kept_marks),
        missed=_cell(line.missed, line.aside_marks),
        recall=_cell(line.recall, seen),
    )


def _cell(share: Share | None, marks: int) -> Cell:
    of = f"of {marks}"
    if share is None:
        return Cell("too few", "", of)
    low, high = (f"{100 * end:.0f}" for end in share.interval)
    return Cell(f"{100 * share.value:.0f} %", f"{low} to {high} %", of)


def example_view(one: Exemplar, people: Mapping[str, str], now: datetime, zone: str) -> ExampleView:
    """One example, as the page shows it."""
    return ExampleView(
        post=one.post,
        text=one.text,
        lang=lang_tag(one.lang),
        dir=direction(one.lang),
        taken_for=INTENTS[one.intent],
        decision="needs a reply" if one.needs_reply else "needs no reply",
        language=language(one.lang),
        who=who(one.chosen_by, people),
        when=ago(one.at, now, zone),
    )
