"""The small model: one linear head per intent, sentiment and need, its weights trained by `make model`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import Any
from zlib import crc32

from chalicelib.triage.model.features import Features, share_of_each

FILES = Path(__file__).parent / "files"
WEIGHTS, META = "weights.bin", "model.json"
# Words beyond this many are looked up anew each time: hostile text may hold any number of them.
_REMEMBERED = 50_000

Row = tuple[float, ...]


class SmallModel:
    """`weights`: a row of int8 for each bucket; `meta`: heads, scales, biases, weights of amounts."""

    def __init__(self, weights: bytes, meta: Mapping[str, Any]) -> None:
        self.heads: tuple[str, ...] = tuple(meta["heads"])
        self._width = len(self.heads)
        self._buckets = len(weights) // self._width
        self._table = memoryview(weights).cast("b")
        self._scales: Row = tuple(meta["scales"])
        self._biases: Row = tuple(meta["biases"])
        self._amounts: dict[str, Row] = {name: tuple(row) for name, row in meta["amounts"].items()}
        self._rows: dict[str, Sequence[int]] = {}
        self.thresholds: Mapping[str, float] = meta["thresholds"]
        self.calibration: Mapping[str, Sequence[float]] = meta["calibration"]

    def logits(self, features: Features) -> dict[str, float]:
        """How much speaks for each head, as log-odds."""
        summed = [0] * self._width
        if features.words:
            summed = list(map(sum, zip(*map(self._row, features.words), strict=True)))
        share = share_of_each(features.words)
        known = [(row, amount) for name, amount in features.found.items() if (row := self._amounts.get(name))]
        scaled = [[weight * amount for weight in row] for row, amount in known]
        amounts = map(sum, zip(*scaled, strict=True)) if scaled else [0.0] * self._width
        parts = zip(self.heads, self._biases, self._scales, summed, amounts, strict=True)
        return {head: bias + scale * share * word + found for head, bias, scale, word, found in parts}

    def telling(self, features: Features, head: str, most: int) -> tuple[str, ...]:
        """The words that speak most for a head, the strongest first."""
        at = self.heads.index(head)
        weighed = [(self._row(word)[at], word) for word in features.words if word[0].isalnum()]
        return tuple(word for weight, word in sorted(weighed, reverse=True)[:most] if weight > 0)

    def _row(self, word: str) -> Sequence[int]:
        known = self._rows.get(word)
        if known is not None:
            return known
        at = bucket_of(word, self._buckets) * self._width
        row = tuple(self._table[at : at + self._width])
        if len(self._rows) < _REMEMBERED:
            self._rows[word] = row
        return row


def bucket_of(word: str, buckets: int) -> int:
    """Where a word's weights are: different words may share a bucket."""
    return crc32(word.encode("utf-8", "surrogatepass")) % buckets


def chance(log_odds: float) -> float:
    """A probability from log-odds."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))


@cache
def small_model() -> SmallModel:
    """The model that ships."""
    return read_model(FILES)


def read_model(folder: Path) -> SmallModel:
    """A model from its two files."""
    meta = json.loads((folder / META).read_text(encoding="utf-8"))
    return SmallModel((folder / WEIGHTS).read_bytes(), meta)


def heads_of(prefix: str, heads: Iterable[str]) -> list[str]:
    """The heads of one kind, such as `sentiment`."""
    return [head for head in heads if head.startswith(f"{prefix} ")]
