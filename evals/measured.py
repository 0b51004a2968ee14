"""The figures of one judge on one part of one task, without their intervals."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from evals import figures
from evals.answers import Answer, Judge
from evals.figures import Bin, Counts
from evals.sets import SETS, Row, read
from evals.tasks import MEAN, MEAN_OF, TASKS, Part, Task

MACRO_F1, SHARE = "macro-F1", "share"
# Every so manieth row of the large sets, for what is measured again in every test run.
EVERY = {"airline": 2, "sentiment8": 3}


class Pair(NamedTuple):
    """A post's label and what a judge said of it."""

    truth: str
    answer: Answer


class Measured(NamedTuple):
    """The figures, 0 to 1. Where all posts have one label, `figure` is the share told rightly."""

    counts: Counts
    measure: str
    figure: float
    precision: float | None
    recall: float | None
    auc: float | None


def pairs_of(task: Task, part: Part, rows: Sequence[Row], answers: Sequence[Answer]) -> list[Pair]:
    """What of a set belongs to this part of this task."""
    return [
        Pair(truth, answer)
        for row, answer in zip(rows, answers, strict=True)
        if part.holds(row) and (truth := task.truth(row)) is not None
    ]


def measure(task: Task, pairs: Sequence[Pair]) -> Measured:
    """The figures of these pairs."""
    counts = figures.count((pair.truth, task.told(pair.answer)) for pair in pairs)
    if len({pair.truth for pair in pairs}) == 1:
        return Measured(counts, SHARE, figures.accuracy(counts), None, None, None)
    asked = task.labels[:1] if len(task.labels) == 2 else task.labels
    scores = scores_of(task, pairs)
    return Measured(
        counts,
        MACRO_F1,
        figures.macro_f1(counts, task.labels),
        figures.mean([figures.precision(counts, label) for label in asked]),
        figures.mean([figures.recall(counts, label) for label in asked]),
        figures.auc(scores, is_first(task, pairs)) if scores else None,
    )


def scores_of(task: Task, pairs: Sequence[Pair]) -> list[float]:
    """The score of each post for the task's first label; none where a judge gives none."""
    found = [task.score(pair.answer) for pair in pairs]
    known = [score for score in found if score is not None]
    return known if len(known) == len(found) else []


def is_first(task: Task, pairs: Sequence[Pair]) -> list[bool]:
    """For each post whether the task's first label is its own."""
    return [pair.truth == task.labels[0] for pair in pairs]


def score_bins(task: Task, pairs: Sequence[Pair]) -> list[Bin]:
    """Scores as chances, against how often the label was given."""
    return figures.bins(scores_of(task, pairs), is_first(task, pairs))


def confidence_bins(task: Task, pairs: Sequence[Pair]) -> list[Bin]:
    """Stated confidence against how often the answer was right, as far as this task tells intents apart."""
    sure = [(pair.answer.confidence, pair) for pair in pairs if pair.answer.confidence is not None]
    right = [task.told(pair.answer) == pair.truth for _, pair in sure]
    return figures.bins([confidence for confidence, _ in sure], right)


def main_figures(folder: Path, judge: Judge) -> dict[str, float]:
    """The main figures in percent, of every `EVERY`-th row, by "task, part"."""
    found: dict[str, float] = {}
    for source in SETS:
        rows = read(folder, source)[:: EVERY.get(source, 1)]
        answers = [judge.answer(row.text, row.lang) for row in rows]
        for task in (one for one in TASKS if one.source == source):
            for part in (one for one in task.parts if one.main):
                measured = measure(task, pairs_of(task, part, rows, answers))
                found[f"{task.name}, {part.name}"] = percent(measured.figure)
    five = [found[f"sentiment8, {lang}"] for lang in MEAN_OF]
    return found | {f"sentiment8, {MEAN}": round(figures.mean(five), 2)}


def percent(part: float) -> float:
    """In percent, as the report writes it."""
    return round(100 * part, 2)
