"""The worker process: runs the schedules and the queue consumers until it is told to stop (or is killed)."""

import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType

from botocore.exceptions import BotoCoreError, ClientError

from app import app
from chalicelib.adapters.dynamodb.client import sqs_client
from chalicelib.bootstrap import build
from chalicelib.domain.errors import RetryableError
from chalicelib.entrypoints.services import install
from chalicelib.ports import Topic
from chalicelib.settings import Settings, read_settings
from chalicelib.telemetry import logger
from sandbox.clock import SandboxClock
from sandbox.lambdas import consume, run_schedule

OWNER = "laptop"
TICK_SECONDS = 1.0
Loop = Callable[[], bool]
# (topic, batch size as the app declares it, threads)
CONSUMERS = ((Topic.TRIAGE, 10, 3), (Topic.DRAFT, 5, 2), (Topic.PUBLISH, 1, 1))


def main(folder: Path) -> None:
    """Work until SIGTERM or Ctrl-C."""
    stop = threading.Event()

    def stopping(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, stopping)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settings = read_settings()
    install(build(settings, SandboxClock(folder)))
    loops = [_schedule("listen"), _schedule("sweep")]
    for topic, batch, threads in CONSUMERS:
        loops += [_consumer(settings, topic, batch) for _ in range(threads)]
    work(loops, stop)


def work(loops: list[Loop], stop: threading.Event, tick_seconds: float = TICK_SECONDS) -> None:
    """Run the loops until told to stop. One that fails in an unforeseen way ends them all, and is raised:
    whoever watches the process starts it again, while a thread that is gone would never be missed."""
    with ThreadPoolExecutor(max_workers=len(loops)) as pool:
        running = [pool.submit(_repeat, loop, stop, tick_seconds) for loop in loops]
        for one in running:
            one.add_done_callback(lambda ended: stop.set())
        stop.wait()
    for one in running:
        one.result()


def _schedule(name: str) -> Loop:
    def tick() -> bool:
        run_schedule(app.handler_map[name], name, OWNER)
        return False

    return tick


def _consumer(settings: Settings, topic: str, batch: int) -> Loop:
    sqs, url = sqs_client(settings.aws_region, settings.aws_endpoint), settings.queue_url(topic)

    def take() -> bool:
        return consume(app.handler_map[topic], topic, sqs, url, batch) > 0

    return take


def _repeat(loop: Loop, stop: threading.Event, tick_seconds: float) -> None:
    """Run a loop's body again and again, at once while there is work."""
    while not stop.is_set():
        try:
            busy = loop()
        except (RetryableError, ClientError, BotoCoreError) as error:
            # AWS would run it again as well; what was half-done is found by the sweep.
            logger.warning("will try again", extra={"why": type(error).__name__})
            busy = False
        if not busy:
            stop.wait(tick_seconds)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
