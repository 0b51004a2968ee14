"""Faults on demand: what goes wrong with the next requests to an endpoint."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from threading import Event, Lock

ANY = "any"
"""Stands for every endpoint."""


class FaultKind(StrEnum):
    """What goes wrong. "Before" means that the request has no effect; "after", that it has had it."""

    CREDITS_DEPLETED = "402-credits"
    PAYMENT_REQUIRED = "402-payment"
    FORBIDDEN = "403"
    RATE_LIMITED = "429"
    RATE_LIMITED_NO_RESET = "429-no-reset"
    SERVER_ERROR = "500"
    UNAVAILABLE = "503"
    UNAVAILABLE_AFTER = "503-after"
    MALFORMED = "malformed"
    DROP_BEFORE = "drop-before"
    DROP_AFTER = "drop-after"
    STALL_BEFORE = "stall-before"
    STALL_AFTER = "stall-after"
    SLOW = "slow"
    KILL_WORKER = "kill-worker"


@dataclass
class Fault:
    """An armed fault: for the next `times` requests to `endpoint`; stalls and slowness last `seconds`."""

    kind: FaultKind
    endpoint: str = ANY
    times: int = 1
    seconds: float = 5.0


class Faults:
    """The faults that are armed, oldest first. In memory: a restart is without faults."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []
        self._lock = Lock()
        self._ended = Event()

    def arm(self, kind: FaultKind | str, endpoint: str = ANY, times: int = 1, seconds: float = 5.0) -> None:
        """Arms a fault. Raises ValueError for an unknown kind or for numbers that make no sense."""
        if times < 1 or not 0 <= seconds <= 600:
            raise ValueError("times is 1 or more, seconds lie between 0 and 600")
        with self._lock:
            self._armed.append(Fault(FaultKind(kind), endpoint, times, seconds))

    def take(self, endpoint: str) -> Fault | None:
        """The fault that befalls this request, if any; one fault a request."""
        return self._take(lambda fault: fault.kind is not FaultKind.KILL_WORKER, endpoint)

    def take_kill(self) -> bool:
        """Whether the worker is to be killed now; true once for each time it was armed."""
        return self._take(lambda fault: fault.kind is FaultKind.KILL_WORKER, ANY) is not None

    def armed(self) -> list[Fault]:
        """What is armed, oldest first."""
        with self._lock:
            return [Fault(fault.kind, fault.endpoint, fault.times, fault.seconds) for fault in self._armed]

    def disarm(self) -> None:
        """Forgets all that is armed."""
        with self._lock:
            self._armed.clear()

    def pause(self, seconds: float) -> None:
        """Waits, but no longer than the server runs."""
        self._ended.wait(seconds)

    def end(self) -> None:
        """Ends all pauses, now and to come: the server stops."""
        self._ended.set()

    def _take(self, wanted: Callable[[Fault], bool], endpoint: str) -> Fault | None:
        with self._lock:
            for fault in self._armed:
                if wanted(fault) and (ANY in (endpoint, fault.endpoint) or fault.endpoint == endpoint):
                    fault.times -= 1
                    if fault.times == 0:
                        self._armed.remove(fault)
                    return Fault(fault.kind, fault.endpoint, 1, fault.seconds)
        return None
