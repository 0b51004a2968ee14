"""The twin of the messages that were put aside."""

import json
from collections import defaultdict
from collections.abc import Sequence
from threading import RLock

from chalicelib.adapters.memory.faults import Faults, one_at_a_time
from chalicelib.adapters.memory.messages import MemoryMessages
from chalicelib.ports import DeadLetter

BATCH = 10


class MemoryDeadLetters:
    """Implements `DeadLetters` beside the twin of the live queues. What is held stays held until put back."""

    def __init__(self, messages: MemoryMessages, faults: Faults | None = None) -> None:
        self.lock = RLock()
        self.faults = faults or Faults()
        self._messages = messages
        self._aside: dict[str, list[DeadLetter]] = defaultdict(list)
        self._held: set[tuple[str, str]] = set()

    @one_at_a_time
    def lay_aside(self, topic: str, letter: DeadLetter) -> None:
        """A message has failed too often."""
        self._aside[topic].append(letter)

    @one_at_a_time
    def place(self, topic: str) -> str:
        """See `DeadLetters.place`."""
        return f"earshot-memory-{topic}-dead"

    @one_at_a_time
    def take(self, topic: str) -> tuple[DeadLetter, ...]:
        """See `DeadLetters.take`."""
        free = [one for one in self._aside[topic] if (topic, one.id) not in self._held][:BATCH]
        self._held |= {(topic, one.id) for one in free}
        return tuple(one._replace(received=one.received + 1) for one in free)

    @one_at_a_time
    def put_back(self, topic: str, letters: Sequence[DeadLetter]) -> None:
        """See `DeadLetters.put_back`."""
        self._held -= {(topic, one.id) for one in letters}

    @one_at_a_time
    def send_again(self, topic: str, letters: Sequence[DeadLetter]) -> None:
        """See `DeadLetters.send_again`."""
        self._messages.send(topic, [json.loads(one.text) for one in letters])

    @one_at_a_time
    def remove(self, topic: str, letters: Sequence[DeadLetter]) -> None:
        """See `DeadLetters.remove`."""
        gone = {one.id for one in letters}
        self._aside[topic] = [one for one in self._aside[topic] if one.id not in gone]
