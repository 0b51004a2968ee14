"""Measures every judge on every part of every task, with intervals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from evals import figures, intervals
from evals.answers import Answer, Judge
from evals.intervals import Draws
from evals.measured import (
    MACRO_F1,
    SHARE,
    Measured,
    Pair,
    confidence_bins,
    is_first,
    main_figures,
    measure,
    pairs_of,
    percent,
    score_bins,
    scores_of,
)  # fmt: skip
from evals.report import Curve, Line, Outcome, Point, Range, Report
from evals.sets import SETS, Row, read
from evals.stages import STAGES, TOGETHER
from evals.standins import STANDINS
from evals.targets import TARGETS, Target
from evals.tasks import MEAN, MEAN_OF, TASKS, Part, Task

Told = Mapping[tuple[str, str], Sequence[Answer]]  # by judge and set
Sets = Mapping[str, Sequence[Row]]
JUDGES = (*STAGES, *STANDINS)


def measure_all(folder: Path, say: Callable[[str], None]) -> Report:
    """Everything there is to report; `say` is told what is being judged."""
    sets = {name: read(folder, name) for name in SETS}
    told: dict[tuple[str, str], Sequence[Answer]] = {}
    for judge in JUDGES:
        for source in {task.source: None for task in TASKS if task.name in judge.tasks}:
            say(f"{judge.name} judges {source} ({len(sets[source]):,} posts)")
            told[judge.name, source] = [judge.answer(row.text, row.lang) for row in sets[source]]
    lines = tuple(line for task in TASKS for line in _task(task, sets[task.source], told))
    (together,) = (judge for judge in STAGES if judge.name == TOGETHER)
    return Report(
        resamples=intervals.RESAMPLES,
        lines=lines,
        curves=tuple(_curve(task, sets, told) for task in TASKS if task.of_intent),
        checked=main_figures(folder, together),
        targets=tuple(_outcome(target, lines) for target in TARGETS),
    )


def _task(task: Task, rows: Sequence[Row], told: Told) -> Iterator[Line]:
    judges = [judge for judge in JUDGES if task.name in judge.tasks]
    for part in task.parts:
        for judge in judges:
            yield _line(task, part, judge, pairs_of(task, part, rows, told[judge.name, task.source]))
    if {part.name for part in task.parts}.issuperset(MEAN_OF):
        for judge in judges:
            yield _mean(task, judge, rows, told[judge.name, task.source])


def _line(task: Task, part: Part, judge: Judge, pairs: Sequence[Pair]) -> Line:
    found = measure(task, pairs)
    line = Line(
        task=task.name,
        part=part.name,
        judge=judge.name,
        posts=len(pairs),
        measure=found.measure,
        figure=percent(found.figure),
        interval=_range(_draws(task, found)),
        precision=_percent(found.precision),
        recall=_percent(found.recall),
    )
    if found.auc is not None:
        draws = intervals.auc_draws(scores_of(task, pairs), is_first(task, pairs))
        line = line.model_copy(update={"auc": percent(found.auc), "auc_interval": _range(draws)})
    if judge.states_chances and task.of_intent and found.measure != SHARE:
        score, confidence = score_bins(task, pairs), confidence_bins(task, pairs)
        line = line.model_copy(
            update={
                "ece": percent(figures.calibration_error(score)),
                "ece_of_confidence": percent(figures.calibration_error(confidence)) if confidence else None,
            }
        )
    return line


def _mean(task: Task, judge: Judge, rows: Sequence[Row], answers: Sequence[Answer]) -> Line:
    parts = [part for part in task.parts if part.name in MEAN_OF]
    pairs = [pairs_of(task, part, rows, answers) for part in parts]
    found = [measure(task, one) for one in pairs]
    return Line(
        task=task.name,
        part=MEAN,
        judge=judge.name,
        posts=sum(map(len, pairs)),
        measure=MACRO_F1,
        figure=percent(figures.mean([one.figure for one in found])),
        interval=_range(_mean_draws(task, found)),
        precision=percent(figures.mean([one.precision or 0 for one in found])),
        recall=percent(figures.mean([one.recall or 0 for one in found])),
    )


def _mean_draws(task: Task, found: Sequence[Measured]) -> Draws:
    # Each language is drawn with a seed of its own, or their errors would move together.
    return sum(_draws(task, one, seed) for seed, one in enumerate(found)) / len(found)


def _draws(task: Task, found: Measured, seed: int = 0) -> Draws:
    draw = intervals.share_draws if found.measure == SHARE else intervals.macro_f1_draws
    return draw(found.counts, task.labels, seed)


def _range(draws: Draws) -> Range:
    low, high = intervals.interval(draws)
    return Range(low=percent(low), high=percent(high))


def _percent(part: float | None) -> float | None:
    return None if part is None else percent(part)


def _curve(task: Task, sets: Sets, told: Told) -> Curve:
    pairs = pairs_of(task, task.parts[0], sets[task.source], told[TOGETHER, task.source])
    return Curve(
        task=task.name,
        score=_points(score_bins(task, pairs)),
        confidence=_points(confidence_bins(task, pairs)),
    )


def _points(bins: Sequence[figures.Bin]) -> tuple[Point, ...]:
    return tuple(Point(stated=percent(one.stated), held=percent(one.held), posts=one.posts) for one in bins)


def _outcome(target: Target, lines: Sequence[Line]) -> Outcome:
    wanted = (target.task, target.part, TOGETHER)
    (line,) = (one for one in lines if (one.task, one.part, one.judge) == wanted)
    return Outcome(
        what=target.what,
        target=target.least,
        figure=line.figure,
        interval=line.interval,
        met=line.figure >= target.least,
    )
