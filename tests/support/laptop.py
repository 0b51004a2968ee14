"""The whole product, started in a folder of the test's own and ended with it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

from sandbox.laptop import Laptop


@contextmanager
def a_laptop(
    folder: Path,
    posts: Path | None = None,
    speed: float | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Iterator[Laptop]:
    """A running laptop on free ports; the environment is as before when it has ended."""
    before = dict(os.environ)
    laptop = Laptop(folder, 0, posts, speed, say=say, restart_seconds=0)
    try:
        laptop.start()
        yield laptop
    finally:
        laptop.stop()
        os.environ.clear()
        os.environ.update(before)


def eventually(what: str, holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until it holds, looking often; fail, naming it, when the time is up."""
    deadline = monotonic() + seconds
    while not holds():
        if monotonic() > deadline:
            raise AssertionError(f"still not, after {seconds:.0f} s: {what}")
        sleep(0.05)


def forward(laptop: Laptop, span: timedelta) -> None:
    """Let so much of the laptop's time pass at once."""
    laptop.clock.skip(span)
    laptop.kill_worker()  # the next one begins at the clock as it is now


def while_it_moves(left: Callable[[], int], stall_seconds: float) -> int:
    """Wait until nothing is left, for as long as it becomes less; what is left when it stands still."""
    least, moved = left(), monotonic()
    while least > 0 and monotonic() - moved < stall_seconds:
        sleep(0.2)
        if (now := left()) < least:
            least, moved = now, monotonic()
    return least
