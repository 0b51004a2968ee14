"""What becomes of drafts, by what people decided.

Each draft counts once, with the last decision about it. Of a stratum (a voice as it was, a language, an
intent, who wrote it, what it set out to do, or all of it) with n drafts:

- **untouched** = u / n: approved as they were, or as one of their variants was, white space apart.
- **edited** = e / n: approved after a change; `distance` is the mean share of the text that was changed.
- **rejected** = r / n: nothing was posted, for whatever reason. u + e + r = n.

Intervals are Wilson's at 95 %. Of fewer than 5 drafts no figure is told. Replies that a person wrote without
any draft are counted apart.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.domain.learnt import Fate, Reviewed
from chalicelib.measure.accuracy import FEWEST, Share, share
from chalicelib.ports import Store

WITHIN = timedelta(days=30)
# Read week by week, newest first, until there are so many; older weeks are then left out.
MOST_DECISIONS = 2_000
_WEEK = timedelta(days=7)
_PAGE = 200
NOT_TOLD = ""


class DraftLine(NamedTuple):
    """One stratum of `of` drafts. A figure is None where too few tell it."""

    name: str
    untouched: Share | None
    edited: Share | None
    rejected: Share | None
    distance: float | None
    of: int


class DraftFigures(NamedTuple):
    """All of it, and by stratum; `voices` newest first, the others by name.

    `alone`: replies that a person wrote without a draft. `reasons` for rejections with their counts, most
    frequent first.
    """

    overall: DraftLine
    voices: tuple[DraftLine, ...]
    languages: tuple[DraftLine, ...]
    intents: tuple[DraftLine, ...]
    origins: tuple[DraftLine, ...]
    approaches: tuple[DraftLine, ...]
    alone: int
    reasons: tuple[tuple[str, int], ...]


class Decided(NamedTuple):
    """Decisions from `since` on (UTC). `is_cut`: there were too many, so that it is later than asked for."""

    reviewed: tuple[Reviewed, ...]
    since: datetime
    is_cut: bool


def recent(store: Store, brand: str, now: datetime, within: timedelta = WITHIN) -> Decided:
    """What was decided lately."""
    found: list[Reviewed] = []
    since, until = now - within, now + timedelta(seconds=1)
    begin = until
    while begin > since and len(found) < MOST_DECISIONS:
        end, begin = begin, max(begin - _WEEK, since)
        found += _between(store, brand, begin, end)
    return Decided(tuple(found), begin, is_cut=begin > since)


def _between(store: Store, brand: str, since: datetime, until: datetime) -> list[Reviewed]:
    found: list[Reviewed] = []
    page: str | None = None
    while len(found) < MOST_DECISIONS:
        answer = store.reviewed(brand, since, until, limit=_PAGE, page=page)
        found += answer.reviewed
        if (page := answer.next_page) is None:
            break
    return found


def figures(reviewed: Iterable[Reviewed]) -> DraftFigures:
    """The figures of these decisions."""
    every = sorted(reviewed, key=lambda one: (one.at, one.case_id))
    last = {(one.case_id, one.draft): one for one in every}
    drafts = [one for one in last.values() if one.draft is not None]
    newest_first = {one.voice: one.at for one in every}
    voices = _lines(drafts, lambda one: one.voice)
    return DraftFigures(
        overall=_line("all", drafts),
        voices=tuple(sorted(voices, key=lambda line: newest_first[line.name], reverse=True)),
        languages=_lines(drafts, lambda one: one.lang.split("-", 1)[0]),
        intents=_lines(drafts, lambda one: one.intent),
        origins=_lines(drafts, lambda one: one.origin or NOT_TOLD),
        approaches=_lines(drafts, lambda one: one.approach or NOT_TOLD),
        alone=len(last) - len(drafts),
        reasons=_reasons(last.values()),
    )


def _lines(drafts: Sequence[Reviewed], of: Callable[[Reviewed], str]) -> tuple[DraftLine, ...]:
    names = sorted({of(one) for one in drafts})
    return tuple(_line(name, [one for one in drafts if of(one) == name]) for name in names)


def _line(name: str, drafts: Sequence[Reviewed]) -> DraftLine:
    fates = Counter(one.fate for one in drafts)
    changed = [one.distance for one in drafts if one.fate is Fate.EDITED]
    return DraftLine(
        name=name,
        untouched=share(fates[Fate.UNTOUCHED], len(drafts)),
        edited=share(fates[Fate.EDITED], len(drafts)),
        rejected=share(fates[Fate.REJECTED], len(drafts)),
        distance=sum(changed) / len(changed) if len(changed) >= FEWEST else None,
        of=len(drafts),
    )


def _reasons(decisions: Iterable[Reviewed]) -> tuple[tuple[str, int], ...]:
    counted = Counter(one.why for one in decisions if one.fate is Fate.REJECTED)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
