"""Which of the brand's products and topics a post speaks of."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.triage.subject import named_in, read, with_subject
from tests.support.values import a_verdict
from tests.unit.triage.brackwater import brackwater

KETTLES: dict[str, tuple[str, ...]] = {
    "kettle": ("kettle", "Wasserkocher", "électrique"),
    "travel-kettle": ("travel kettle", "small travel kettle"),
    "pot": ("teapot", "tea pot", "急須", "ポット"),
}


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
        ("", None),
    ],
)
def test_the_longest_phrase_names_it_and_of_equal_ones_the_first(text: str, name: str | None) -> None:
    assert named_in(read(text), KETTLES) == name


def test_a_phrase_of_invisible_marks_is_found_nowhere() -> None:
    assert named_in(read("anything"), {"nothing": ("\u200b", "\u0e31")}) is None


def test_a_verdict_gets_both() -> None:
    lists = {"products": KETTLES, "topics": {"delivery": ("parcel",)}}
    brand = brackwater().model_copy(update=lists)
    verdict = with_subject(a_verdict(), brand, "where is the parcel with my kettle?")
    assert (verdict.product, verdict.topic) == ("kettle", "delivery")
    assert with_subject(a_verdict(), brackwater(), "my kettle") == a_verdict()


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    assert named_in(read(text), KETTLES) in (None, *KETTLES)
    assert named_in(read(f"{text}\ntravel kettle"), KETTLES) == "travel-kettle"


def test_hostile_length_costs_nothing_more() -> None:
    def seconds(text: str) -> float:
        begun = time.perf_counter()
        named_in(read(text), KETTLES)
        return time.perf_counter() - begun

    for unit in ("travel ", "急", "a"):
        assert min(seconds(unit * 1_000_000) for _ in range(3)) < 0.5
