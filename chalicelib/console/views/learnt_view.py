"""What was missing, and what drafts go by."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from chalicelib.console.urls import Urls
from chalicelib.console.views.drafts_view import spoken
from chalicelib.console.views.frame import desk_name
from chalicelib.console.words import INTENTS, Moment, ago, direction, lang_tag
from chalicelib.domain.learnt import GapKind, Learnt
from chalicelib.measure.missing import Missing

MOST_QUESTIONS = 30
GAPS = {
    GapKind.NO_KNOWLEDGE: "no knowledge answers it",
    GapKind.REJECTED: "the draft was rejected",
    GapKind.UNSOURCED: "approved without a source",
}


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
    return tuple(Picked(one, spoken(one), one == chosen) for one in dict.fromkeys(codes))


def part_of(lang: str) -> str:
    """The language that replies are kept by: `pt` of `pt-BR`."""
    return lang.split("-", 1)[0].lower()
