"""How the author feels, from words, their negation, emoji and the turn that a "but" takes."""

from chalicelib.domain.verdict import Sentiment
from chalicelib.triage.rules.cues import Cue
from chalicelib.triage.rules.evidence import Evidence

_WEIGHT = {
    "love": 2.0,
    "positive": 1.0,
    "thanks": 1.0,
    "harmless": 0.6,
    "negative": -1.0,
    "hate": -2.0,
    "anger": -1.0,
    "failure": -1.2,
    "sarcasm": -1.5,
    "abuse": -2.0,
    "injury": -1.5,
    "hazard": -1.5,
}
# "Not bad" is half a compliment; "not good" is nearly as bad as "bad".
_NEGATED = {"love": -1.2, "positive": -1.0, "negative": 0.5, "hate": 0.3}
_BEFORE_BUT, _AFTER_BUT = 0.7, 1.3
_FRIENDLY_WORDS_IN_A_FAILURE = 0.4
_NEUTRAL_WITHIN = 0.5


def feeling_of(found: Evidence) -> float:
    """The balance of the post: below -0.5 negative, above 0.5 positive."""
    turns = [cue.start for cue in found.of("but")]
    turn = turns[-1] if turns else None
    good = bad = 0.0
    for cue in found.cues:
        weight = _NEGATED.get(cue.kind, 0.0) if cue.negated else _WEIGHT.get(cue.kind, 0.0)
        if turn is not None:
            weight *= _AFTER_BUT if cue.start > turn else _BEFORE_BUT
        good, bad = (good + weight, bad) if weight > 0 else (good, bad + weight)
    if _is_ironic(found):
        good *= _FRIENDLY_WORDS_IN_A_FAILURE
    return good + bad


def sentiment_of(balance: float) -> Sentiment:
    """The balance as one of three words."""
    if balance > _NEUTRAL_WITHIN:
        return Sentiment.POSITIVE
    return Sentiment.NEGATIVE if balance < -_NEUTRAL_WITHIN else Sentiment.NEUTRAL


def _is_ironic(found: Evidence) -> bool:
    """Friendly words beside something that failed are politeness or sarcasm, not joy."""
    return bool(found.of("failure", "sarcasm", "anger"))


def negated_praise(found: Evidence) -> list[Cue]:
    """Words such as "not happy"."""
    return [cue for cue in found.of("love", "positive") if cue.negated]
