"""The twin of what is known of the endpoints of models."""

from datetime import datetime
from threading import RLock

from chalicelib.adapters.memory.faults import Faults, one_at_a_time
from chalicelib.domain.circuit import Circuit


class MemoryCircuits:
    """Implements `Circuits`, safe for threads. `reads` counts how often it was asked."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.lock = RLock()
        self.faults = faults or Faults()
        self.reads = 0
        self._circuits: dict[str, Circuit] = {}

    @one_at_a_time
    def circuit(self, endpoint: str) -> Circuit:
        """See `Circuits.circuit`."""
        self.reads += 1
        return self._circuits.get(endpoint, Circuit())

    @one_at_a_time
    def count_failure(self, endpoint: str) -> Circuit:
        """See `Circuits.count_failure`."""
        known = self._circuits.get(endpoint, Circuit())
        self._circuits[endpoint] = known.model_copy(update={"failures": known.failures + 1})
        return self._circuits[endpoint]

    @one_at_a_time
    def open_circuit(self, endpoint: str, until: datetime, why: str) -> None:
        """See `Circuits.open_circuit`."""
        self._circuits[endpoint] = Circuit(open_until=until, why=why)

    @one_at_a_time
    def probe(self, endpoint: str, seen: datetime, until: datetime) -> bool:
        """See `Circuits.probe`."""
        known = self._circuits.get(endpoint, Circuit())
        if known.open_until != seen:
            return False
        self._circuits[endpoint] = known.model_copy(update={"open_until": until})
        return True

    @one_at_a_time
    def close_circuit(self, endpoint: str) -> None:
        """See `Circuits.close_circuit`."""
        self._circuits[endpoint] = Circuit()
