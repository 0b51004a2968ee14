"""What triage is to reach without a language model, on sets that it was not trained on."""

from typing import NamedTuple

from evals.tasks import ALL, BRAND_POSTS, MEAN


class Target(NamedTuple):
    """The least figure, in percent, of a part of a task."""

    what: str
    task: str
    part: str
    least: float


TARGETS = (
    Target("complaints, macro-F1", "complaints", ALL, 79),
    Target("complaints, brand posts only, macro-F1", "complaints", BRAND_POSTS, 76),
    Target("purchase intent against none, macro-F1", "purchase", ALL, 75),
    Target("airline sentiment, 3 classes, macro-F1", "airline sentiment", ALL, 70),
    Target("sentiment, mean of en es de fr pt, macro-F1", "sentiment8", MEAN, 55),
    Target("spam, macro-F1", "spam", ALL, 96),
    Target("airline's negative posts kept, %", "airline negative kept", ALL, 95),
    Target("random_tweet posts put aside, %", "random_tweet put aside", ALL, 85),
)
