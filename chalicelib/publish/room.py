"""What publishing needs, and its times."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.brand import Brand
from chalicelib.domain.trace import Trace
from chalicelib.policy.engine import Rules
from chalicelib.ports import Clock, Controls, Messages, Network, Store

WHO = "system:publish"
# The one call and settling it; the adapter's own timeouts (5 s to connect, 20 s to answer) add up to less.
CALL_SECONDS = 30.0
# Past it nobody is still calling, whatever happened to the worker.
ATTEMPT_LEASE = timedelta(seconds=CALL_SECONDS)
# X's indexes are late: before this, not finding a reply says nothing.
ABSENCE_COUNTS_AFTER = timedelta(minutes=15)
# Clocks differ a little between the network and us.
CLOCK_SLACK = timedelta(seconds=60)
RETRY_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class PublishRoom:
    """`seconds_left` is how long this process may still run (a Lambda's remaining time)."""

    store: Store
    controls: Controls
    messages: Messages
    network: Network
    clock: Clock
    brands: Mapping[str, Brand]
    rules: Rules
    seconds_left: Callable[[], float]

    def trace(self) -> Trace:
        """A trace of what publishing does now."""
        return Trace(WHO, self.clock())


def new_attempt_id() -> str:
    """An id that tells this attempt from every other."""
    return secrets.token_hex(10)
