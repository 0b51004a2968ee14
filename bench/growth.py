"""How long a burst of posts takes to be heard and drafted: `python -m bench.growth [--write]`.

The steps are the product's own, on a virtual clock; lags are in virtual minutes since a post was written.
In a storm one piece of work in eight finds the table failing, and one hint in five is lost. Of the posts
nothing may be lost. With `--write` the table of docs/scale.md is written anew.
"""

import logging
import sys
import time
from collections.abc import Sequence

from bench.documents import table_of, write_table
from chalicelib.telemetry import logger
from tests.support.burst import STORM, Burst, Outcome, Run
from tests.support.simulated import Weather


def growth_table() -> str:
    """The table of docs/scale.md."""
    return document([Run(burst).to_the_end() for burst in BURSTS])


def document(outcomes: Sequence[Outcome]) -> str:
    """One row for each burst."""
    heads = ("burst in five minutes", "heard after", "drafted after", "asked of X", "hints sent", "lost")
    return table_of(heads, [_cells(one) for one in outcomes])


def _cells(outcome: Outcome) -> tuple[str, ...]:
    lags = [
        ", ".join(f"{percentile(one, p):.1f}" for p in PERCENTS) for one in (outcome.heard, outcome.drafted)
    ]
    counted = (outcome.requests, outcome.sent, outcome.lost)
    return (f"{outcome.burst.posts:,}, {outcome.burst.name}", *lags, *(f"{one:,}" for one in counted))


def percentile(lags: list[float], percent: int) -> float:
    """The lag that so many of 100 do not exceed; 0 without any."""
    return sorted(lags)[max(0, -(-len(lags) * percent // 100) - 1)] if lags else 0.0


PERCENTS = (50, 95, 100)
BURSTS = (
    Burst(10),
    Burst(100),
    Burst(1_000),
    Burst(1_000, "storm", STORM),
    # A hundredth of X's requests: as 100,000 posts would find them.
    Burst(1_000, "X tight", requests=5),
    Burst(1_000, "new account", functions=2),
    Burst(1_000, "deaf queues", Weather(deaf_minutes=10)),
    Burst(2_000),
    Burst(2_000, "storm", STORM),
)
HEAD = (
    "posts  weather      heard after (min)      drafted after (min)     X asked  refused  hints   dead  lost"
)


def line(outcome: Outcome) -> str:
    """The lags of half, of 95 of 100, and of all; and what it took."""
    lags = (outcome.heard, outcome.drafted)
    told = "   ".join(" ".join(f"{percentile(one, p):6.1f}" for p in PERCENTS) for one in lags)
    burst = outcome.burst
    return (
        f"{burst.posts:>5,}  {burst.name:<11} {told}   {outcome.requests:>6} {outcome.refused:>8}"
        f" {outcome.sent:>6} {outcome.dead:>6} {outcome.lost:>5}"
    )


def main() -> None:
    """Run every burst and print one line each."""
    logger.setLevel(logging.CRITICAL)
    print(HEAD)
    outcomes = []
    for burst in BURSTS:
        began = time.perf_counter()
        outcomes.append(Run(burst).to_the_end())
        print(f"{line(outcomes[-1])}   ({time.perf_counter() - began:.1f} s)", flush=True)
    if "--write" in sys.argv[1:]:
        write_table("scale.md", "growth", document(outcomes))


if __name__ == "__main__":
    main()
