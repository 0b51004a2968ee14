"""The one table and the lines of the targets, as they are printed and as they stand in the documents."""

from collections.abc import Iterator, Sequence

from evals.measured import SHARE
from evals.published import PUBLISHED
from evals.report import Line, Outcome, Range, Report

HEAD = (
    "task", "part", "who", "posts", "precision", "recall", "macro-F1 [95 %]", "AUC [95 %]", "ECE",
    "ECE of confidence",
)  # fmt: skip
TARGET_HEAD = ("target", "at least", "figure", "95 % interval", "")
Cells = tuple[str, ...]


def table(report: Report) -> str:
    """Every line of the report, and after the last line of a part what others published for it."""
    return _drawn(HEAD, list(_rows(report.lines)), left=3)


def targets(report: Report) -> str:
    """Each target with its figure, its interval, and whether it was met."""
    return _drawn(TARGET_HEAD, [_outcome(one) for one in report.targets], left=1)


def _rows(lines: Sequence[Line]) -> Iterator[Cells]:
    for line, following in zip(lines, (*lines[1:], None), strict=True):
        yield _row(line)
        if following is None or (following.task, following.part) != (line.task, line.part):
            for one in PUBLISHED:
                if (one.task, one.part) == (line.task, line.part):
                    beside = (one.task, one.part, f"published: {one.source}", "", "", "", one.figure)
                    yield beside + ("",) * (len(HEAD) - len(beside))


def _row(line: Line) -> Cells:
    sign = " %" if line.measure == SHARE else ""
    return (
        line.task,
        line.part,
        line.judge,
        f"{line.posts:,}",
        _figure(line.precision),
        _figure(line.recall),
        f"{_figure(line.figure)}{sign} {_range(line.interval)}",
        f"{_figure(line.auc)} {_range(line.auc_interval)}".strip(),
        _figure(line.ece),
        _figure(line.ece_of_confidence),
    )


def _outcome(one: Outcome) -> Cells:
    met = "met" if one.met else f"missed by {one.target - one.figure:.2f}"
    return one.what, f"{one.target:g}", f"{one.figure:.2f}", _range(one.interval), met


def _figure(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.1f}"


def _range(interval: Range | None) -> str:
    return f"[{interval.low:.1f}, {interval.high:.1f}]" if interval else ""


def _drawn(head: Cells, rows: Sequence[Cells], *, left: int) -> str:
    """A table in Markdown whose columns also line up in a terminal; the first `left` are aligned left."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = tuple(
        ("-" * width if place < left else "-" * (width - 1) + ":") for place, width in enumerate(widths)
    )
    return "\n".join(_aligned(row, widths, left) for row in (head, rule, *rows))


def _aligned(row: Cells, widths: Sequence[int], left: int) -> str:
    cells = (
        cell.ljust(width) if place < left else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return f"| {' | '.join(cells)} |"
