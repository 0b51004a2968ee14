"""What triage concluded about a post."""

from enum import StrEnum

from pydantic import Field

from chalicelib.domain.value import Value


class Intent(StrEnum):
    """What the author wants."""

    PURCHASE_INTENT = "purchase_intent"
    COMPLAINT = "complaint"
    QUESTION = "question"
    PRAISE = "praise"
    OTHER = "other"
    SPAM = "spam"


class Sentiment(StrEnum):
    """How the author feels about it."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Verdict(Value):
    """Intent, feeling, urgency (0 to 1), language (BCP 47, `und` when unknown) and why, in words."""

    intent: Intent
    needs_reply: bool
    sentiment: Sentiment
    urgency: float = Field(ge=0, le=1)
    lang: str
    score: dict[Intent, float]
    risk: tuple[str, ...] = ()
    why: tuple[str, ...]
