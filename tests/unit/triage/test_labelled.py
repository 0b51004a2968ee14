"""How triage does on labelled posts that it was never fitted to: figures are printed, floors only stop rot.

The floors lie a few points under what was measured. `pytest -s` shows the figures.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from chalicelib.domain.verdict import Verdict
from chalicelib.triage.judge import judge

Row = dict[str, Any]
# Every so manieth post of the large sets, to keep the tests short.
_EVERY = 4


def test_complaints(earshot_data: Path) -> None:
    rows = read(earshot_data, "complaints.jsonl")
    told = [judge(row["text"], lang="en") for row in rows]
    report(
        "complaints, macro-F1", macro_f1(rows, told, lambda one: one.intent.value, "complaint", "other"), 70
    )
    random = [one for row, one in zip(rows, told, strict=True) if row["domain"] == "random_tweet"]
    report("random posts put aside, %", share(random, lambda one: not one.needs_reply), 75)


def test_purchase_intent(earshot_data: Path) -> None:
    rows = [row for row in read(earshot_data, "purchase.jsonl") if row["label"] != "undefined"]
    told = [judge(row["text"], lang="en") for row in rows]
    figure = macro_f1(rows, told, lambda one: one.intent.value, "purchase_intent", "none")
    report("purchase intent, macro-F1", figure, 64)


def test_sentiment_and_what_is_kept_of_airline_posts(earshot_data: Path) -> None:
    rows = read(earshot_data, "airline.jsonl")[::_EVERY]
    told = [judge(row["text"], lang="en") for row in rows]
    figure = macro_f1(rows, told, lambda one: one.sentiment.value, "negative", "neutral", "positive")
    report("airline sentiment, macro-F1", figure, 62)
    negative = [one for row, one in zip(rows, told, strict=True) if row["label"] == "negative"]
    report("negative airline posts kept, %", share(negative, lambda one: one.needs_reply), 88)


def test_spam(earshot_data: Path) -> None:
    rows = read(earshot_data, "spam.jsonl")[::_EVERY]
    told = [judge(row["text"], lang="en") for row in rows]
    report("spam, macro-F1", macro_f1(rows, told, lambda one: one.intent.value, "spam", "ham"), 65)


def read(folder: Path, name: str) -> list[Row]:
    """The rows of a labelled set."""
    lines = (folder / "labelled" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def macro_f1(
    rows: Sequence[Row], told: Sequence[Verdict], answer: Callable[[Verdict], str], *labels: str
) -> float:
    """Macro-F1 in percent; an answer that is none of the labels counts as the last of them."""
    pairs = [
        (row["label"], found if (found := answer(one)) in labels else labels[-1])
        for row, one in zip(rows, told, strict=True)
    ]
    scores: list[float] = []
    for label in labels:
        both = sum(pair == (label, label) for pair in pairs)
        either = sum(real == label for real, _ in pairs) + sum(found == label for _, found in pairs)
        scores.append(200 * both / either)
    return sum(scores) / len(scores)


def share(told: Sequence[Verdict], holds: Callable[[Verdict], bool]) -> float:
    """For how many of the verdicts it holds, in percent."""
    return 100 * sum(map(holds, told)) / len(told)


def report(what: str, figure: float, floor: float) -> None:
    """Print the figure, and fail when it has fallen below the floor."""
    print(f"{what}: {figure:.1f}")
    assert figure >= floor
