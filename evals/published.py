"""Figures published for the same tasks, as EARSHOT_DATA's README gathers them; their splits differ."""

from typing import NamedTuple

from evals.tasks import ALL, MEAN


class Published(NamedTuple):
    """A macro-F1 in percent, as written; `source` says whose, and what it had seen of the set."""

    task: str
    part: str
    figure: str
    source: str


PUBLISHED = (
    Published("complaints", ALL, "up to 79", "Preoțiuc-Pietro et al., ACL 2019, 10-fold inside the set"),
    Published("complaints", ALL, "87 to 88.2", "transformers, 10-fold inside the set"),
    Published("complaints", ALL, "73.7", "a keyword rule, set never seen (75.8 knowing @mentions)"),
    Published("complaints", ALL, "73.6", "word and character logistic regression, tested domain left out"),
    Published("purchase", ALL, "71.3", "a keyword rule"),
    Published("purchase", ALL, "76.7", "logistic regression, 10-fold inside the set"),
    Published("purchase", ALL, "77.5", "MiniLM"),
    Published("airline sentiment", ALL, "51.2", "VADER"),
    Published("airline sentiment", ALL, "65.2", "a lexicon rule"),
    Published("airline sentiment", ALL, "76.2", "logistic regression inside the set"),
    Published("sentiment8", MEAN, "51.0", "FastText, XLM-T paper, all eight languages"),
    Published("sentiment8", MEAN, "64.8", "XLM-R, XLM-T paper, all eight languages"),
    Published("sentiment8", MEAN, "69.4", "XLM-T, XLM-T paper, all eight languages"),
    Published("spam", ALL, "97.2", "logistic regression"),
)
