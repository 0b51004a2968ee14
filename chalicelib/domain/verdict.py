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


class Risk(StrEnum):
    """What should not be treated as an ordinary post."""

    CRISIS = "crisis"
    SAFETY = "safety"
    SELF_HARM = "self_harm"
    LEGAL = "legal"
    PRESS = "press"
    ABUSE = "abuse"
    FRAUD = "fraud"
    PERSONAL_DATA = "personal_data"
    INJECTION = "injection"


class Addressed(StrEnum):
    """Whom the post speaks to: the brand, others about the brand, or neither."""

    TO_US = "to_us"
    ABOUT_US = "about_us"
    NEITHER = "neither"


class Stage(StrEnum):
    """The stages of triage, in their order."""

    STRUCTURE = "structure"
    MODEL = "model"
    LANGUAGE_MODEL = "language_model"
    ROUTING = "routing"


class Said(Value):
    """What one stage decided, in words."""

    stage: Stage
    what: str


class Verdict(Value):
    """Intent, feeling, urgency (0 to 1), language (BCP 47, `und` when unknown) and why, in words.

    `confidence`: how often verdicts as sure as this one have the right intent, 0 to 1. `product` and `topic`
    are names from the brand's own lists. `desk`, `account`, `priority` (0 to 1; None leaves the urgency as it
    is) and `tags` are what the routing rule named `rule` assigned; `closed` is its reason for closing the
    post without an answer, which a person can undo. `stages` tells what each stage decided, in order.
    """

    intent: Intent
    needs_reply: bool
    sentiment: Sentiment
    urgency: float = Field(ge=0, le=1)
    lang: str
    score: dict[Intent, float]
    risk: tuple[str, ...] = ()
    why: tuple[str, ...]
    confidence: float = Field(default=0.5, ge=0, le=1)
    addressed: Addressed = Addressed.NEITHER
    product: str | None = None
    topic: str | None = None
    desk: str | None = None
    account: str | None = None
    rule: str | None = None
    priority: float | None = Field(default=None, ge=0, le=1)
    tags: tuple[str, ...] = ()
    closed: str | None = None
    stages: tuple[Said, ...] = ()
