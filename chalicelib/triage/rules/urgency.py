"""How soon somebody should look, from what is said."""

from chalicelib.domain.verdict import Intent, Risk
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
# However calmly it is said. Nothing else reaches 0.95.
_AT_LEAST: dict[str, float] = {
    Risk.CRISIS: CRISIS,
    Risk.SAFETY: CRISIS,
    Risk.SELF_HARM: CRISIS,
    Risk.LEGAL: 0.8,
    Risk.FRAUD: 0.8,
    Risk.PRESS: 0.7,
}
_AT_MOST = 0.9
_PUT_ASIDE_AT_MOST = 0.3
_UNCLEAR_MATTER = 0.25
_MANY_WORDS_SHOUTED = 3


def urgency_of(found: Evidence, intent: Intent, needs_reply: bool, risk: tuple[str, ...]) -> float:
    """0 to 1: danger to life is 0.95, a threat of court or a fraud at least 0.8, the press at least 0.7.

    A complaint with a deadline and anger is at least 0.7, praise at most 0.2.
    """
    urgency = _said(found, intent, needs_reply)
    urgency = min(urgency, _AT_MOST if needs_reply else _PUT_ASIDE_AT_MOST)
    return round(max([urgency, *(_AT_LEAST[flag] for flag in risk if flag in _AT_LEAST)]), 2)


def _said(found: Evidence, intent: Intent, needs_reply: bool) -> float:
    """What the words alone make of it. Two signs of haste ("stranded", "tonight") press more than one."""
    if intent is Intent.OTHER and needs_reply:
        return _UNCLEAR_MATTER + _haste(found)
    if intent is Intent.COMPLAINT:
        return _BASE[intent] + _haste(found) + 0.15 * is_angry(found) + 0.1 * bool(found.of("money"))
    if intent is Intent.PRAISE or not needs_reply:
        return _BASE[intent]
    return _BASE[intent] + 0.5 * _haste(found)


def _haste(found: Evidence) -> float:
    signs = found.count("deadline")
    return 0.2 * bool(signs) + 0.1 * (signs > 1)


def is_angry(found: Evidence) -> bool:
    """Strong words, shouting, or several marks of exclamation."""
    tokens = found.words.raw
    shouted = sum(len(word) > 2 and word.isalpha() and word.isupper() for word in tokens)
    marks = "".join(token for token in tokens if token in ("!", "?", "\uff01"))
    return bool(found.of("anger", "abuse")) or shouted >= _MANY_WORDS_SHOUTED or "!!" in marks
