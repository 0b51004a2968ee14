"""What became of drafts, in tables; what was missing; what was learnt."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from chalicelib.console.urls import Urls
from chalicelib.console.views.frame import desk_name
from chalicelib.console.words import APPROACHES, INTENTS, Moment, ago, direction, lang_tag, language
from chalicelib.domain.draft import Origin
from chalicelib.domain.learnt import GapKind, Learnt
from chalicelib.domain.reasons import TELL_OF_A_GAP
from chalicelib.domain.verdict import Intent
from chalicelib.measure.accuracy import Share
from chalicelib.measure.drafts import DraftFigures, DraftLine, Missing

MOST_LINES = 12
MOST_QUESTIONS = 30
NOT_TOLD = "not told"
ORIGINS = {
    Origin.MODEL: "The language model",
    Origin.OFFLINE: "Saved replies",
    Origin.PROTOCOL: "The brand’s protocols",
}
GAPS = {
    GapKind.NO_KNOWLEDGE: "no knowledge answers it",
    GapKind.REJECTED: "the draft was rejected",
    GapKind.UNSOURCED: "approved without a source",
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


class MissingView(NamedTuple):
    """A question that was not answered; `whys` are what people or checks said about it."""

    asked: str
    lang: str
    dir: str
    kinds: str
    whys: tuple[str, ...]
    times: int
    when: Moment
    case: str


class LearntView(NamedTuple):
    """A reply that drafts go by."""

    post: str
    said: str
    reply: str
    lang: str
    dir: str
    intent: str
    how: str
    when: Moment


class Picked(NamedTuple):
    """A value to choose from."""

    value: str
    label: str
    chosen: bool


def tables(found: DraftFigures) -> tuple[FateTable, ...]:
    """The tables of the page; one without rows is left out."""
    approach = _by_name({one.value: label for one, label in APPROACHES.items()})
    origin = _by_name({one.value: label for one, label in ORIGINS.items()})
    all_of = (
        _table("overall", "Altogether", "", [found.overall], lambda _: "All drafts"),
        _table("origin", "By who wrote it", "Written by", found.origins, origin),
        _table("approach", "By what it set out to do", "Approach", found.approaches, approach),
        _table("intent", "By intent", "Intent", found.intents, lambda name: INTENTS[Intent(name)]),
        _table("language", "By language of the post", "Language", found.languages, _spoken),
        _table("voice", "By voice, newest first", "Voice", found.voices, lambda name: name or NOT_TOLD),
    )
    return tuple(table for table in all_of if any(row.of != "of 0" for row in table.rows))


def _by_name(labels: dict[str, str]) -> Callable[[str], str]:
    return lambda name: labels.get(name, NOT_TOLD)


def _spoken(name: str) -> str:
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


def missing_view(one: Missing, urls: Urls, brand: str, now: datetime, zone: str) -> MissingView:
    """One question, as the page shows it."""
    newest = one.newest
    kinds = dict.fromkeys(GAPS[gap.kind] for gap in one.gaps)
    return MissingView(
        asked=newest.asked,
        lang=lang_tag(newest.lang),
        dir=direction(newest.lang),
        kinds=", ".join(kinds),
        whys=tuple(dict.fromkeys(gap.why for gap in one.gaps if gap.why))[:3],
        times=one.times,
        when=ago(newest.at, now, zone),
        case=urls.case(brand, newest.case_id),
    )


def learnt_view(one: Learnt, now: datetime, zone: str) -> LearntView:
    """One approved reply, as the page shows it."""
    return LearntView(
        post=one.post,
        said=one.said,
        reply=one.reply,
        lang=lang_tag(one.lang),
        dir=direction(one.lang),
        intent=INTENTS[one.intent],
        how="approved after a change" if one.edited else "approved as drafted",
        when=ago(one.at, now, zone),
    )


def desks(names: Iterable[str], chosen: str) -> tuple[Picked, ...]:
    """The desks to choose from."""
    return tuple(Picked(one, desk_name(one), one == chosen) for one in names)


def languages(codes: Iterable[str], chosen: str) -> tuple[Picked, ...]:
    """The languages to choose from, each once."""
    return tuple(Picked(one, _spoken(one), one == chosen) for one in dict.fromkeys(codes))


def part_of(lang: str) -> str:
    """The language that replies are kept by: `pt` of `pt-BR`."""
    return lang.split("-", 1)[0].lower()
