"""The length is X's: what counts once, twice, or 23; and no text makes the count slow or fail."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.policy import length as counting
from chalicelib.policy.length import MAX_LENGTH, weighted_length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("a", 1),
        ("ß ę İ – ’ …", 12),  # the ellipsis, U+2026, counts 2
        ("é", 1),
        ("e\u0301", 1),
        ("中", 2),
        ("あ", 2),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),  # one Hangul syllable, taken apart
        ("€", 2),
        ("👍", 2),
        ("👍🏽", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("🇱🇻", 2),
        ("1️⃣", 2),
        ("❤", 2),
        ("❤️", 2),
        ("🫠", 2),
        ("evil.com", 23),
        ("see example.com, ok", 31),
        ("https://a.co https://b.co", 47),
        ("https://x.com/" + "a" * 200, 23),
        ("http://пример.рф", 23),
        ("x.zip", 23),
        ("@tarnhollow.com", 15),
        ("https://tarnhollow.example", 26),  # .example is no domain of the internet: X makes no link of it
        ("a\r\nb", 3),
        ("a" * MAX_LENGTH, 280),
        ("中" * 140, 280),
    ],
)
def test_counts_as_x_counts(text: str, length: int) -> None:
    assert weighted_length(text) == length


@pytest.mark.parametrize("text", ["🐦‍🔥", "🧑🏿‍🦽‍➡️"])
def test_an_emoji_newer_than_the_table_is_counted_too_long_never_too_short(text: str) -> None:
    assert weighted_length(text) > 2


@pytest.mark.parametrize("text", ["a." * 20_000, "中." * 20_000, "a.a-" * 10_000, "a" * 100_000])
def test_no_long_text_is_slow(text: str) -> None:
    begun = time.monotonic()
    assert weighted_length(text) > MAX_LENGTH
    assert time.monotonic() - begun < 1


def test_half_a_character_is_counted() -> None:
    assert weighted_length("a\ud800b") == 4


@given(text=st.text(max_size=80))
def test_any_text_has_a_length_and_more_of_it_is_not_shorter(text: str) -> None:
    assert 0 <= weighted_length(text) <= weighted_length(text + " more")


@given(st.text(alphabet=st.sampled_from("ab .é:/ß©®…—‘’Ωж中😀\n\t\r.،@"), max_size=60))
def test_a_plain_text_is_counted_as_the_library_counts_it(text: str) -> None:
    normal = unicodedata.normalize("NFC", text)
    assert weighted_length(text) == counting._count_exactly()(normal)
