"""95 % bootstrap intervals, with numpy: 1,000 resamples, the same ones on every run."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from evals.figures import Counts

RESAMPLES = 1_000
SEED = 20_261_122
Draws = Any  # an array of RESAMPLES figures
Interval = tuple[float, float]


def interval(draws: Draws) -> Interval:
    """Between which two the middle 95 % of the resampled figures lie."""
    low, high = np.percentile(draws, (2.5, 97.5))
    return float(low), float(high)


def macro_f1_draws(counts: Counts, labels: Sequence[str], seed: int = 0) -> Draws:
    """Macro-F1 of each resample. Drawing posts anew is drawing their confusion counts from a multinomial."""
    drawn = _drawn(counts, labels, seed)
    both = np.einsum("rii->ri", drawn)
    either = drawn.sum(axis=1) + drawn.sum(axis=2)
    return (2 * both / np.maximum(either, 1)).mean(axis=1)


def share_draws(counts: Counts, labels: Sequence[str], seed: int = 0) -> Draws:
    """The share told rightly in each resample."""
    drawn = _drawn(counts, labels, seed)
    return np.einsum("rii->r", drawn) / drawn.sum(axis=(1, 2))


def auc_draws(scores: Sequence[float], positive: Sequence[bool]) -> Draws:
    """AUC of each resample; ties count half, resamples of one kind only count as 0.5."""
    order = np.argsort(scores, kind="stable")
    ranked, kinds = np.asarray(scores)[order], np.asarray(positive)[order]
    begins = np.flatnonzero(np.r_[True, np.diff(ranked) != 0])
    weights = _generator().multinomial(len(ranked), np.full(len(ranked), 1 / len(ranked)), size=RESAMPLES)
    positives = np.add.reduceat(weights * kinds, begins, axis=1)
    negatives = np.add.reduceat(weights * ~kinds, begins, axis=1)
    below = np.cumsum(negatives, axis=1) - negatives / 2
    pairs = positives.sum(axis=1) * negatives.sum(axis=1)
    return np.where(pairs > 0, (positives * below).sum(axis=1) / np.maximum(pairs, 1), 0.5)


def _drawn(counts: Counts, labels: Sequence[str], seed: int) -> Draws:
    cells = np.array([counts.get(cell, 0) for cell in product(labels, labels)])
    drawn = _generator(seed).multinomial(cells.sum(), cells / cells.sum(), size=RESAMPLES)
    return drawn.reshape(RESAMPLES, len(labels), len(labels))


def _generator(seed: int = 0) -> Any:
    return np.random.default_rng(SEED + seed)
