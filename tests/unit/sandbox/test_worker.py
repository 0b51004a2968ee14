"""The worker's loops: trouble that passes is waited out, anything else ends the process."""

import threading
from time import monotonic

import pytest

from chalicelib.domain.errors import StoreUnavailableError
from sandbox.worker import work


def test_a_loop_that_fails_in_an_unforeseen_way_ends_them_all() -> None:
    turns: list[float] = []

    def healthy() -> bool:
        turns.append(monotonic())
        return False

    def failing() -> bool:
        raise KeyError("unforeseen")

    with pytest.raises(KeyError):
        work([healthy, failing], threading.Event())
    assert turns


def test_trouble_that_passes_is_waited_out() -> None:
    stop, turns = threading.Event(), iter(range(3))

    def troubled() -> bool:
        if next(turns) == 2:
            stop.set()
            return False
        raise StoreUnavailableError("busy")

    work([troubled], stop, tick_seconds=0.01)
    assert stop.is_set()
