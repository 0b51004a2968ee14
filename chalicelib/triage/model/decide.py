"""What the small model says of a post."""

from chalicelib.domain.verdict import Intent, Sentiment
from chalicelib.triage.model.features import features_of
from chalicelib.triage.model.small import SmallModel, chance, small_model
from chalicelib.triage.model.together import NEED, RULES_WEIGH, together
from chalicelib.triage.rules.evidence import Evidence
from chalicelib.triage.told import Told

_INTENTS = tuple(intent for intent in Intent if intent is not Intent.OTHER)
_HEADS = {intent: f"intent {intent.value}" for intent in _INTENTS}
_FEELINGS = {sentiment: f"sentiment {sentiment.value}" for sentiment in Sentiment}
_TELLING_WORDS = 3


def told_by_model(found: Evidence, model: SmallModel | None = None) -> Told:
    """Intent, sentiment and need as the model tells them. Time is linear in the post's length.

    An intent is meant when its head says yes; of several the likeliest counts. Scores are one half at the
    threshold. The confidence is how often verdicts of this margin were right on posts that the
    model had not learned from.
    """
    model = model or small_model()
    features = features_of(found)
    logits = together(model.logits(features), features.found.get(RULES_WEIGH, 0.0))
    begins = model.thresholds
    margins = {intent: logits[head] - begins[head] for intent, head in _HEADS.items()}
    meant = [intent for intent in _INTENTS if margins[intent] >= 0]
    # A question about something that failed is a complaint: it begins early, and counts from where it begins.
    likely = {one: margins[one] if one is Intent.COMPLAINT else logits[_HEADS[one]] for one in _INTENTS}
    best = max(meant or _INTENTS, key=likely.__getitem__)
    intent = best if meant else Intent.OTHER
    slope, bias = model.calibration[intent.value]
    scores = {one: round(chance(margin), 3) for one, margin in margins.items()}
    return Told(
        intent=intent,
        sentiment=max(_FEELINGS, key=lambda one: logits[_FEELINGS[one]] - begins[_FEELINGS[one]]),
        needs_reply=logits[NEED] >= begins[NEED],
        scores=scores | {Intent.OTHER: round(1 - max(scores.values()), 3)},
        confidence=round(chance(slope * abs(margins[best]) + bias), 3),
        words=() if intent is Intent.OTHER else model.telling(features, _HEADS[intent], _TELLING_WORDS),
    )
