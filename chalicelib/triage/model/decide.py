"""What the small model says of a post."""

from collections.abc import Mapping
from functools import partial

from chalicelib.domain.verdict import Intent, Sentiment
from chalicelib.triage.model.features import Features, features_of
from chalicelib.triage.model.small import SmallModel, chance, small_model
from chalicelib.triage.model.together import FIRST, NEED, PURCHASE, RULES_FOR, together
from chalicelib.triage.rules.evidence import Evidence
from chalicelib.triage.rules.weigh import ENOUGH
from chalicelib.triage.told import Told

_HEADS: dict[str, Intent] = {
    f"intent {intent.value}": intent for intent in Intent if intent is not Intent.OTHER
}
_FIRST = tuple(f"intent {intent.value}" for intent in FIRST)
_FEELINGS = {f"sentiment {sentiment.value}": sentiment for sentiment in Sentiment}
_TELLING_WORDS = 3


def told_by_model(found: Evidence, model: SmallModel | None = None) -> Told:
    """Intent, sentiment and need as the model tells them. Time is linear in the post's length.

    An intent is meant when its head says yes; of several those in FIRST count before others, and else the
    one that is furthest beyond its threshold. Scores are one half at the threshold. The confidence is how
    often verdicts of this margin were right on posts that the model had not learned from.
    """
    model = model or small_model()
    features = features_of(found)
    logits = together(model.logits(features), features.found)
    margins = {head: logits[head] - begins for head, begins in model.thresholds.items()}
    head = _chosen(margins)
    intent = _HEADS[head] if margins[head] >= 0 else Intent.OTHER
    slope, bias = model.calibration[intent]
    scores: dict[Intent, float] = {one: round(chance(margins[head]), 3) for head, one in _HEADS.items()}
    scores[Intent.OTHER] = round(1 - max(scores.values()), 3)
    return Told(
        intent=intent,
        sentiment=_FEELINGS[max(_FEELINGS, key=margins.__getitem__)],
        needs_reply=margins[NEED] >= 0 or (intent is Intent.PURCHASE_INTENT and _is_plain(features)),
        scores=scores,
        confidence=round(chance(slope * abs(margins[head]) + bias), 3),
        telling=partial(model.telling, features, head, _TELLING_WORDS if margins[head] >= 0 else 0),
    )


def _chosen(margins: Mapping[str, float]) -> str:
    for head in _FIRST:
        if margins[head] >= 0:
            return head
    return max(_HEADS, key=margins.__getitem__)


def _is_plain(features: Features) -> bool:
    """Whether the rules too hear a buyer: somebody to whom a seller should speak, brand or no brand."""
    return features.found.get(RULES_FOR[PURCHASE], 0.0) >= ENOUGH
