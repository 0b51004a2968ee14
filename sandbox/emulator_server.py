"""Runs the AWS emulator, inside the sandbox's own environment, and keeps what it holds.

Started by `sandbox/emulator.py` and never imported. The emulator itself writes its state at a clean end only;
this adds snapshots while it runs, by a forked child that sees one consistent moment and holds nobody up. It
ends on SIGTERM, and when its standard input closes, which is how it notices that its starter was killed.
"""

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve  # type: ignore[import-not-found]  # installed in the sandbox's environment
from hypercorn.config import Config  # type: ignore[import-not-found]  # the same
from ministack import app as ministack  # type: ignore[import-not-found]  # the same
from ministack.core import persistence  # type: ignore[import-not-found]  # the same

TICK = 0.5
WRITES = (b"Put", b"Update", b"Delete", b"TransactWrite", b"BatchWrite", b"Create")

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Snapshots:
    """Takes one when something was written, at most every `every` seconds, never two at a time."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._changed = False
        self._child: int | None = None
        self._began = 0.0
        self._next = 0.0

    async def app(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """The emulator, watched for writes to the table."""
        if scope["type"] == "http" and _writes_a_table(scope["headers"]):
            self._changed = True
        await ministack.app(scope, receive, send)

    def tick(self) -> None:
        """Collect the child that has ended; begin another when there is something to keep."""
        now = time.monotonic()
        if self._child is not None:
            if os.waitpid(self._child, os.WNOHANG) == (0, 0):
                return
            # A large state takes long to write: keep the share of time spent on it small.
            self._child, self._next = None, now + max(self._every, 5 * (now - self._began))
        if self._changed and now >= self._next:
            self._changed, self._began = False, now
            self._child = os.fork()
            if self._child == 0:
                _write_and_leave()

    def stop(self) -> None:
        """End the child, so that its older state cannot overwrite the final one."""
        if self._child is not None:
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
            self._child = None


def _write_and_leave() -> None:
    try:
        os.nice(10)
        persistence.save_all(ministack._build_persistence_save_dict())
    finally:
        os._exit(0)


def _writes_a_table(headers: list[tuple[bytes, bytes]]) -> bool:
    target = next((value for name, value in headers if name == b"x-amz-target"), b"")
    service, _, action = target.partition(b".")
    return service.startswith(b"DynamoDB") and action.startswith(WRITES)


def _watch_starter(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    while os.read(sys.stdin.fileno(), 64):
        pass
    loop.call_soon_threadsafe(stop.set)


async def run(port: int, every: float) -> None:
    """Serve until told to stop, then let the emulator write its state."""
    stop, loop, snapshots = asyncio.Event(), asyncio.get_running_loop(), Snapshots(every)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    threading.Thread(target=_watch_starter, args=(loop, stop), daemon=True).start()

    async def until_stopped() -> None:
        while not stop.is_set():
            snapshots.tick()
            try:
                await asyncio.wait_for(stop.wait(), TICK)
            except TimeoutError:
                continue
        snapshots.stop()

    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.loglevel = "WARNING"
    config.graceful_timeout = 0.2
    config.shutdown_timeout = 60.0
    await serve(snapshots.app, config, shutdown_trigger=until_stopped)
    Path("ended-well").touch()


if __name__ == "__main__":
    asyncio.run(run(int(os.environ["GATEWAY_PORT"]), float(os.environ["SNAPSHOT_SECONDS"])))
