"""Makes what ships of triage's small model: `make model`.

From the posts and word lists under training/, and the text messages of EARSHOT_DATA where they are. The same
input and packages give the same files.
"""

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from chalicelib.triage.model.small import FILES, META, WEIGHTS
from training.choose import calibration_of, thresholds_of
from training.fit import (
    BUCKETS,
    SPAM,
    WORDS_COUNT,
    Head,
    Matrix,
    features_of_text,
    fit,
    fit_head,
    groups_of,
    labels_of,
    left_out,
    matrix_of,
)
from training.lexicon import compile_all
from training.posts import TrainingPost, read_posts, read_spam

LARGEST = 127


def main() -> int:
    """Compile the word lists, fit the heads, write the files."""
    spam = read_spam()
    if not spam:
        print("EARSHOT_DATA has no labelled/spam.jsonl: the spam head would be worse than what is committed")
        return 2
    compile_all()
    posts = read_posts()
    print(f"{len(posts):,} posts, {len(spam):,} text messages")
    features = [features_of_text(post.text, post.lang) for post in posts]
    matrix, labels = matrix_of(features), labels_of(posts)
    told = left_out(matrix, labels, groups_of(posts))
    heads = {head: fit_head(head, matrix, values, posts) for head, values in labels.items()}
    messages = matrix_of([*features, *(features_of_text(text, "en") for text, _ in spam)], matrix.names)
    heads[SPAM] = fit(messages, np.concatenate([labels[SPAM], [is_spam for _, is_spam in spam]]))
    write(heads, matrix, told, labels, posts)
    return 0


def write(
    heads: Mapping[str, Head],
    matrix: Matrix,
    told: Mapping[str, Any],
    labels: Mapping[str, Any],
    posts: list[TrainingPost],
    folder: Path = FILES,
) -> None:
    """Write weights and meta data; print how well the heads do on posts left out."""
    thresholds = thresholds_of(told, labels)
    table, scales = quantised(heads)
    (folder / WEIGHTS).write_bytes(table)
    amounts = np.column_stack([head.amounts for head in heads.values()])
    meta = {
        "heads": list(heads),
        "buckets": BUCKETS,
        "scales": scales,
        "biases": [round(head.bias, 4) for head in heads.values()],
        "amounts": {
            name: [round(float(w), 3) for w in row] for name, row in zip(matrix.names, amounts, strict=True)
        },
        "thresholds": thresholds,
        "calibration": calibration_of(told, thresholds, posts),
        "posts": len(posts),
        "weights": hashlib.sha256(table).hexdigest(),
    }
    (folder / META).write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    for head in heads:
        yes = told[head] >= thresholds[head]
        found, share = (yes & labels[head]).sum(), labels[head].sum()
        print(
            f"{head:24} precision {100 * found / max(1, yes.sum()):5.1f}  recall {100 * found / share:5.1f}"
        )


def quantised(heads: Mapping[str, Head]) -> tuple[bytes, list[float]]:
    """The weights as a row of int8 for each bucket, and what one step of each head is worth."""
    weights = WORDS_COUNT * np.column_stack([head.words for head in heads.values()])
    steps = np.abs(weights).max(axis=0) / LARGEST
    return np.round(weights / steps).astype(np.int8).tobytes(), [float(f"{step:.6g}") for step in steps]


if __name__ == "__main__":
    sys.exit(main())
