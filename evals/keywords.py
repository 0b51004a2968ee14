"""A keyword list as somebody would type it into a listening tool, not adjusted to any set's figures."""

import re

from evals.answers import Answer

COMPLAINT = (
    "angry", "annoyed", "awful", "bad", "broke", "broken", "can't", "cancelled", "complaint", "crash",
    "crashed", "customer service", "damaged", "delayed", "disappointed", "doesn't work", "error", "fail",
    "failed", "faulty", "fix", "frustrated", "horrible", "issue", "issues", "late", "lost", "missing",
    "never again", "no response", "not working", "on hold", "poor", "problem", "problems", "refund",
    "ridiculous", "rude", "scam", "still no", "still waiting", "stopped working", "sucks", "terrible",
    "unacceptable", "useless", "waiting", "won't", "worst", "wrong",
)  # fmt: skip
PURCHASE = (
    "about to buy", "any deals", "anyone recommend", "buy", "buying", "can't wait to get", "considering",
    "get one", "getting one", "going to get", "how much", "i need", "i want", "in stock", "looking for",
    "looking to buy", "ordered", "ordering", "planning to buy", "pre-order", "preorder", "price",
    "purchase", "recommend", "should i get", "thinking of getting", "upgrade", "upgrading", "want",
    "where can i buy", "where can i get",
)  # fmt: skip
SPAM = (
    "award", "bonus", "call now", "cash", "claim", "click here", "congratulations", "credit", "discount",
    "free", "guaranteed", "limited time", "offer", "prize", "promo", "reply stop", "ringtone", "selected",
    "subscribe", "text", "txt", "urgent", "voucher", "win", "winner", "won",
)  # fmt: skip
POSITIVE = (
    "amazing", "appreciate", "awesome", "beautiful", "best", "brilliant", "cool", "excellent", "excited",
    "fantastic", "glad", "good", "great", "happy", "helpful", "impressed", "kudos", "love", "loved",
    "lovely", "nice", "perfect", "thank", "thanks", "thank you", "wonderful",
)  # fmt: skip
NEGATIVE = (*COMPLAINT, "fuck", "hate", "sad", "shame", "shit", "sick", "stupid", "tired", "ugly", "upset")


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


_LISTS = {"complaint": COMPLAINT, "purchase_intent": PURCHASE, "spam": SPAM, "praise": POSITIVE}
_PATTERNS = {name: _pattern(words) for name, words in (_LISTS | {"negative": NEGATIVE}).items()}


def answer(text: str, lang: str) -> Answer:
    """Intents whose words stand there, the feeling of most words, a reply to what asks or complains."""
    lowered = text.lower().replace("’", "'")
    hits = {name: len(pattern.findall(lowered)) for name, pattern in _PATTERNS.items()}
    intents = frozenset(name for name in _LISTS if hits[name])
    balance = hits["praise"] - hits["negative"]
    return Answer(
        intents=intents,
        sentiment="positive" if balance > 0 else "negative" if balance < 0 else "neutral",
        needs_reply="?" in text or bool(intents & {"complaint", "purchase_intent"}),
        scores={name: float(hits[name]) for name in _LISTS} | {"negative": float(-balance)},
    )
