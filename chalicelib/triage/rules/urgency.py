"""How soon somebody should look, from what is said."""

from chalicelib.domain.verdict import Intent
from chalicelib.triage.rules.evidence import Evidence

_BASE = {
    Intent.COMPLAINT: 0.4,
    Intent.PURCHASE_INTENT: 0.35,
    Intent.QUESTION: 0.3,
    Intent.PRAISE: 0.1,
    Intent.OTHER: 0.1,
    Intent.SPAM: 0.0,
}
CRISIS = 0.95
_UNCLEAR_MATTER = 0.25
_MANY_WORDS_SHOUTED = 3


def urgency_of(found: Evidence, intent: Intent, needs_reply: bool, risk: tuple[str, ...]) -> float:
    """0 to 1: somebody hurt is 0.95, an angry complaint with a deadline at least 0.7, praise at most 0.2."""
    if "crisis" in risk:
        return CRISIS
    urgency = _BASE[intent] if intent is not Intent.OTHER or not needs_reply else _UNCLEAR_MATTER
    if intent is Intent.COMPLAINT:
        urgency += 0.2 * bool(found.of("deadline")) + 0.15 * is_angry(found) + 0.1 * bool(found.of("money"))
    elif needs_reply and intent is not Intent.PRAISE:
        urgency += 0.1 * bool(found.of("deadline"))
    return round(min(0.9, urgency if needs_reply else min(urgency, 0.3)), 2)


def is_angry(found: Evidence) -> bool:
    """Strong words, shouting, or several marks of exclamation."""
    tokens = found.words.raw
    shouted = sum(len(word) > 2 and word.isalpha() and word.isupper() for word in tokens)
    marks = "".join(token for token in tokens if token in ("!", "?", "\uff01"))
    return bool(found.of("anger", "abuse")) or shouted >= _MANY_WORDS_SHOUTED or "!!" in marks
