"""What the marks say about triage: shares, their intervals, and what was missed."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.mark import Mark
from chalicelib.domain.verdict import Intent
from chalicelib.measure.accuracy import Heard, Line, accuracy, one_a_post
from chalicelib.measure.wilson import Z_975, wilson
from tests.support.values import NOW, minutes

BUY, COMPLAINT, OTHER = Intent.PURCHASE_INTENT, Intent.COMPLAINT, Intent.OTHER


def mark(
    post: int,
    *,
    kept: bool = True,
    right: bool = True,
    intent: Intent = COMPLAINT,
    should: Intent | None = None,
    reply: bool | None = None,
    search: str = "brand",
    lang: str = "en",
    sampled: bool = False,
    who: str = "ana",
    later: int = 0,
) -> Mark:
    return Mark(
        case_id=f"c{post}", post=f"x:{post}", said_at=NOW, who=who, at=NOW + minutes(later), right=right,
        intent=intent, needs_reply=kept, should_intent=should, should_need_reply=reply, search=search,
        lang=lang, sampled=sampled,
    )  # fmt: skip


def aside(post: int, missed: bool, *, sampled: bool = True, should: Intent | None = None) -> Mark:
    reply = True if missed else None
    return mark(post, kept=False, right=not missed, intent=OTHER, reply=reply, should=should, sampled=sampled)


def some(kept: int, put_aside: int, intent: Intent = COMPLAINT) -> list[Heard]:
    return [Heard("brand", intent, "en", True)] * kept + [Heard("brand", OTHER, "en", False)] * put_aside


def named(lines: Iterable[Line], name: str) -> Line:
    return next(line for line in lines if line.name == name)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Worked out by hand from the formula; the last two are in Newcombe (1998), table I.
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662),
     (15, 148, 0.0624, 0.1605)],
)  # fmt: skip
def test_the_interval_is_wilsons(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_a_surer_one_is_wider(counted: tuple[int, int]) -> None:
    hits, of = counted
    low, high = wilson(hits, of)
    wider = wilson(hits, of, Z_975)
    assert 0 <= wider.low <= low <= hits / of <= high <= wider.high <= 1


def test_nothing_counted_tells_nothing() -> None:
    assert wilson(0, 0) == (0, 1)
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


def test_precision_is_the_share_marked_right_of_what_was_not_put_aside() -> None:
    marks = [mark(n, right=n < 8) for n in range(10)] + [aside(n, missed=True) for n in range(20, 30)]
    line = accuracy(marks, []).overall
    assert line.precision is not None
    assert (line.precision.value, line.precision.of) == (0.8, 10)
    assert line.precision.interval == wilson(8, 10)


def test_below_five_marks_nothing_is_told() -> None:
    four = accuracy([mark(n) for n in range(4)] + [aside(n + 9, missed=False) for n in range(4)], some(9, 9))
    assert (four.overall.precision, four.overall.missed, four.overall.recall) == (None, None, None)
    assert (four.overall.kept_marks, four.overall.aside_marks) == (4, 4)
    five = accuracy([mark(n) for n in range(5)] + [aside(n + 9, missed=False) for n in range(5)], some(9, 9))
    assert five.overall.precision
    assert five.overall.missed
    assert five.overall.recall


def test_recall_weighs_what_was_missed_by_how_much_was_put_aside() -> None:
    kept = [mark(n, right=n < 9, reply=None if n < 9 else False) for n in range(10)]
    lot = [aside(100 + n, missed=n < 2) for n in range(20)]
    line = accuracy(kept + lot, some(100, 1_000)).overall
    assert line.missed is not None
    assert line.recall is not None
    assert line.missed.value == 0.1
    # 100 kept of which 9 in 10 needed it; 1,000 put aside of which 1 in 10 did.
    assert line.recall.value == pytest.approx(90 / (90 + 100))
    hit, missed = wilson(9, 10, Z_975), wilson(2, 20, Z_975)
    assert line.recall.interval.low == pytest.approx(100 * hit.low / (100 * hit.low + 1_000 * missed.high))
    assert line.recall.interval.high == pytest.approx(100 * hit.high / (100 * hit.high + 1_000 * missed.low))


def test_what_somebody_picked_from_what_was_put_aside_does_not_count_as_missed() -> None:
    lot = [aside(n, missed=False) for n in range(20)]
    picked = [aside(100 + n, missed=True, sampled=False) for n in range(50)]
    missed = accuracy(lot + picked, []).overall.missed
    assert missed is not None
    assert (missed.value, missed.of) == (0.0, 20)


def test_a_wrong_intent_of_a_kept_post_costs_precision_and_no_recall() -> None:
    kept = [mark(n, right=False, should=BUY) for n in range(10)]
    lot = [aside(100 + n, missed=False) for n in range(10)]
    found = accuracy(kept + lot, some(10, 10))
    assert found.overall.precision is not None
    assert found.overall.recall is not None
    assert (found.overall.precision.value, found.overall.recall.value) == (0.0, 1.0)


def test_a_missed_post_counts_for_the_intent_that_it_truly_has() -> None:
    kept = [mark(n) for n in range(10)] + [mark(50 + n, intent=BUY) for n in range(10)]
    lot = [aside(100 + n, missed=n < 5, should=BUY if n < 5 else None) for n in range(20)]
    heard = some(40, 40) + some(10, 0, BUY)
    found = accuracy(kept + lot, heard)
    buying, complaining = named(found.intents, "purchase_intent"), named(found.intents, "complaint")
    assert buying.recall is not None
    assert complaining.recall is not None
    assert buying.recall.value == pytest.approx(10 / (10 + 40 * 5 / 20))
    assert complaining.recall.value == 1.0


def test_searches_and_languages_are_told_apart() -> None:
    marks = [mark(n, search="a", lang="de") for n in range(5)]
    marks += [mark(50 + n, search="b", lang="lv", right=False) for n in range(5)]
    found = accuracy(marks, [])
    shares = [line.precision.value for line in (*found.searches, *found.languages) if line.precision]
    assert [line.name for line in (*found.searches, *found.languages)] == ["a", "b", "de", "lv"]
    assert shares == [1.0, 0.0, 1.0, 0.0]


def test_a_post_counts_once_with_its_last_mark_and_stays_drawn_by_lot() -> None:
    first = mark(1, kept=False, sampled=True, who="ana")
    last = mark(1, kept=False, right=False, reply=True, who="tom", later=5)
    (only,) = one_a_post([last, first])
    assert (only.who, only.right, only.sampled) == ("tom", False, True)


def test_wrong_without_more_is_about_the_decision() -> None:
    assert mark(1, kept=False, right=False).truly_needs_reply
    assert not mark(1, right=False).truly_needs_reply
    assert mark(1, right=False, should=BUY).truly_needs_reply
    with pytest.raises(ValueError, match="should not have been another"):
        mark(1, should=BUY)


def test_over_many_samples_the_estimate_is_right_and_its_interval_holds() -> None:
    """1,000 put aside, 60 of them missed; 200 kept, 150 of them rightly: the recall is 150 of 210."""
    dice, values, held = random.Random(4), [], 0
    missed, kept = [n < 60 for n in range(1_000)], [n < 150 for n in range(200)]
    for _ in range(300):
        lot = [aside(n, missed[n]) for n in dice.sample(range(1_000), 140)]
        seen = dice.sample(range(200), 60)
        marks = lot + [mark(5_000 + n, right=kept[n], reply=None if kept[n] else False) for n in seen]
        recall = accuracy(marks, some(200, 1_000)).overall.recall
        assert recall is not None
        values.append(recall.value)
        held += recall.interval.low <= 150 / 210 <= recall.interval.high
    assert sum(values) / len(values) == pytest.approx(150 / 210, abs=0.02)
    assert held >= 285
