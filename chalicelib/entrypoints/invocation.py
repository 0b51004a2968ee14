"""The invocation that a handler runs in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from aws_lambda_powertools.utilities.typing import LambdaContext

from chalicelib.telemetry import about

_warm: list[bool] = []


def invocation(context: object) -> LambdaContext:
    """Lambda's context under its real type, which Chalice does not tell."""
    return cast(LambdaContext, context)


def seconds_left(context: object) -> Callable[[], float]:
    """Tells how long this invocation may still run, in seconds."""
    return lambda: invocation(context).get_remaining_time_in_millis() / 1000


@contextmanager
def invoked(context: object) -> Iterator[None]:
    """Every line logged inside carries Lambda's request id (where there is one), and whether it is this
    process's first."""
    cold = not _warm
    _warm[:] = [True]
    with about(function_request_id=getattr(context, "aws_request_id", None), cold_start=cold):
        yield
