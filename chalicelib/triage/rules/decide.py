"""What the rules alone say of a post: what is left where the small model is switched off."""

from chalicelib.domain.verdict import Intent
from chalicelib.triage.rules.evidence import Evidence
from chalicelib.triage.rules.feeling import feeling_of, sentiment_of
from chalicelib.triage.rules.weigh import ENOUGH, score_of, weights_of
from chalicelib.triage.told import Told

# How often such a verdict was right on the posts written for the training.
_CONFIDENCE = 0.6


def told_by_rules(found: Evidence) -> Told:
    """Intent, sentiment and need by word lists and hand-set weights."""
    balance = feeling_of(found)
    weights = weights_of(found, balance)
    intent = _intent(found, weights)
    return Told(
        intent, sentiment_of(balance), _needs_reply(found, intent), _scores(weights, intent), _CONFIDENCE
    )


def _intent(found: Evidence, weights: dict[Intent, float]) -> Intent:
    if weights[Intent.SPAM] >= ENOUGH and weights[Intent.COMPLAINT] < ENOUGH:
        return Intent.SPAM
    # A question about something that failed is a complaint, and one about a purchase is a purchase.
    for intent in (Intent.COMPLAINT, Intent.PURCHASE_INTENT):
        if weights[intent] >= ENOUGH and weights[intent] >= weights[_rival(intent)]:
            return intent
    if found.asks and found.of("ask"):  # Thanks with a question wait for an answer.
        return Intent.QUESTION
    rest = max((Intent.QUESTION, Intent.PRAISE), key=lambda intent: weights[intent])
    return rest if weights[rest] >= 0.7 * ENOUGH else Intent.OTHER


def _rival(intent: Intent) -> Intent:
    return Intent.PURCHASE_INTENT if intent is Intent.COMPLAINT else Intent.COMPLAINT


def _needs_reply(found: Evidence, intent: Intent) -> bool:
    if intent is Intent.QUESTION:
        matter = found.count("shop", "service", "order", "buy", "remedy")
        return found.addressed or found.to_service or bool(found.named and matter)
    if intent is Intent.PRAISE:
        return found.addressed
    return intent in (Intent.COMPLAINT, Intent.PURCHASE_INTENT)


def _scores(weights: dict[Intent, float], chosen: Intent) -> dict[Intent, float]:
    scores = {intent: score_of(weight) for intent, weight in weights.items() if intent is not Intent.OTHER}
    strongest = max(scores.values())
    return scores | {Intent.OTHER: round(1 - strongest, 3) if chosen is not Intent.OTHER else 0.5}
