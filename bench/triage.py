"""How fast triage judges without a language model, beside what could be picked instead.

`python -m bench.triage [FILE.jsonl]`, with the packages of the training, which `make bench` installs.
Without a file it takes the airline posts of EARSHOT_DATA, or else sentences made up here.
"""

import json
import os
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from chalicelib.triage.judge import judge
from chalicelib.triage.language import language_of
from chalicelib.triage.model.small import FILES, read_model
from chalicelib.triage.rules.lexicon import LANGUAGES, lexicon
from evals.standins import intent_score, vader

_MADE_UP = (
    "@brand my parcel never arrived and nobody answers, I want a refund before Friday!",
    "Kann mir jemand eine wasserdichte Jacke empfehlen?",
    "gracias por la ayuda, sois los mejores",
    "bir haftadır bekliyorum, cevap yok",
    "just a walk along the river, the light was lovely today",
)
_AT_LEAST = 5_000
# The best of so many rounds: other work on the machine only ever slows one down.
_ROUNDS = 3


def posts_of(source: str | None) -> list[str]:
    """The texts to measure with."""
    data = os.environ.get("EARSHOT_DATA")
    path = Path(source) if source else Path(data or ".") / "labelled" / "airline.jsonl"
    if path.is_file():
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line)["text"] for line in lines if line.strip()]
    return [_MADE_UP[number % len(_MADE_UP)] for number in range(_AT_LEAST)]


def measure(name: str, texts: list[str], work: Callable[[str], object], base: float | None = None) -> float:
    """Print posts a second on one core and the most memory held for a post; the seconds of the best round.

    `base` are the seconds to which the printed ratio refers, the work's own without it.
    """
    seconds = min(_round(texts, work) for _ in range(_ROUNDS))
    tracemalloc.start()
    for text in texts[:500]:
        work(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    rate, ratio = len(texts) / seconds, (base or seconds) / seconds
    print(f"{name:<34} {rate:>10,.0f} posts/s {ratio:7.2f}x   peak {peak / 1e6:6.2f} MB")
    return seconds


def _round(texts: list[str], work: Callable[[str], object]) -> float:
    begun = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - begun


def main() -> None:
    """Measure loading, judging with and without a tag, the stand-ins, and memory over many posts."""
    texts = posts_of(sys.argv[1] if len(sys.argv) > 1 else None)
    _loading()
    print(f"{len(texts):,} posts; speed as a ratio to VADER's; memory beyond the input")
    base = measure("VADER (English sentiment only)", texts, lambda text: vader(text, "en"))
    measure("intent-score (purchase only)", texts, lambda text: intent_score(text, "en"), base)
    measure("structure and model, tagged", texts, lambda text: judge(text, lang="en"), base)
    measure("structure and model, untagged", texts, judge, base)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _round(texts * 5, lambda text: judge(text, lang="en"))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"memory after {5 * len(texts):,} more posts: {(after - before) / 1024:+.1f} MB")


def _loading() -> None:
    size = sum(path.stat().st_size for path in FILES.iterdir())
    begun = time.perf_counter()
    read_model(FILES)
    weights = time.perf_counter()
    for lang in LANGUAGES:
        lexicon(lang)
    lists = time.perf_counter()
    language_of("good morning to all of you out there", None)
    library = time.perf_counter()
    judge("good morning", lang=None)
    first = time.perf_counter()
    print(f"model files {size / 1e6:.2f} MB; weights loaded in {1000 * (weights - begun):.1f} ms")
    print(f"word lists of all languages loaded in {1000 * (lists - weights):.1f} ms")
    print(f"the language library loaded in {1000 * (library - lists):.1f} ms")
    print(f"a first post judged in {1000 * (first - library):.1f} ms more")


if __name__ == "__main__":
    main()
