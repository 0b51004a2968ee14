"""Puts the heads and the rules together: two views that err differently are surer than one."""

from collections.abc import Mapping
from typing import Any

from chalicelib.triage.rules.weigh import ENOUGH

COMPLAINT, NEED = "intent complaint", "needs_reply"
RULES_WEIGH = "weight complaint"
# The log-odds that a whole weight of the rules adds, and how much of a grievance's log-odds add to the need.
_A_WEIGHT = 1.5
_A_GRIEVANCE = 0.5


def together(logits: Mapping[str, Any], weight: Any) -> dict[str, Any]:
    """The log-odds of each head, with what the rules weigh for a complaint; numbers or arrays."""
    complaint = logits[COMPLAINT] + _A_WEIGHT * (weight - ENOUGH)
    return {**logits, COMPLAINT: complaint, NEED: logits[NEED] + _A_GRIEVANCE * complaint}
