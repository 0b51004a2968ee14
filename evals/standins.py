"""What a user could pick instead of our triage."""

import re
from functools import cache
from typing import Any

from evals import keywords
from evals.answers import Answer, Judge
from evals.tasks import EVERY_TASK

# VADER's own thresholds, and the score from which intent-score calls its label "medium".
_FELT = 0.05
_MEDIUM = 25
_HANDLE = re.compile(r"@\w+")
_FEELING = frozenset(
    {"complaints", "airline sentiment", "sentiment8", "airline negative kept", "random_tweet put aside"}
)


def vader(text: str, lang: str) -> Answer:
    """VADER's feeling; what is negative is a complaint and needs a reply.

    Handles are taken out: its lexicon holds "united", so that each post to @united would sound pleased.
    """
    compound = float(_vader().polarity_scores(_HANDLE.sub("", text))["compound"])
    negative = compound <= -_FELT
    return Answer(
        intents=frozenset({"complaint"} if negative else ()),
        sentiment="negative" if negative else "positive" if compound >= _FELT else "neutral",
        needs_reply=negative,
        scores={"complaint": -compound, "negative": -compound},
    )


def intent_score(text: str, lang: str) -> Answer:
    """PyPI's intent-score: what it calls medium or high is purchase intent."""
    from intent_score import score

    found = float(score(text).score)
    meant = found >= _MEDIUM
    return Answer(
        intents=frozenset({"purchase_intent"} if meant else ()),
        sentiment="neutral",
        needs_reply=meant,
        scores={"purchase_intent": found},
    )


@cache
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


STANDINS = (
    Judge("keyword list", keywords.answer, EVERY_TASK),
    Judge("VADER", vader, _FEELING),
    Judge("intent-score", intent_score, frozenset({"purchase"})),
)
