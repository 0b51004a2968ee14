"""The report as it is committed: figures in percent, no post's text."""

from pathlib import Path

from chalicelib.domain.value import Value

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "evals" / "report.json"
PAGE = ROOT / "docs" / "evaluation.md"
PICTURE = ROOT / "docs" / "figures" / "reliability.svg"


class Range(Value):
    """A 95 % interval."""

    low: float
    high: float


class Line(Value):
    """What one judge reached on one part of a task; without a value where a figure makes no sense."""

    task: str
    part: str
    judge: str
    posts: int
    measure: str
    figure: float
    interval: Range
    precision: float | None = None
    recall: float | None = None
    auc: float | None = None
    auc_interval: Range | None = None
    ece: float | None = None
    ece_of_confidence: float | None = None


class Point(Value):
    """A point of the reliability plot: what was stated, what held, in the mean of so many posts."""

    stated: float
    held: float
    posts: int


class Curve(Value):
    """Reliability on one task: of the score of its intent, and of the confidence."""

    task: str
    score: tuple[Point, ...]
    confidence: tuple[Point, ...]


class Outcome(Value):
    """A target, and what became of it."""

    what: str
    target: float
    figure: float
    interval: Range
    met: bool


class Report(Value):
    """Everything that was measured; `checked` are the main figures of the rows that tests look at again."""

    resamples: int
    lines: tuple[Line, ...]
    curves: tuple[Curve, ...]
    checked: dict[str, float]
    targets: tuple[Outcome, ...]


def load() -> Report:
    """The committed report."""
    return Report.model_validate_json(REPORT.read_text(encoding="utf-8"))


def save(report: Report) -> None:
    """Write the report, so that a change shows line by line."""
    REPORT.write_text(report.model_dump_json(indent=1, exclude_none=True) + "\n", encoding="utf-8")
