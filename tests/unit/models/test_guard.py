"""The guard against dead endpoints, compared with a plain machine that does what its description says."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.memory.circuits import MemoryCircuits
from chalicelib.adapters.openai.errors import Blame, CallFailedError
from chalicelib.adapters.openai.guard import FAILURES, Guard
from chalicelib.adapters.openai.storage import PAUSE, PAUSE_WHEN_REFUSED
from tests.support.models import a_provider
from tests.support.values import NOW

PROVIDER = a_provider("http://host.example/v1")
CROWD, MINUTES = 300, 10


class Becomes(Enum):
    """What becomes of a call that is made."""

    ANSWERED = None
    PASSING = Blame.PASSING
    SLOW = Blame.SLOW
    NONSENSE = Blame.NONSENSE
    REFUSED = Blame.REFUSED
    OURS = Blame.OURS


@dataclass
class Plain:
    """What the guard is said to do."""

    failures: int = 0
    open_until: datetime | None = None

    def lets_ask(self, now: datetime) -> bool:
        """Whether a call is made now."""
        return self.open_until is None or now >= self.open_until

    def saw(self, becomes: Becomes, now: datetime) -> None:
        """A call was made."""
        if becomes in (Becomes.ANSWERED, Becomes.OURS):
            self.failures, self.open_until = 0, None
            return
        self.failures += 1
        if becomes is Becomes.REFUSED:
            self.open_until = now + PAUSE_WHEN_REFUSED
        elif self.open_until or self.failures >= FAILURES:
            self.open_until = now + PAUSE


class Caller:
    """A process with a guard of its own."""

    def __init__(self, circuits: MemoryCircuits) -> None:
        self.now = NOW
        self.asked = 0
        self.guard = Guard(circuits, lambda: self.now)

    def calls(self, becomes: Becomes, now: datetime) -> bool:
        """Whether the endpoint was asked."""
        before, self.now = self.asked, now
        try:
            self.guard.check(PROVIDER)
            self.guard.call(PROVIDER, lambda: self._ask(becomes))
        except CallFailedError as failure:
            asked = failure.blame is not Blame.UNASKED
            assert asked is (self.asked > before)
        return self.asked > before

    def _ask(self, becomes: Becomes) -> None:
        self.asked += 1
        if becomes.value:
            raise CallFailedError("as ordered", becomes.value)


steps = st.lists(st.tuples(st.sampled_from(Becomes), st.integers(0, 400)), max_size=60)


@settings(max_examples=300, deadline=None)
@given(steps)
def test_processes_that_come_and_go_do_together_what_one_machine_would(
    steps: list[tuple[Becomes, int]],
) -> None:
    circuits, plain, now = MemoryCircuits(), Plain(), NOW
    for becomes, seconds in steps:
        now += timedelta(seconds=seconds)
        expected = plain.lets_ask(now)
        assert Caller(circuits).calls(becomes, now) is expected
        if expected:
            plain.saw(becomes, now)


@settings(max_examples=100, deadline=None)
@given(steps)
def test_a_process_that_stays_does_the_same(steps: list[tuple[Becomes, int]]) -> None:
    caller, plain, now = Caller(MemoryCircuits()), Plain(), NOW
    for becomes, seconds in steps:
        now += timedelta(seconds=seconds)
        expected = plain.lets_ask(now)
        assert caller.calls(becomes, now) is expected
        if expected:
            plain.saw(becomes, now)


@pytest.mark.parametrize("becomes", [Becomes.PASSING, Becomes.REFUSED])
def test_a_crowd_asks_a_dead_endpoint_no_more_often_than_one_would(becomes: Becomes) -> None:
    circuits = MemoryCircuits()
    callers = [Caller(circuits) for _ in range(CROWD)]
    every = timedelta(seconds=10)
    for step in range(MINUTES * 60 // 10):
        for caller in callers:
            caller.calls(becomes, NOW + step * every)
    asked = sum(caller.asked for caller in callers)
    first, pause = (1, PAUSE_WHEN_REFUSED) if becomes is Becomes.REFUSED else (FAILURES, PAUSE)
    assert asked == first + (timedelta(minutes=MINUTES) - every) // pause
