"""What is chosen once from posts left out of the fitting: where a yes begins, and how sure a verdict is."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from chalicelib.domain.verdict import Intent, Sentiment
from chalicelib.triage.model.together import COMPLAINT, FIRST, NEED, PURCHASE
from training.posts import TrainingPost

# A missed buyer costs more than a draft too many, which a person puts aside with one key.
RECALL_COUNTS = {PURCHASE: 2.0}
# Where grievances, and what needs a reply, begin, whatever the posts left out would prefer. These two were
# chosen looking at the labelled sets: how much may be missed, and how much noise a person looks at, is
# a choice of the desk's work, not of the model's.
CHOSEN = {COMPLAINT: -1.0, NEED: -2.7}


def thresholds_of(told: Mapping[str, Any], labels: Mapping[str, Any]) -> dict[str, float]:
    """The log-odds from which on each head says yes."""
    chosen = {
        head: _best_threshold(told[head], labels[head], RECALL_COUNTS.get(head, 1.0))
        for head in told
        if head.startswith("intent ")
    }
    chosen |= {f"sentiment {one}": 0.0 for one in Sentiment}
    return chosen | CHOSEN


def calibration_of(
    told: Mapping[str, Any], thresholds: Mapping[str, float], posts: Sequence[TrainingPost]
) -> dict[str, tuple[float, float]]:
    """For each intent (slope, bias): the log-odds that a verdict of this margin is right."""
    intents: list[Intent] = [intent for intent in Intent if intent is not Intent.OTHER]
    logits = np.vstack([told[f"intent {one}"] for one in intents])
    margins = logits - np.array([[thresholds[f"intent {one}"]] for one in intents])
    meant = (margins >= 0).any(0)
    best = margins.argmax(0)
    for first in reversed(FIRST):
        best[margins[intents.index(first)] >= 0] = intents.index(first)
    most = margins[best, np.arange(len(posts))]
    chosen = [intents[at] if yes else Intent.OTHER for at, yes in zip(best, meant, strict=True)]
    right = np.array([intent in post.intents for intent, post in zip(chosen, posts, strict=True)])
    print(f"the intent is right for {right.mean():.1%} of the posts left out")
    fitted: dict[str, tuple[float, float]] = {}
    for intent in Intent:
        rows = np.array([one is intent for one in chosen])
        model = LogisticRegression(C=10.0, random_state=0).fit(np.abs(most[rows])[:, None], right[rows])
        fitted[intent.value] = (round(float(model.coef_[0][0]), 4), round(float(model.intercept_[0]), 4))
    return fitted


def _best_threshold(logits: Any, labels: Any, recall_counts: float) -> float:
    candidates = np.round(np.arange(-4, 1.51, 0.05), 2)
    return float(max(candidates, key=lambda at: _f(logits >= at, labels, recall_counts)))


def _f(told: Any, labels: Any, beta: float) -> float:
    """F-beta: recall counts beta times as much as precision."""
    both = (told & labels).sum()
    return float((1 + beta**2) * both / max(1, told.sum() + beta**2 * labels.sum()))
