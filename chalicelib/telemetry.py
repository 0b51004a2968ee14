"""Structured logs and figures. Fields are ids and facts, never anybody's text and never a secret."""

import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit
from aws_lambda_powertools.metrics.functions import is_metrics_disabled

__all__ = ["MetricUnit", "about", "count", "is_counted", "logger"]

SERVICE = "earshot"
NAMESPACE = "Earshot"
# What ids look like. Some come from outside, in an address or a message: what is no id is not logged.
_ID = re.compile(r"[\w.:~%@/-]{1,128}", re.ASCII)
NO_ID = "(no id)"


class Formatter(LambdaPowertoolsFormatter):
    """JSON lines. Of an exception they tell where it was raised and its type: its words may be anybody's."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name that logging calls
        """The frames, the exception's type, and the types of what caused it."""
        return "".join(traceback.format_tb(ei[2])) + " from ".join(_types(ei[1]))


def _types(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield type(error).__name__
        error = error.__cause__


logger = Logger(service=SERVICE, logger_formatter=Formatter(serialize_stacktrace=False, utc=True))


@contextmanager
def about(**ids: str | bool | None) -> Iterator[None]:
    """Every line logged inside, by this thread, carries these ids; afterwards, what it carried before."""
    before = dict(logger.thread_safe_get_current_keys())
    logger.thread_safe_append_keys(
        **{name: _shown(value) for name, value in ids.items() if value is not None}
    )
    try:
        yield
    finally:
        logger.thread_safe_clear_keys()
        logger.thread_safe_append_keys(**before)


def _shown(value: str | bool) -> str | bool:
    return value if isinstance(value, bool) or _ID.fullmatch(value) else NO_ID


def is_counted() -> bool:
    """Whether anybody reads the figures: not on a laptop."""
    return not is_metrics_disabled()


def count(stage: str, figures: Mapping[str, tuple[MetricUnit, float]]) -> None:
    """Tell CloudWatch the figures, each with its unit, as a line of output that it reads as metrics."""
    metrics = EphemeralMetrics(namespace=NAMESPACE, service=SERVICE)
    metrics.add_dimension("stage", stage)
    for name, (unit, value) in figures.items():
        metrics.add_metric(name, unit, value)
    metrics.flush_metrics()
