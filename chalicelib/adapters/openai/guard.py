"""Keeps a dead endpoint from being asked, by every process together: pybreaker over what the table knows.

The table's word is read once in a few seconds. Where it cannot be read, the endpoint is asked all the same.
"""

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from pybreaker import CircuitBreaker, CircuitBreakerError

from chalicelib.adapters.openai.errors import Blame, CallFailedError
from chalicelib.adapters.openai.storage import Endpoint, Storage
from chalicelib.domain.circuit import Circuit
from chalicelib.domain.credentials import Provider
from chalicelib.domain.errors import EarshotError
from chalicelib.ports import Circuits, Clock
from chalicelib.telemetry import logger

FAILURES = 5
REMEMBERED = timedelta(seconds=5)
_COUNTED = frozenset({Blame.PASSING, Blame.SLOW, Blame.NONSENSE, Blame.REFUSED})

T = TypeVar("T")


class _Known(NamedTuple):
    circuit: Circuit
    until: datetime


class Guard:
    """Lets endpoints be asked that answer, and those that did not be probed by one caller at a time."""

    def __init__(self, circuits: Circuits, clock: Clock) -> None:
        self._circuits = circuits
        self._clock = clock
        self._known: dict[str, _Known] = {}

    @classmethod
    def over(cls, circuits: Circuits | None, clock: Clock) -> "Guard | None":
        """A guard, where anything is known."""
        return cls(circuits, clock) if circuits else None

    def check(self, provider: Provider) -> None:
        """Raise CallFailedError, at no cost, where nobody may ask it now."""
        circuit = self._circuit(endpoint_of(provider))
        if circuit.is_open(self._clock()):
            raise _is_open(circuit)

    def call(self, provider: Provider, ask: Callable[[], T]) -> T:
        """What `ask` answers. Raises what it raises, and CallFailedError where nobody may ask now."""
        name = endpoint_of(provider)
        endpoint = Endpoint(name, self._circuit(name), self._circuits, self._clock)
        breaker = CircuitBreaker(
            fail_max=FAILURES,
            reset_timeout=0,  # our storage says when, by our clock
            exclude=[_is_not_its_fault],
            state_storage=Storage(endpoint),
            throw_new_error_on_trip=False,
        )
        try:
            return breaker.call(_blaming(endpoint, ask))
        except CircuitBreakerError:
            raise _is_open(endpoint.circuit) from None
        finally:
            self._keep(name, endpoint.circuit)

    def _circuit(self, name: str) -> Circuit:
        known = self._known.get(name)
        if known and self._clock() < known.until:
            return known.circuit
        try:
            return self._keep(name, self._circuits.circuit(name))
        except EarshotError as error:
            logger.warning("a model's circuit cannot be read", extra={"why": type(error).__name__})
            return known.circuit if known else Circuit()

    def _keep(self, name: str, circuit: Circuit) -> Circuit:
        self._known[name] = _Known(circuit, self._clock() + REMEMBERED)
        return circuit


def endpoint_of(provider: Provider) -> str:
    """An endpoint's name: its address, the model and the key, of which nobody can be told from it.

    Another key is another endpoint: one that replaces a refused key is asked at once.
    """
    key = provider.key.get_secret_value().encode()
    return hmac.digest(key, f"{provider.url or ''}\n{provider.name}".encode(), "sha256").hex()[:32]


def _is_not_its_fault(error: BaseException) -> bool:
    return not (isinstance(error, CallFailedError) and error.blame in _COUNTED)


def _blaming(endpoint: Endpoint, ask: Callable[[], T]) -> Callable[[], T]:
    def asked() -> T:
        try:
            return ask()
        except CallFailedError as failure:
            endpoint.why = str(failure)
            endpoint.refused = failure.blame is Blame.REFUSED
            raise

    return asked


def _is_open(circuit: Circuit) -> CallFailedError:
    until = f", is asked again at {circuit.open_until:%H:%M:%S} UTC" if circuit.open_until else ""
    why = f" ({circuit.why})" if circuit.why else ""
    return CallFailedError(f"it failed lately{why}{until}", Blame.UNASKED, may_be_billed=False)
