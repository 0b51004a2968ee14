"""The figures against cases counted by hand, and what must always hold of them."""

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.figures import Bin, accuracy, auc, bins, calibration_error, count, f1, macro_f1, precision, recall

LABELS = ("a", "b", "c")
# Of 4 a: 3 told a, 1 told b. Of 2 b: 1 told a, 1 told b.
BY_HAND = count([("a", "a")] * 3 + [("a", "b"), ("b", "a"), ("b", "b")])
PAIRS = st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=1, max_size=40)
SCORED = st.lists(st.tuples(st.integers(-50, 50), st.booleans()), min_size=2, max_size=40)


def test_precision_recall_and_f1_by_hand() -> None:
    assert precision(BY_HAND, "a") == recall(BY_HAND, "a") == f1(BY_HAND, "a") == 3 / 4
    assert precision(BY_HAND, "b") == recall(BY_HAND, "b") == f1(BY_HAND, "b") == 1 / 2
    assert macro_f1(BY_HAND, ("a", "b")) == 5 / 8
    assert accuracy(BY_HAND) == 4 / 6


def test_precision_is_not_recall() -> None:
    counts = count([("a", "a"), ("b", "a"), ("b", "a"), ("b", "b")])
    assert (precision(counts, "a"), recall(counts, "a"), f1(counts, "a")) == (1 / 3, 1, 1 / 2)


def test_what_is_neither_given_nor_told_is_nought() -> None:
    assert macro_f1(count([("a", "a")]), ("a", "b")) == 1 / 2


@given(PAIRS)
def test_f1_is_the_same_with_labels_and_answers_exchanged(pairs: list[tuple[str, str]]) -> None:
    back = count((told, truth) for truth, told in pairs)
    for label in LABELS:
        assert f1(count(pairs), label) == f1(back, label)
        assert precision(count(pairs), label) == recall(back, label)


def test_auc_by_hand() -> None:
    assert auc((1, 2, 3, 4), (False, False, True, True)) == 1
    assert auc((1, 2, 3, 4), (True, False, True, False)) == 1 / 4
    assert auc((5, 5, 5), (True, False, False)) == 1 / 2
    assert auc((1, 2, 2), (False, True, False)) == 3 / 4
    assert auc((1, 2), (True, True)) is None


@given(SCORED)
def test_auc_sees_only_the_order_of_scores(scored: list[tuple[int, bool]]) -> None:
    scores, kinds = [float(score) for score, _ in scored], [kind for _, kind in scored]
    straight = auc(scores, kinds)
    assert auc([exp(score / 10) for score in scores], kinds) == straight
    turned = auc([-score for score in scores], kinds)
    assert (straight is None) is (turned is None)
    if straight is not None and turned is not None:
        assert straight + turned == pytest.approx(1)


def test_calibration_error_by_hand() -> None:
    found = bins((0.1, 0.1, 0.9, 0.9), (False, False, True, False))
    assert found == [Bin(0.1, 0, 2), Bin(0.9, 0.5, 2)]
    assert calibration_error(found) == pytest.approx((0.1 + 0.4) / 2)


def test_certainty_belongs_to_the_last_bin() -> None:
    assert bins((1.0, 0.95), (True, True)) == [Bin(0.975, 1, 2)]
    assert calibration_error(bins((1.0, 0.0), (True, False))) == 0
