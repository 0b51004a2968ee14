"""The faults that a twin can be told to have: throttling, conflicts, lost answers, indexes that lag."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from chalicelib.domain.errors import ConflictError, StoreUnavailableError


class Faults:
    """What goes wrong next. Each order is for one method, by name, and is used up `times` times."""

    def __init__(self) -> None:
        self._throttled: Counter[str] = Counter()
        self._conflicting: Counter[str] = Counter()
        self._unanswered: Counter[str] = Counter()
        self.index_lag_reads = 0

    def throttle(self, method: str, times: int = 1) -> None:
        """The next calls do nothing and raise StoreUnavailableError."""
        self._throttled[method] += times

    def conflict(self, method: str = "commit", times: int = 1) -> None:
        """The next calls do nothing and raise ConflictError, as if somebody else had been faster."""
        self._conflicting[method] += times

    def lose_answer(self, method: str = "commit", times: int = 1) -> None:
        """The next calls do their work and raise StoreUnavailableError all the same."""
        self._unanswered[method] += times

    def lag(self, reads: int) -> None:
        """From now on a change is seen by `queue` and `due` only after so many reads of that index."""
        self.index_lag_reads = reads

    def before(self, method: str) -> None:
        """Called by the twin before it works."""
        if _used_up(self._throttled, method):
            raise StoreUnavailableError(f"{method}: throttled, as ordered")
        if _used_up(self._conflicting, method):
            raise ConflictError(f"{method}: in conflict, as ordered")

    def after(self, method: str) -> None:
        """Called by the twin when its work is done."""
        if _used_up(self._unanswered, method):
            raise StoreUnavailableError(f"{method}: the answer was lost, as ordered")


def _used_up(orders: Counter[str], method: str) -> bool:
    if not orders[method]:
        return False
    orders[method] -= 1
    return True


class Faulty(Protocol):
    """A twin: one lock around everything, and its faults."""

    lock: RLock
    faults: Faults


T = TypeVar("T", bound=Faulty)
P = ParamSpec("P")
R = TypeVar("R")


def one_at_a_time(method: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
    """Run a twin's method alone, with the faults ordered for it."""
    name = method.__name__

    @wraps(method)
    def guarded(twin: T, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with twin.lock:
            twin.faults.before(name)
            answer = method(twin, *args, **kwargs)
            twin.faults.after(name)
            return answer

    return guarded
