"""The small model: one linear head per intent, sentiment and need, its weights trained by `make model`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from heapq import nlargest
from math import exp
from pathlib import Path
from struct import Struct
from typing import Any
from zlib import crc32

from chalicelib.triage.model.features import Features, share_of_each
from chalicelib.triage.remembered import Remembered

FILES = Path(__file__).parent / "files"
WEIGHTS, META = "weights.bin", "model.json"
# The weights of a word stand side by side in one whole number, so that a post's words are added up at once:
# 64 bits for each head, raised so that none is negative. Amounts are whole numbers of 1/65,536.
_RAISED = 1 << 40
_FINE = 1 << 16

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
        self._words = Remembered(self._of_word)
        self._found = Remembered(self._of_amount)
        self._lanes = Struct(f"<{self._width}Q")
        self.thresholds: Mapping[str, float] = meta["thresholds"]
        self.calibration: Mapping[str, Sequence[float]] = meta["calibration"]

    def logits(self, features: Features) -> dict[str, float]:
        """How much speaks for each head, as log-odds."""
        words = self._summed(list(map(self._words.__getitem__, features.words)))
        amounts = self._summed(list(map(self._found.__getitem__, features.found.items())))
        share = share_of_each(features.words)
        parts = zip(self.heads, self._biases, self._scales, words, amounts, strict=True)
        return {head: bias + scale * share * word + found / _FINE for head, bias, scale, word, found in parts}

    def telling(self, features: Features, head: str, most: int) -> tuple[str, ...]:
        """The words that speak most for a head, the strongest first."""
        if not most:
            return ()
        at = self.heads.index(head)
        weighed = [(self._weights(word)[at], word) for word in features.words if _is_readable(word)]
        return tuple(word for weight, word in nlargest(most, weighed) if weight > 0)

    def _weights(self, word: str) -> Sequence[int]:
        at = bucket_of(word, self._buckets) * self._width
        return self._table[at : at + self._width]

    def _of_word(self, word: str) -> int:
        return self._packed(self._weights(word))

    def _of_amount(self, found: tuple[str, float]) -> int:
        name, amount = found
        row = self._amounts.get(name, (0.0,) * self._width)
        return self._packed([round(weight * amount * _FINE) for weight in row])

    def _packed(self, row: Iterable[int]) -> int:
        return int.from_bytes(self._lanes.pack(*(weight + _RAISED for weight in row)), "little")

    def _summed(self, rows: Sequence[int]) -> Sequence[int]:
        """The sum of packed rows, head by head. Of fewer than four million rows."""
        lanes = self._lanes.unpack(sum(rows).to_bytes(self._lanes.size, "little"))
        return [lane - _RAISED * len(rows) for lane in lanes]


def _is_readable(word: str) -> bool:
    """Whether it stands so in a post: no sign, no name that stands for its kind."""
    return all(part[:1].isalnum() for part in word.split(" "))


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
