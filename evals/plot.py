"""The reliability plot, the same bytes for the same report."""

from pathlib import Path

from chalicelib.domain.value import digest
from evals.report import Curve, Point, Report


def mark_of(report: Report) -> str:
    """What the picture carries to say which figures it shows."""
    return digest([curve.model_dump() for curve in report.curves])


def draw(report: Report, path: Path) -> None:
    """Stated chance against what held, a line for each task, a dot as large as its posts are many."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "earshot", "svg.fonttype": "none", "font.family": "sans-serif"})
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 5), sharey=True, layout="constrained")
    _panel(left, "score of the intent", [(curve, curve.score) for curve in report.curves])
    _panel(right, "confidence", [(curve, curve.confidence) for curve in report.curves])
    left.set_ylabel("held, %")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None, "Description": mark_of(report)})
    pyplot.close(figure)


def _panel(axes: object, title: str, curves: list[tuple[Curve, tuple[Point, ...]]]) -> None:
    from matplotlib.axes import Axes

    assert isinstance(axes, Axes)
    axes.plot((0, 100), (0, 100), color="0.7", linestyle="--", label="as stated")
    for number, (curve, points) in enumerate(curves):
        stated, held = [point.stated for point in points], [point.held for point in points]
        axes.plot(stated, held, color=f"C{number}", label=curve.task)
        posts = sum(point.posts for point in points) or 1
        axes.scatter(
            stated, held, s=[400 * point.posts / posts for point in points], color=f"C{number}", alpha=0.5
        )
    axes.set(title=title, xlabel="stated, %", xlim=(0, 100), ylim=(0, 100))
    axes.legend(loc="lower right")
