"""pybreaker's view of one endpoint for one call: what is known of it, and where that is kept.

pybreaker compares with the machine's clock and lets everybody probe at once. Here our clock decides when, and
the table decides who.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from pybreaker import (
    STATE_CLOSED,
    STATE_HALF_OPEN,
    STATE_OPEN,
    CircuitBreakerError,
    CircuitBreakerStorage,
)

from chalicelib.domain.circuit import Circuit
from chalicelib.domain.errors import EarshotError
from chalicelib.ports import Circuits, Clock
from chalicelib.telemetry import logger

PAUSE = timedelta(seconds=30)
# A wrong key, model or address is put right by a person.
PAUSE_WHEN_REFUSED = timedelta(minutes=5)
# Longer than a call is waited for.
PROBE = timedelta(seconds=60)
_NOT_YET = datetime.max.replace(tzinfo=UTC)
_ENOUGH = 1_000_000

T = TypeVar("T")


@dataclass
class Endpoint:
    """An endpoint as it is known during one call; `why` and `refused` say how that failed."""

    name: str
    circuit: Circuit
    circuits: Circuits
    clock: Clock
    why: str = ""
    refused: bool = False
    probing: bool = False


class Storage(CircuitBreakerStorage):
    """Implements pybreaker's storage. What cannot be kept is logged, and never stops a call."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(endpoint.name)
        self._endpoint = endpoint

    @property
    def state(self) -> str:
        """See pybreaker."""
        if self._endpoint.probing:
            return STATE_HALF_OPEN
        return STATE_OPEN if self._endpoint.circuit.open_until else STATE_CLOSED

    @state.setter
    def state(self, state: str) -> None:
        {STATE_OPEN: self._open, STATE_HALF_OPEN: self._probe, STATE_CLOSED: self.reset_counter}[state]()

    @property
    def opened_at(self) -> datetime | None:
        """None where it is time to probe."""
        return _NOT_YET if self._endpoint.circuit.is_open(self._endpoint.clock()) else None

    @opened_at.setter
    def opened_at(self, datetime: datetime) -> None:
        """Our own clock is asked when the state changes."""

    @property
    def counter(self) -> int:
        """Failures in a row; enough at once where we were refused."""
        return _ENOUGH if self._endpoint.refused else self._endpoint.circuit.failures

    @property
    def success_counter(self) -> int:
        """One answer is enough to close."""
        return 1

    def increment_counter(self) -> None:
        """See pybreaker."""
        one = self._endpoint
        counted = one.circuit.model_copy(update={"failures": one.circuit.failures + 1})
        if one.refused or one.probing:
            one.circuit = counted  # it is opened next, whatever the count
        else:
            one.circuit = self._kept(lambda: one.circuits.count_failure(one.name), counted)

    def reset_counter(self) -> None:
        """See pybreaker. An endpoint that nothing is held against costs no write."""
        one = self._endpoint
        if one.circuit != Circuit():
            self._kept(lambda: one.circuits.close_circuit(one.name), None)
            one.circuit, one.probing = Circuit(), False

    def _open(self) -> None:
        one = self._endpoint
        until = one.clock() + (PAUSE_WHEN_REFUSED if one.refused else PAUSE)
        self._kept(lambda: one.circuits.open_circuit(one.name, until, one.why), None)
        one.circuit, one.probing = Circuit(open_until=until, why=one.why), False
        logger.warning("a model is not asked for a while", extra={"why": one.why, "until": str(until)})

    def _probe(self) -> None:
        one = self._endpoint
        seen, until = one.circuit.open_until, one.clock() + PROBE
        assert seen, "only an open circuit is probed"
        if not self._kept(lambda: one.circuits.probe(one.name, seen, until), True):
            one.circuit = one.circuit.model_copy(update={"open_until": until})
            raise CircuitBreakerError("somebody else probes it")
        one.probing = True

    def _kept(self, keep: Callable[[], T], otherwise: T) -> T:
        try:
            return keep()
        except EarshotError as error:
            logger.warning("a model's circuit cannot be kept", extra={"why": type(error).__name__})
            return otherwise
