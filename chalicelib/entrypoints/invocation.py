"""The invocation that a handler runs in."""

from collections.abc import Callable
from typing import cast

from aws_lambda_powertools.utilities.typing import LambdaContext


def invocation(context: object) -> LambdaContext:
    """Lambda's context under its real type, which Chalice does not tell."""
    return cast(LambdaContext, context)


def seconds_left(context: object) -> Callable[[], float]:
    """Tells how long this invocation may still run, in seconds."""
    return lambda: invocation(context).get_remaining_time_in_millis() / 1000
