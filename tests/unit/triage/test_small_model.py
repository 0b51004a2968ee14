"""The small model: what ships is whole and consistent, and its packed sums are those of plain arithmetic."""

import hashlib
import json
from math import isfinite, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.verdict import Intent, Sentiment
from chalicelib.triage.model.decide import told_by_model
from chalicelib.triage.model.features import Features, features_of
from chalicelib.triage.model.small import FILES, META, WEIGHTS, bucket_of, small_model
from chalicelib.triage.model.together import NEED
from chalicelib.triage.rules.evidence import gather

LARGEST = 2 << 20
TABLE = (FILES / WEIGHTS).read_bytes()
WRITTEN: dict[str, Any] = json.loads((FILES / META).read_text(encoding="utf-8"))
HEADS: list[str] = WRITTEN["heads"]
AMOUNTS: dict[str, list[float]] = WRITTEN["amounts"]

POSTS = (
    ("@brackwater my kettle arrived broken and nobody answers", "en"),
    ("where can I buy the blue one? my old kettle died", "en"),
    ("@tienda ¡qué vergüenza! llegó rota la tetera", "es"),
    ("ο βραστήρας χάλασε σε δύο μέρες", "el"),
    ("注文した商品がまだ届かない", "ja"),
    ("nie kupię, zażółć gęślą jaźń 12345 https://kettles.example", "pl"),
)
KNOWN = ("kettle", "broken", "my kettle", "^ <@>", "<@>", "<link>", "where can", "danke", "届か", "? $")
WORDS = st.lists(st.sampled_from(KNOWN) | st.text(min_size=1, max_size=9), unique=True, max_size=60)
NAMES = st.sampled_from(sorted(AMOUNTS)) | st.text(max_size=6)
DRAWN = st.builds(Features, WORDS.map(tuple), st.dictionaries(NAMES, st.floats(-3, 3), max_size=30))


def weight_of(word: str, at: int) -> int:
    """What the table holds of a word for one head."""
    cell = bucket_of(word, WRITTEN["buckets"]) * len(HEADS) + at
    return int.from_bytes(TABLE[cell : cell + 1], signed=True)


def plainly_summed(features: Features, head: str) -> float:
    """The log-odds of one head, added up one by one."""
    at = HEADS.index(head)
    words = sum(weight_of(word, at) for word in features.words)
    known = [(AMOUNTS[name][at], amount) for name, amount in features.found.items() if name in AMOUNTS]
    share = 1 / sqrt(max(1, len(features.words)))
    whole = WRITTEN["biases"][at] + WRITTEN["scales"][at] * share * words
    return float(whole + sum(weight * amount for weight, amount in known))


def test_what_ships_is_small() -> None:
    sizes = {path.name: path.stat().st_size for path in FILES.iterdir()}
    assert {META, WEIGHTS} < sizes.keys()
    assert sum(sizes.values()) <= LARGEST, sizes


def test_the_weights_are_those_that_the_meta_data_speak_of() -> None:
    assert hashlib.sha256(TABLE).hexdigest() == WRITTEN["weights"]
    assert len(TABLE) == WRITTEN["buckets"] * len(HEADS)


def test_there_is_a_head_for_everything_that_a_verdict_tells() -> None:
    intents = [f"intent {one.value}" for one in Intent]
    assert sorted(HEADS) == sorted([*intents, *(f"sentiment {one.value}" for one in Sentiment), NEED])


def test_every_head_has_all_its_numbers() -> None:
    for row in (WRITTEN["scales"], WRITTEN["biases"], *AMOUNTS.values()):
        assert len(row) == len(HEADS)
        assert all(map(isfinite, row))
    assert all(scale > 0 for scale in WRITTEN["scales"])
    assert sorted(WRITTEN["thresholds"]) == sorted(HEADS)


def test_the_further_from_its_threshold_the_surer_is_a_verdict() -> None:
    assert sorted(WRITTEN["calibration"]) == sorted(Intent)
    assert all(slope > 0 for slope, _ in WRITTEN["calibration"].values())


@pytest.mark.parametrize(("text", "lang"), POSTS)
def test_the_model_has_weights_for_all_that_is_found_in_a_post(text: str, lang: str) -> None:
    found = features_of(gather(text, lang)).found
    assert found
    assert found.keys() <= AMOUNTS.keys(), "amounts that were never learned: run `make model`"


@given(DRAWN)
def test_packed_sums_are_plain_sums(features: Features) -> None:
    logits = small_model().logits(features)
    assert list(logits) == HEADS
    for head, told in logits.items():
        assert told == pytest.approx(plainly_summed(features, head), abs=1e-3)


def test_no_lane_runs_over_in_the_longest_post() -> None:
    words = tuple(f"w{number}" for number in range(30_000))
    for most in (-3.0, 3.0):
        features = Features(words, dict.fromkeys(AMOUNTS, most))
        for head, told in small_model().logits(features).items():
            assert told == pytest.approx(plainly_summed(features, head), abs=1e-2)


def test_of_nothing_the_biases_tell() -> None:
    nothing = small_model().logits(Features((), {}))
    assert list(nothing.values()) == pytest.approx(WRITTEN["biases"])
    assert small_model().logits(Features((), {"no such amount": 2.0})) == nothing
    assert told_by_model(gather("")).intent is Intent.OTHER


@pytest.mark.parametrize(("text", "lang"), POSTS)
@pytest.mark.parametrize("head", HEADS)
def test_what_told_most_begins_with_a_word_of_the_post(text: str, lang: str, head: str) -> None:
    features = features_of(gather(text, lang))
    telling = small_model().telling(features, head, 3)
    assert len(telling) <= 3
    assert set(telling) <= set(features.words)
    assert all(part[0].isalnum() for word in telling for part in word.split(" "))
    assert small_model().telling(features, head, 0) == ()


def test_what_told_most_is_what_weighs_most_and_comes_first() -> None:
    features = features_of(gather("terrible, my refund never came and the kettle is broken", "en"))
    at = HEADS.index("intent complaint")
    weighed = sorted(
        (
            (weight_of(word, at), word)
            for word in features.words
            if all(part[0].isalnum() for part in word.split(" "))
        ),
        reverse=True,
    )
    told = small_model().telling(features, "intent complaint", 4)
    assert [weight_of(word, at) for word in told] == [weight for weight, _ in weighed[:4]]
    assert len({weight for weight, _ in weighed[:4]}) > 1
