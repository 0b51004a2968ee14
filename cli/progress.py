"""Tells on the terminal how a replay gets on, until every post has been decided."""

from collections.abc import Callable

from chalicelib.domain.errors import StoreUnavailableError
from chalicelib.entrypoints.services import services
from chalicelib.measure.count import Figures, count, found
from sandbox.laptop import Laptop

EVERY_SECONDS = 3.0


def report_progress(laptop: Laptop, say: Callable[[str], None]) -> None:
    """Until the laptop stops: say how many posts were found, and what became of each."""
    heard, settled = -1, False
    while not laptop.stopping.wait(EVERY_SECONDS):
        try:
            now_heard = sum(found(services().store, brand) for brand in laptop.brands.values())
            if now_heard != heard:
                heard, settled = now_heard, False
                say(f"Heard {heard} posts …")
            elif not settled and heard:
                figures = sum((count(services().store, brand) for brand in laptop.brands.values()), Figures())
                settled = figures.undecided == 0 and figures.drafts == figures.cases
                say(line(figures))
                if settled:
                    say(f"The network shows {laptop.network.reading.count()} posts by now.")
        except StoreUnavailableError as problem:
            say(f"The store does not answer ({problem}); trying again.")


def line(figures: Figures) -> str:
    """The figures as a sum that can be checked by eye."""
    return (
        f"Found {figures.found} = {figures.ignored} ignored + {figures.joined} joined + {figures.cases} cases"
        + (f" + {figures.undecided} undecided" if figures.undecided else "")
        + f"; {figures.drafts} drafts"
    )
