"""Which of the brand's products and topics a post speaks of."""

import time
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.triage.rules.words import words_of
from chalicelib.triage.subject import named_in, with_subject
from tests.support.values import a_verdict
from tests.unit.triage.brackwater import brackwater

KETTLES: dict[str, tuple[str, ...]] = {
    "kettle": ("kettle", "Wasserkocher", "électrique"),
    "travel-kettle": ("travel kettle", "small travel kettle"),
    "pot": ("teapot", "tea pot", "急須", "ポット", "tv", "qz*"),
    "spare-part": ("lid*", "spare part*", "kettle spare* part*"),
}


def found(text: str, names: Mapping[str, tuple[str, ...]] = KETTLES) -> str | None:
    """What is found in the text."""
    return named_in(text, words_of(text).folded, names)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my KETTLE, broken", "kettle"),
        ("the kettle is fine, the travel kettle is not", "travel-kettle"),
        ("teapot or kettle", "pot"),
        ("kettle or teapot", "kettle"),
        ("#Kettle!", "kettle"),
        ("une bouilloire electrique", "kettle"),
        ("a ket\u200btle", "kettle"),
        ("kettles", None),
        ("この急須が割れました", "pot"),
        ("two lids", "spare-part"),
        ("a solid kettle", "kettle"),
        ("my kettle's part", "kettle"),
        ("the kettle and a spare  part", "spare-part"),
        ("kettle kettle spares parts", "spare-part"),
        ("kettle spare", "kettle"),
        ("my tv", "pot"),
        ("tvs", None),
        ("qzo", "pot"),
        ("", None),
    ],
)
def test_the_longest_phrase_names_it_and_of_equal_ones_the_first(text: str, name: str | None) -> None:
    assert found(text) == name


def test_a_phrase_of_invisible_marks_is_found_nowhere() -> None:
    assert found("anything", {"nothing": ("\u200b", "\u0e31", "*")}) is None


def test_a_verdict_gets_both() -> None:
    lists = {"products": KETTLES, "topics": {"delivery": ("parcel",)}}
    brand = brackwater().model_copy(update=lists)
    verdict = with_subject(a_verdict(), brand, "where is the parcel with my kettle?")
    assert (verdict.product, verdict.topic) == ("kettle", "delivery")
    assert with_subject(a_verdict(), brackwater(), "my kettle") == a_verdict()


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    assert found(text) in (None, *KETTLES)
    assert found(f"{text}\ntravel kettle") == "travel-kettle"


def test_hostile_length_costs_nothing_more() -> None:
    def seconds(text: str) -> float:
        begun = time.perf_counter()
        found(text)
        return time.perf_counter() - begun

    for unit in ("travel ", "急", "a"):
        assert min(seconds(unit * 1_000_000) for _ in range(3)) < 0.5
