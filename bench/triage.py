"""How fast triage judges, beside merely reading the same lines: `python -m bench.triage [FILE.jsonl]`.

Without a file it takes the airline posts of EARSHOT_DATA, or else sentences made up here.
"""

import json
import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from chalicelib.triage.judge import judge

_MADE_UP = (
    "@brand my parcel never arrived and nobody answers, I want a refund before Friday!",
    "Kann mir jemand eine wasserdichte Jacke empfehlen?",
    "gracias por la ayuda, sois los mejores",
    "bir haftadır bekliyorum, cevap yok",
    "just a walk along the river, the light was lovely today",
)
_AT_LEAST = 5_000


def lines_of(source: str | None) -> list[str]:
    """The lines to measure with."""
    data = os.environ.get("EARSHOT_DATA")
    path = Path(source) if source else Path(data or ".") / "labelled" / "airline.jsonl"
    if path.is_file():
        return path.read_text(encoding="utf-8").splitlines()
    posts = ({"id": str(number), "text": _MADE_UP[number % len(_MADE_UP)]} for number in range(_AT_LEAST))
    return [json.dumps(post) for post in posts]


def measure(name: str, lines: list[str], work: Callable[[str], object], base: float | None = None) -> float:
    """Print how many lines a second the work takes, and the most memory it held; the seconds that it took.

    `base` are the seconds to which the printed ratio refers, the work's own without it.
    """
    work(lines[0])
    begun = time.perf_counter()
    for line in lines:
        work(line)
    seconds = time.perf_counter() - begun
    tracemalloc.start()
    for line in lines[:500]:
        work(line)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    ratio = seconds / (base or seconds)
    print(f"{name:<22} {len(lines) / seconds:>10,.0f} posts/s {ratio:7.1f}x   peak {peak / 1e6:6.2f} MB")
    return seconds


def main() -> None:
    """Measure reading alone, judging with the network's language tag, and judging without one."""
    lines = lines_of(sys.argv[1] if len(sys.argv) > 1 else None)
    print(f"{len(lines):,} posts; memory beyond the input")
    base = measure("json.loads (baseline)", lines, json.loads)
    measure("judge, tagged", lines, lambda line: judge(json.loads(line)["text"], lang="en"), base)
    measure("judge, untagged", lines, lambda line: judge(json.loads(line)["text"]), base)


if __name__ == "__main__":
    main()
