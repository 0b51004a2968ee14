"""`earshot up`: the whole product on this machine."""

import signal
import sys
import webbrowser
from pathlib import Path
from types import FrameType

import click

from cli.progress import report_progress
from sandbox.laptop import Laptop

DEFAULT_PORT = 8700


@click.command()
@click.option(
    "--port",
    default=DEFAULT_PORT,
    show_default=True,
    help="The console's port; the next free one if it is in use.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path(".demo"),
    show_default=True,
    help="Where the state is kept.",
)
@click.option(
    "--posts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Replay this file of posts (JSON lines).",
)
@click.option(
    "--speed",
    type=click.FloatRange(min=0),
    help="Play the posts from now on at so many times their own pace; 0: all at once.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the console in a browser.")
def up(port: int, data: Path, posts: Path | None, speed: float | None, open_browser: bool) -> None:
    """Run the sandbox network, the local AWS, the workers and the console until Ctrl-C."""
    try:
        laptop = Laptop(data.resolve(), port, posts.resolve() if posts else None, speed, say=_say)
        _run(laptop, open_browser)
    except OSError as problem:
        # A full disk does not say where it is full.
        problem.filename = problem.filename or str(data)
        raise


def _run(laptop: Laptop, open_browser: bool) -> None:
    def ending(number: int, frame: FrameType | None) -> None:
        laptop.stopping.set()

    signal.signal(signal.SIGTERM, ending)
    signal.signal(signal.SIGINT, ending)
    try:
        laptop.start()
        _say(f"Console: {laptop.console.url}")
        _say(f"Network: {laptop.network_server.url}")
        if open_browser and sys.stdout.isatty():
            webbrowser.open(laptop.console.url)
        report_progress(laptop, _say)
        _say("Ending …")
        if laptop.problem:
            raise laptop.problem
    finally:
        laptop.stop()


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
