"""A desk's list of cases."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.console.urls import Urls
from chalicelib.console.views.frame import Frame, Link, SwitchView
from chalicelib.console.views.mark_view import MarkView
from chalicelib.console.views.people import PersonView, named, person, who
from chalicelib.console.views.tabs import TABS, Tab
from chalicelib.console.words import (
    INTENTS,
    LANE_TITLES,
    LANES,
    STATES,
    Moment,
    ago,
    count,
    direction,
    due,
    lang_tag,
    language,
)
from chalicelib.domain.case import Case
from chalicelib.domain.control import Mode
from chalicelib.domain.state import State
from chalicelib.domain.value import digest

SOON = timedelta(minutes=30)
LEVELS = 5


class Row(NamedTuple):
    """One case of the list."""

    id: str
    href: str
    person: PersonView
    excerpt: str
    lang: str
    dir: str
    language: str
    intent: str
    intent_label: str
    when: Moment
    tone: str
    lane: str
    lane_label: str
    lane_title: str
    level: int
    level_label: str
    state_label: str
    posts: str
    holder: str
    mine: bool
    note: str


class QueueView(NamedTuple):
    """The page. `poll` is the address of the rows alone; `seen` tells whether they changed. `marks`
    are the buttons by which verdicts are marked, by case; none but of what was put aside."""

    frame: Frame
    heading: str
    tabs: tuple[Link, ...]
    rows: tuple[Row, ...]
    more: tuple[Link, ...]
    first: str
    empty: str
    news: str
    poll: str
    marks: Mapping[str, MarkView]


class Looker(NamedTuple):
    """Who looks, when (UTC), from which zone, and how links to the network begin."""

    id: str
    now: datetime
    zone: str
    site: str
    people: Mapping[str, str]
    mode: Mode = Mode.LIVE


def row(case: Case, urls: Urls, looker: Looker) -> Row:
    """One case as the list shows it."""
    holder = case.claimant(looker.now)
    waits = case.state in (State.WAITING, State.DRAFTING)
    level = min(int(case.verdict.urgency * LEVELS), LEVELS - 1)
    return Row(
        id=case.id,
        href=urls.case(case.brand, case.id),
        person=person(case.author, looker.site),
        excerpt=case.excerpt,
        lang=lang_tag(case.verdict.lang),
        dir=direction(case.verdict.lang),
        language=language(case.verdict.lang),
        intent=case.verdict.intent.value,
        intent_label=INTENTS[case.verdict.intent],
        when=due(case.due_at, looker.now, looker.zone)
        if waits
        else ago(case.changed_at, looker.now, looker.zone),
        tone=_tone(case.due_at, looker.now) if waits else "past",
        lane=case.ruling.lane.value,
        lane_label=LANES[case.ruling.lane],
        lane_title=LANE_TITLES[case.ruling.lane],
        level=level,
        level_label=f"urgency {level + 1} of {LEVELS}",
        state_label="" if case.state is State.WAITING else STATES[case.state],
        posts=count(len(case.posts), "post", "posts") if len(case.posts) > 1 else "",
        holder=who(holder, looker.people) if holder else "",
        mine=holder == looker.id,
        note=_note(case, looker.people),
    )


def queue_view(
    frame: Frame,
    tab: Tab,
    cases: Sequence[Case],
    more: Sequence[Link],
    looker: Looker,
    *,
    where: tuple[str, str],
    page: str = "",
    marks: Mapping[str, MarkView] | None = None,
) -> QueueView:
    """The list; `where` is brand and desk, `page` the (sealed) page that is shown, empty for the first."""
    urls, (brand, desk) = frame.urls, where
    rows = tuple(row(case, urls, looker) for case in cases)
    return QueueView(
        frame=frame,
        heading=frame.title,
        tabs=tuple(Link(one.label, urls.queue(brand, desk, one.key), one is tab) for one in TABS),
        rows=rows,
        more=tuple(more),
        first=urls.queue(brand, desk, tab.key) if page else "",
        empty=tab.empty,
        news=_news(rows, bool(more), tab),
        poll=urls.rows(
            brand, desk, tab.key, page=page, seen=fingerprint(rows), switch=_version(frame.switch)
        ),
        marks=marks or {},
    )


def fingerprint(rows: Sequence[Row]) -> str:
    """Differs when anything that the rows show differs."""
    return digest(*(repr(one) for one in rows))[:16]


def _tone(due_at: datetime, now: datetime) -> str:
    if due_at <= now:
        return "late"
    return "soon" if due_at - now <= SOON else "calm"


def _note(case: Case, people: Mapping[str, str]) -> str:
    if case.state is State.WAITING and case.draft_is_stale:
        return "wrote again, new draft on its way" if case.draft_id else "put back, a draft is on its way"
    return named(case.notice, people) if case.state is State.WAITING else ""


def _version(switch: SwitchView | None) -> str:
    return str(switch.version) if switch else ""


def _news(rows: Sequence[Row], has_more: bool, tab: Tab) -> str:
    late = sum(one.tone == "late" for one in rows)
    number = f"{len(rows)}{'+' if has_more else ''} {'case' if len(rows) == 1 and not has_more else 'cases'}"
    return f"{number}, {late} late" if late else f"{number}"
