"""What became of drafts, and what was missing."""

from datetime import timedelta

import pytest

from chalicelib.adapters.learnt_rules import reviewed_place
from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain.draft import Approach, Origin
from chalicelib.domain.learnt import Fate, GapKind, Reviewed
from chalicelib.domain.verdict import Intent
from chalicelib.measure import drafts
from chalicelib.measure.drafts import DraftLine, figures, recent
from chalicelib.measure.missing import missing
from chalicelib.measure.wilson import wilson
from chalicelib.ports import ReviewedPage
from tests.support.values import BRAND, NOW, a_gap, a_reviewed, minutes

DAY = timedelta(days=1)


def some(fate: Fate, number: int, start: int = 0, **more: object) -> list[Reviewed]:
    return [a_reviewed(f"case-{start + n}", fate=fate, **more) for n in range(number)]  # type: ignore[arg-type]


def counted(line: DraftLine) -> tuple[float | None, float | None, float | None, int]:
    shares = [one.value if one else None for one in (line.untouched, line.edited, line.rejected)]
    return shares[0], shares[1], shares[2], line.of


def test_the_shares_are_of_all_drafts_with_wilsons_interval() -> None:
    decided = some(Fate.UNTOUCHED, 6) + some(Fate.EDITED, 3, 10, distance=0.2) + some(Fate.REJECTED, 1, 20)
    line = figures(decided).overall
    assert counted(line) == (0.6, 0.3, 0.1, 10)
    assert line.untouched
    assert line.untouched.interval == wilson(6, 10)


def test_of_fewer_than_five_nothing_is_told() -> None:
    decided = some(Fate.UNTOUCHED, 8) + some(Fate.EDITED, 4, 10, distance=0.2)
    assert figures(decided).overall.distance is None
    five = figures(decided + some(Fate.EDITED, 1, 30, distance=0.7)).overall
    assert five.distance == pytest.approx(0.3)
    assert counted(figures(some(Fate.EDITED, 4)).overall) == (None, None, None, 4)
    assert counted(figures([]).overall) == (None, None, None, 0)


def test_a_draft_counts_once_with_the_last_decision() -> None:
    first = a_reviewed(fate=Fate.UNTOUCHED)
    last = a_reviewed(fate=Fate.REJECTED, why="Not about us", at=NOW + minutes(5))
    other = a_reviewed(draft="draft-2", at=NOW + minutes(9))
    told = figures([last, other, first])
    assert told.overall.of == 2
    assert told.reasons == (("Not about us", 1),)


def test_what_a_person_wrote_without_a_draft_is_counted_apart() -> None:
    own = a_reviewed("case-9", draft=None, origin=None, approach=None, fate=Fate.EDITED, distance=1.0)
    told = figures([*some(Fate.UNTOUCHED, 5), own])
    assert (told.alone, counted(told.overall)) == (1, (1.0, 0.0, 0.0, 5))


def test_strata_are_told_apart_and_voices_newest_first() -> None:
    decided = some(Fate.UNTOUCHED, 5, voice="b 1", lang="pt-BR", intent=Intent.PRAISE)
    decided += some(Fate.REJECTED, 5, 10, voice="c 2", lang="pt", origin=Origin.OFFLINE, at=NOW + minutes(9))
    decided += some(Fate.EDITED, 5, 20, voice="a 3", lang="en", approach=Approach.ASK, at=NOW + minutes(1))
    decided += some(Fate.EDITED, 5, 30, voice="a 3", lang="en", approach=None)
    told = figures(decided)
    assert [line.name for line in told.voices] == ["c 2", "a 3", "b 1"]
    assert [(line.name, line.of) for line in told.languages] == [("en", 10), ("pt", 10)]
    assert [line.name for line in told.intents] == ["complaint", "praise"]
    assert [(line.name, line.of) for line in told.origins] == [("model", 15), ("offline", 5)]
    assert [line.name for line in told.approaches] == ["", "ask", "solve"]


def test_reasons_are_counted_most_frequent_first() -> None:
    decided = some(Fate.REJECTED, 2, why="Spam or bait") + some(Fate.REJECTED, 3, 9, why="Not about us")
    decided += some(Fate.REJECTED, 2, 20, why="Needs no reply")
    assert figures(decided).reasons == (("Not about us", 3), ("Needs no reply", 2), ("Spam or bait", 2))


class _Kept(MemoryStore):
    def __init__(self, *decided: Reviewed) -> None:
        super().__init__()
        self._brands[BRAND].reviewed = {reviewed_place(one): one for one in decided}


def test_only_the_last_thirty_days_are_told() -> None:
    ages = (31, 30, 8, 7, 1, 0)
    store = _Kept(*(a_reviewed(f"case-{days}", at=NOW - days * DAY) for days in ages))
    found = recent(store, BRAND, NOW)
    assert sorted(one.case_id for one in found.reviewed) == sorted(f"case-{days}" for days in ages[1:])
    assert (found.since, found.is_cut) == (NOW - 30 * DAY, False)


class _Busy(MemoryStore):
    """A desk at which a hundred are decided at each moment that is asked about."""

    asked = 0

    def reviewed(self, brand: str, since: object, until: object, **more: object) -> ReviewedPage:
        self.asked += 1
        page = tuple(a_reviewed(f"case-{self.asked}-{n}") for n in range(100))
        return ReviewedPage(page, "more")


def test_where_there_are_too_many_less_time_is_told() -> None:
    store = _Busy()
    found = recent(store, BRAND, NOW)
    assert len(found.reviewed) == drafts.MOST_DECISIONS
    assert found.is_cut
    assert found.since > NOW - 8 * DAY
    assert store.asked == 20


def test_the_same_question_is_told_once_with_its_count() -> None:
    gaps = [
        a_gap("x:1", asked="Do you ship to Peru, @someone?"),
        a_gap("x:2", asked="@someone do you ship to PERU", at=NOW + minutes(3)),
        a_gap("x:3", asked="Do you ship to Chile?", at=NOW + minutes(1)),
        a_gap("x:2", asked="ship to Peru do you", kind=GapKind.REJECTED, at=NOW + minutes(4)),
    ]
    told = missing(gaps)
    assert [(one.newest.post, one.times, len(one.gaps)) for one in told] == [("x:2", 2, 3), ("x:3", 1, 1)]


def test_questions_without_words_are_not_the_same() -> None:
    assert len(missing([a_gap("x:1", asked="[link]"), a_gap("x:2", asked="@someone !")])) == 2
