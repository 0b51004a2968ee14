"""What the small model says of a post."""

from functools import partial

from chalicelib.domain.verdict import Intent, Sentiment
from chalicelib.triage.model.features import Features, features_of
from chalicelib.triage.model.small import SmallModel, chance, small_model
from chalicelib.triage.model.together import FIRST, NEED, PURCHASE, RULES_FOR, together
from chalicelib.triage.rules.evidence import Evidence
from chalicelib.triage.rules.weigh import ENOUGH
from chalicelib.triage.told import Told

_INTENTS = tuple(intent for intent in Intent if intent is not Intent.OTHER)
_HEADS: dict[Intent, str] = {intent: f"intent {intent.value}" for intent in _INTENTS}
_FEELINGS = {sentiment: f"sentiment {sentiment.value}" for sentiment in Sentiment}
_TELLING_WORDS = 3


def _is_plain(features: Features) -> bool:
    """Whether the rules too hear a buyer: somebody to whom a seller should speak, brand or no brand."""
    return features.found.get(RULES_FOR[PURCHASE], 0.0) >= ENOUGH


def told_by_model(found: Evidence, model: SmallModel | None = None) -> Told:
    """Intent, sentiment and need as the model tells them. Time is linear in the post's length.

    An intent is meant when its head says yes; of several a complaint counts, for a question about something
    that failed is one, and else the likeliest. Scores are one half at the
    threshold. The confidence is how often verdicts of this margin were right on posts that the
    model had not learned from.
    """
    model = model or small_model()
    features = features_of(found)
    logits = together(model.logits(features), features.found)
    begins = model.thresholds
    margins = {intent: logits[head] - begins[head] for intent, head in _HEADS.items()}
    meant = [intent for intent in _INTENTS if margins[intent] >= 0]
    best = next((one for one in FIRST if one in meant), max(_INTENTS, key=margins.__getitem__))
    intent = best if meant else Intent.OTHER
    slope, bias = model.calibration[intent.value]
    scores = {one: round(chance(margin), 3) for one, margin in margins.items()}
    return Told(
        intent=intent,
        sentiment=max(_FEELINGS, key=lambda one: logits[_FEELINGS[one]] - begins[_FEELINGS[one]]),
        needs_reply=logits[NEED] >= begins[NEED]
        or (intent is Intent.PURCHASE_INTENT and _is_plain(features)),
        scores=scores | {Intent.OTHER: round(1 - max(scores.values()), 3)},
        confidence=round(chance(slope * abs(margins[best]) + bias), 3),
        telling=partial(model.telling, features, _HEADS.get(intent), _TELLING_WORDS),
    )
