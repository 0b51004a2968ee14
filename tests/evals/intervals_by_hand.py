"""Checks of the bootstrap for the training environment, where numpy is and pytest is not; 0 when all hold."""

from math import exp, sqrt

import numpy as np

from evals.figures import auc, count, macro_f1
from evals.intervals import RESAMPLES, auc_draws, interval, macro_f1_draws, share_draws

LABELS = ("a", "b")
COUNTS = count([("a", "a")] * 300 + [("a", "b")] * 100 + [("b", "a")] * 50 + [("b", "b")] * 150)
SCORES = [float(number % 7) for number in range(60)]
KINDS = [number % 3 == 0 or number % 7 > 4 for number in range(60)]


def a_share_is_binomial() -> None:
    counts = count([("a", "a")] * 80 + [("a", "b")] * 20)
    low, high = interval(share_draws(counts, LABELS))
    half = 1.96 * sqrt(0.8 * 0.2 / 100)
    assert abs(low - (0.8 - half)) < 0.02
    assert abs(high - (0.8 + half)) < 0.02


def macro_f1_agrees_with_resampling_post_by_post() -> None:
    posts = [pair for pair, number in COUNTS.items() for _ in range(number)]
    generator = np.random.default_rng(1)
    picks = generator.integers(0, len(posts), size=(400, len(posts)))
    slow = [macro_f1(count(posts[at] for at in row), LABELS) for row in picks]
    fast = macro_f1_draws(COUNTS, LABELS)
    assert len(fast) == RESAMPLES
    assert abs(fast.mean() - macro_f1(COUNTS, LABELS)) < 0.003
    assert abs(fast.std() - np.std(slow)) < 0.003


def auc_of_each_resample_is_the_one_in_plain_python() -> None:
    draws = auc_draws(SCORES, KINDS)
    assert abs(draws.mean() - (auc(SCORES, KINDS) or 0)) < 0.02
    assert np.array_equal(draws, auc_draws([exp(score) for score in SCORES], KINDS))
    assert interval(auc_draws([1.0, 2.0] * 20, [False, True] * 20)) == (1.0, 1.0)


def certainty_has_no_width_and_each_run_is_the_same() -> None:
    assert interval(macro_f1_draws(count([("a", "a"), ("b", "b")] * 50), LABELS)) == (1.0, 1.0)
    assert np.array_equal(macro_f1_draws(COUNTS, LABELS), macro_f1_draws(COUNTS, LABELS))
    assert not np.array_equal(macro_f1_draws(COUNTS, LABELS, 1), macro_f1_draws(COUNTS, LABELS, 2))


if __name__ == "__main__":
    a_share_is_binomial()
    macro_f1_agrees_with_resampling_post_by_post()
    auc_of_each_resample_is_the_one_in_plain_python()
    certainty_has_no_width_and_each_run_is_the_same()
