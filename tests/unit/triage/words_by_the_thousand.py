"""Judges words that nobody ever used, first many and then some more; tells what that changed."""

import json
import sys
import tracemalloc

from chalicelib.triage.judge import judge

# So few words that all of them are read.
_A_POST = 1_000
_COMPLAINT = "@brackwater my kettle arrived broken and nobody answers"


def judge_words(begin: int, end: int) -> None:
    """Posts of words that are numbers in letters."""
    for at in range(begin, end, _A_POST):
        judge(" ".join(map(_word, range(at, at + _A_POST))), lang="en")


def _word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:08}")


def main(words: int, more: int) -> None:
    """Print as JSON the verdict on a complaint before and after, and how many bytes more words took."""
    before = judge(_COMPLAINT, lang="en")
    judge_words(0, words)
    tracemalloc.start()
    judge_words(words, words + more)
    grown, _ = tracemalloc.get_traced_memory()
    after = judge(_COMPLAINT, lang="en")
    told = {"before": before.model_dump_json(), "after": after.model_dump_json(), "grown": grown}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
