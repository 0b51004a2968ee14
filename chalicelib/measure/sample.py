"""What was heard lately, and a sample by lot of what was put aside, for people to look through."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.domain.brand import Brand
from chalicelib.domain.case import Case
from chalicelib.domain.mark import Mark
from chalicelib.domain.state import NEWEST_FIRST, State
from chalicelib.domain.value import digest
from chalicelib.measure.accuracy import NO_SEARCH, Heard
from chalicelib.ports import Store

SIZE = 20
LOOKED_BACK = timedelta(days=7)
MARKED_WITHIN = timedelta(days=90)
PAGE = 100
# Of a longer list, what is due last is read, and everything else is counted from the same time on.
MOST_A_LIST = 1_000
MOST_MARKS = 5_000


class Lately(NamedTuple):
    """The cases that fell due from `since` to before `until` (UTC). `is_cut`: there were too many, so that
    `since` is later than it was to be."""

    cases: tuple[Case, ...]
    since: datetime
    until: datetime
    is_cut: bool

    @property
    def aside(self) -> tuple[Case, ...]:
        """What triage put aside, whether or not somebody put it back."""
        return tuple(case for case in self.cases if not case.verdict.needs_reply)


def lately(store: Store, brand: Brand, now: datetime) -> Lately:
    """The seven days before this one (UTC), so that a day's sample stays as it is.

    Reads at most `MOST_A_LIST` cases a desk and state, newest first where that is the state's order.
    """
    until = now.replace(hour=0, minute=0, second=0, microsecond=0)
    since, is_cut, found = until - LOOKED_BACK, False, dict[str, Case]()
    # What is longest first: it may say that less time is looked at.
    for state in sorted(State, key=lambda one: one not in NEWEST_FIRST):
        for desk in brand.desks:
            cases, more = _of_list(store, brand.brand, desk, state, since, until)
            if more and state in NEWEST_FIRST:
                since, is_cut = max(since, cases[-1].due_at), True
            # By id, because a case that moves while we read may be met twice.
            found |= {case.id: case for case in cases}
    kept = tuple(case for case in found.values() if since <= case.due_at < until)
    return Lately(kept, since, until, is_cut)


def _of_list(
    store: Store, brand: str, desk: str, state: State, since: datetime, until: datetime
) -> tuple[list[Case], bool]:
    """The list as far as the time goes, and whether it goes on within it."""
    cases: list[Case] = []
    page: str | None = None
    while len(cases) < MOST_A_LIST:
        answer = store.queue(brand, desk, state, limit=PAGE, page=page)
        cases += answer.cases
        page = answer.next_page
        if page is None or (cases and _is_beyond(cases[-1], state, since, until)):
            return cases, False
    return cases, True


def _is_beyond(case: Case, state: State, since: datetime, until: datetime) -> bool:
    return case.due_at < since if state in NEWEST_FIRST else case.due_at >= until


def drawn(brand: str, aside: Sequence[Case], day: datetime, size: int = SIZE) -> tuple[Case, ...]:
    """So many of the cases, by lot; the same on the whole day (UTC), though others come or go meanwhile.

    The lot is a hash of the day and the case, of which the smallest are drawn: no case is likelier than
    another.
    """
    seed = f"{day:%Y-%m-%d}"
    return tuple(sorted(aside, key=lambda case: digest(brand, seed, case.id))[:size])


def heard(store: Store, brand: str, cases: Sequence[Case]) -> tuple[Heard, ...]:
    """What is counted of the cases. A post that was erased was found by no search."""
    posts = store.posts(brand, [case.parent for case in cases])
    return tuple(
        Heard(
            search=(posts[case.parent].found_by if case.parent in posts else None) or NO_SEARCH,
            intent=case.verdict.intent,
            lang=case.verdict.lang,
            kept=case.verdict.needs_reply,
        )
        for case in cases
    )


def recent_marks(store: Store, brand: str, now: datetime) -> tuple[Mark, ...]:
    """The marks on posts of the last 90 days; at most 5,000, of the oldest posts first."""
    found: list[Mark] = []
    page: str | None = None
    while len(found) < MOST_MARKS:
        answer = store.marks(brand, now - MARKED_WITHIN, now + timedelta(seconds=1), page=page)
        found += answer.marks
        page = answer.next_page
        if page is None:
            break
    return tuple(found)
