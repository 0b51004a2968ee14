"""How long a burst of posts takes to be heard and drafted: `python -m bench.growth`.

The steps are the product's own, on a virtual clock; lags are in virtual minutes since a post was written.
In a storm one piece of work in eight finds the table failing, and one hint in five is lost. Of the posts
nothing may be lost.
"""

import logging
import os
import time

from chalicelib.telemetry import logger
from tests.support.burst import STORM, Burst, Outcome, Run
from tests.support.simulated import Weather


def percentile(lags: list[float], percent: int) -> float:
    """The lag that so many of 100 do not exceed; 0 without any."""
    return sorted(lags)[max(0, -(-len(lags) * percent // 100) - 1)] if lags else 0.0


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
    told = "   ".join(" ".join(f"{percentile(one, p):6.1f}" for p in (50, 95, 100)) for one in lags)
    burst = outcome.burst
    return (
        f"{burst.posts:>5,}  {burst.name:<11} {told}   {outcome.requests:>6} {outcome.refused:>8}"
        f" {outcome.sent:>6} {outcome.dead:>6} {outcome.lost:>5}"
    )


def main() -> None:
    """Run every burst and print one line each."""
    logger.setLevel(logging.CRITICAL)
    os.environ["POWERTOOLS_METRICS_DISABLED"] = "true"
    print(HEAD)
    for burst in BURSTS:
        began = time.perf_counter()
        print(f"{line(Run(burst).to_the_end())}   ({time.perf_counter() - began:.1f} s)", flush=True)


if __name__ == "__main__":
    main()
