"""What a stage says of a post, before anything else is weighed in."""

from collections.abc import Callable
from typing import NamedTuple

from chalicelib.domain.verdict import Intent, Sentiment


class Told(NamedTuple):
    """`scores` and `confidence` go from 0 to 1; `telling` gives the words that told most for it."""

    intent: Intent
    sentiment: Sentiment
    needs_reply: bool
    scores: dict[Intent, float]
    confidence: float
    telling: Callable[[], tuple[str, ...]] = tuple
