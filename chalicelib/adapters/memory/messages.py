"""A twin of the queues between the steps."""

from collections import defaultdict, deque
from collections.abc import Sequence
from threading import RLock

from chalicelib.adapters.memory.faults import Faults, one_at_a_time


class MemoryMessages:
    """Keeps what was sent until it is taken, oldest first."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.lock = RLock()
        self.faults = faults or Faults()
        self._queues: dict[str, deque[dict[str, str]]] = defaultdict(deque)

    @one_at_a_time
    def send(self, topic: str, bodies: Sequence[dict[str, str]]) -> None:
        """Keep each body for whoever takes it."""
        self._queues[topic].extend(dict(body) for body in bodies)

    @one_at_a_time
    def take(self, topic: str, limit: int = 10) -> list[dict[str, str]]:
        """Remove and return at most `limit` bodies."""
        queue = self._queues[topic]
        return [queue.popleft() for _ in range(min(limit, len(queue)))]
