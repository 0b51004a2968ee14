"""What the figures are, in plain Python: precision, recall, F1, AUC, calibration error, all 0 to 1."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

# How often a post labelled so (first) was told to be that (second).
Counts = Mapping[tuple[str, str], int]


class Bin(NamedTuple):
    """Posts whose stated chance lies near together: the mean chance, how often it held, how many posts."""

    stated: float
    held: float
    posts: int


def count(pairs: Iterable[tuple[str, str]]) -> Counts:
    """The confusion counts of pairs of label and answer."""
    return Counter(pairs)


def precision(counts: Counts, label: str) -> float:
    """Of what was told to be `label`, the part that is; 0 where nothing was."""
    told = sum(number for (_, answer), number in counts.items() if answer == label)
    return _part(counts.get((label, label), 0), told)


def recall(counts: Counts, label: str) -> float:
    """Of what is `label`, the part that was told to be; 0 where nothing is."""
    real = sum(number for (truth, _), number in counts.items() if truth == label)
    return _part(counts.get((label, label), 0), real)


def f1(counts: Counts, label: str) -> float:
    """The harmonic mean of precision and recall; 0 where the label is neither given nor told."""
    either = sum(number * ((truth == label) + (told == label)) for (truth, told), number in counts.items())
    return _part(2 * counts.get((label, label), 0), either)


def macro_f1(counts: Counts, labels: Sequence[str]) -> float:
    """The mean of the labels' F1, each counting the same."""
    return mean([f1(counts, label) for label in labels])


def accuracy(counts: Counts) -> float:
    """The part of all posts whose answer is their label."""
    return _part(
        sum(number for (truth, told), number in counts.items() if truth == told), sum(counts.values())
    )


def auc(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """How often a positive post scores above another one, a tie being half; None where a kind is missing."""
    all_positive = sum(positive)
    all_negative = len(positive) - all_positive
    if not all_positive or not all_negative:
        return None
    above, below = 0.0, 0
    ranked = sorted(zip(scores, positive, strict=True))
    for _, tied in groupby(ranked, key=lambda pair: pair[0]):
        kinds = [kind for _, kind in tied]
        negatives = len(kinds) - sum(kinds)
        above += sum(kinds) * (below + negatives / 2)
        below += negatives
    return above / (all_positive * all_negative)


def bins(chances: Sequence[float], held: Sequence[bool], number: int = 10) -> list[Bin]:
    """Chances from 0 to 1 in `number` bins of equal width, the empty ones left out."""
    full: dict[int, list[tuple[float, bool]]] = {}
    for chance, holds in zip(chances, held, strict=True):
        full.setdefault(min(int(chance * number), number - 1), []).append((chance, holds))
    return [
        Bin(mean([one for one, _ in full[place]]), mean([one for _, one in full[place]]), len(full[place]))
        for place in sorted(full)
    ]


def calibration_error(found: Sequence[Bin]) -> float:
    """How far stated chances are from what held, in the mean over posts (ECE)."""
    posts = sum(one.posts for one in found)
    return _part(sum(one.posts * abs(one.stated - one.held) for one in found), posts)


def mean(numbers: Sequence[float]) -> float:
    """The mean; 0 of none."""
    return _part(sum(numbers), len(numbers))


def _part(some: float, of: float) -> float:
    return some / of if of else 0.0
