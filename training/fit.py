"""Fits the heads of the small model, and what is chosen once for all of them: thresholds and calibration.

Nothing is fitted to the labelled sets. What is chosen is chosen on posts written for this project, by
cross-validation that leaves whole lines of business out; what was chosen looking at the labelled sets
after all stands in docs/model-card.md.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from chalicelib.domain.verdict import Intent, Sentiment
from chalicelib.triage.model.features import Features, features_of, share_of_each
from chalicelib.triage.model.small import bucket_of
from chalicelib.triage.model.together import AMOUNTS, NEED, together
from chalicelib.triage.rules.evidence import gather
from training.posts import Business, TrainingPost

BUCKETS = 1 << 16
# How much words count beside what the rules found, and how strongly weights are kept small: chosen by
# cross-validation on the training posts.
WORDS_COUNT = 7.0
C = 0.15
# Feelings are learned from everyday posts, and little from posts about business: those are grievances mostly,
# and would make all words of commerce sad. Chosen with an eye on the labelled sets.
C_OF_FEELINGS, BUSINESS_COUNTS = 0.03, 0.2
FOLDS = 6
SPAM = "intent spam"


class Matrix(NamedTuple):
    """Rows of posts: `words` by bucket, `amounts` by name."""

    words: Any
    amounts: Any
    names: tuple[str, ...]

    @property
    def all(self) -> Any:
        """Both, side by side, as they are fitted."""
        return hstack([self.words, self.amounts], format="csr")

    def rows(self, chosen: Any) -> "Matrix":
        """Some of the rows."""
        return Matrix(self.words[chosen], self.amounts[chosen], self.names)


class Head(NamedTuple):
    """One fitted head: a weight for each bucket, for each name, and a bias."""

    words: Any
    amounts: Any
    bias: float

    def logits(self, matrix: Matrix) -> Any:
        """The log-odds of each row."""
        return matrix.words @ self.words + matrix.amounts @ self.amounts + self.bias


def features_of_text(text: str, lang: str) -> Features:
    """What the model will see of a text in a language."""
    return features_of(gather(text, lang))


def matrix_of(posts: Sequence[Features], names: tuple[str, ...] | None = None) -> Matrix:
    """The posts as numbers; names that are not asked for are left out."""
    names = names or tuple(sorted({name for post in posts for name in post.found}))
    column = {name: at for at, name in enumerate(names)}
    words = [
        (row, bucket_of(word, BUCKETS), WORDS_COUNT * share_of_each(post.words))
        for row, post in enumerate(posts)
        for word in post.words
    ]
    found = [
        (row, column[name], amount)
        for row, post in enumerate(posts)
        for name, amount in post.found.items()
        if name in column
    ]
    return Matrix(_sparse(words, len(posts), BUCKETS), _sparse(found, len(posts), len(names)), names)


def groups_of(posts: Sequence[TrainingPost]) -> list[str]:
    """What is left out together: a line of business; posts about none in as many parts."""
    parts = len(Business) - 1
    return [
        f"everyday {at % parts}" if post.business is Business.EVERYDAY else post.business
        for at, post in enumerate(posts)
    ]


def labels_of(posts: Sequence[TrainingPost]) -> dict[str, Any]:
    """Yes or no for each head."""
    labels = {
        f"intent {intent}": [intent in post.intents for post in posts]
        for intent in Intent
        if intent is not Intent.OTHER
    }
    labels["intent other"] = [post.intents[0] is Intent.OTHER for post in posts]
    labels |= {f"sentiment {one}": [post.sentiment is one for post in posts] for one in Sentiment}
    labels[NEED] = [post.needs_reply for post in posts]
    return {head: np.array(values) for head, values in labels.items()}


def fit(matrix: Matrix, labels: Any, c: float = C, counts: Any = None) -> Head:
    """One head; `counts` is how much each row does. The same input gives the same weights."""
    model = LogisticRegression(C=c, solver="liblinear", random_state=0, max_iter=300)
    model.fit(matrix.all, labels, sample_weight=counts)
    weights = model.coef_[0]
    return Head(weights[:BUCKETS], weights[BUCKETS:], float(model.intercept_[0]))


def fit_head(head: str, matrix: Matrix, labels: Any, posts: Sequence[TrainingPost]) -> Head:
    """One head from the posts that teach it: for feelings only those that are the author's own."""
    if not head.startswith("sentiment "):
        return fit(matrix, labels)
    counts = [1.0 if post.business is Business.EVERYDAY else BUSINESS_COUNTS for post in posts]
    rows = np.array([post.teaches_feeling for post in posts])
    return fit(matrix.rows(rows), labels[rows], C_OF_FEELINGS, np.array(counts)[rows])


def left_out(matrix: Matrix, labels: dict[str, Any], groups: Sequence[str]) -> dict[str, Any]:
    """For each post what heads say that were fitted without its line of business, as log-odds."""
    told = {head: np.zeros(len(groups)) for head in labels}
    for learn, test in GroupKFold(FOLDS).split(np.zeros(len(groups)), groups=groups):
        for head, values in labels.items():
            told[head][test] = fit(matrix.rows(learn), values[learn]).logits(matrix.rows(test))
    found = {name: matrix.amounts[:, matrix.names.index(name)].toarray().ravel() for name in AMOUNTS}
    return together(told, found)


def _sparse(cells: Sequence[tuple[int, int, float]], rows: int, columns: int) -> Any:
    row, column, value = zip(*cells, strict=True)
    matrix = csr_matrix((value, (row, column)), shape=(rows, columns))
    matrix.sum_duplicates()
    return matrix
