"""What a stage says of a post, before anything else is weighed in."""

from typing import NamedTuple

from chalicelib.domain.verdict import Intent, Sentiment


class Told(NamedTuple):
    """`scores` and `confidence` go from 0 to 1; `words` are those that told most for the intent."""

    intent: Intent
    sentiment: Sentiment
    needs_reply: bool
    scores: dict[Intent, float]
    confidence: float
    words: tuple[str, ...] = ()
