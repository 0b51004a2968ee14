"""Puts the heads and the rules together: two views that err differently are surer than one."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.verdict import Intent
from chalicelib.triage.rules.weigh import ENOUGH

COMPLAINT, PURCHASE, NEED = "intent complaint", "intent purchase_intent", "needs_reply"
RULES_FOR = {COMPLAINT: "weight complaint", PURCHASE: "weight purchase_intent"}
ADDRESSED = "addressed"
HARMLESS, NEGATIVE, POSITIVE = "harmless", "sentiment negative", "sentiment positive"
AMOUNTS = (*RULES_FOR.values(), ADDRESSED, HARMLESS)
# Of several intents that are meant these count before others: a bait may ask, promise and complain, and
# a question about something that failed is a complaint.
FIRST = (Intent.SPAM, Intent.COMPLAINT)
# The log-odds that a whole weight of the rules adds to its intent.
_A_WEIGHT = 1.5
# The log-odds that speaking to an account adds to the need of a reply: of the posts written for the training
# as many with a handle need none as need one, but who writes to an account mostly waits for an answer.
_SPOKEN_TO = 1.5


def together(logits: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """The log-odds of each head, with what the rules found; numbers or arrays. A grievance is a need too."""
    weighed = {
        head: logits[head] + _A_WEIGHT * (found.get(name, 0.0) - ENOUGH) for head, name in RULES_FOR.items()
    }
    need = logits[NEED] + weighed[COMPLAINT] + _SPOKEN_TO * found.get(ADDRESSED, 0.0)
    # "Not bad at all" is made of bad words.
    kind = found.get(HARMLESS, 0.0)
    feelings = {NEGATIVE: logits[NEGATIVE] - kind, POSITIVE: logits[POSITIVE] + kind}
    return {**logits, **weighed, **feelings, NEED: need}
