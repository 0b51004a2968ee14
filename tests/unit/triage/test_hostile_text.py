"""No text, however odd or long, makes triage crash or crawl."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.triage.judge import judge
from chalicelib.triage.rules.words import READ_AT_MOST, words_of

# Ten times the text may take at most this many times as long. Quadratic would be a hundred.
_AT_MOST = 30.0
_NESTS = {
    "one letter": "a",
    "apostrophes": "a'",
    "half a link": "http://",
    "handles": "@a ",
    "dots": "a.",
    "negations": "not good but ",
    "a phrase begun for ever": "still waiting for ",
    "a gap begun for ever": "ignore all my ",
    "zalgo": "e\u0301\u0316\u0489",
    "joiners": "a\u200d\u200b",
    "turned around": "\u202eno\u202c ",
    "emoji": "😡🎁",
    "kana": "届かない",
    "digits": "1 ",
    "line ends": "\n",
}


@pytest.mark.parametrize("nest", _NESTS.values(), ids=_NESTS)
def test_time_grows_with_length_and_no_faster(nest: str) -> None:
    short, long = _seconds(nest, READ_AT_MOST // 10), _seconds(nest, READ_AT_MOST)
    assert long <= _AT_MOST * max(short, 0.002)


def test_what_is_longer_than_any_post_is_not_read_to_its_end() -> None:
    hundred, thousand = (_seconds("broken refund ", size) for size in (100_000, 1_000_000))
    assert thousand <= 5 * max(hundred, 0.01)
    assert len(words_of("a " * 1_000_000).folded) <= READ_AT_MOST


def _seconds(nest: str, length: int) -> float:
    text = (nest * (length // len(nest) + 1))[:length]
    judge(text, lang="en")
    taken = []
    for _ in range(2):
        begun = time.thread_time()
        judge(text, lang="en")
        taken.append(time.thread_time() - begun)
    return min(taken)


@pytest.mark.parametrize("plane", [0, 1, 14])
def test_every_plane_of_unicode_is_survived(plane: int) -> None:
    for begin in range(plane * 0x10000, (plane + 1) * 0x10000, 0x1000):
        characters = "".join(map(chr, range(begin, begin + 0x1000, 3)))
        assert judge(characters, lang="en").why


@given(
    st.text(alphabet=st.characters(), max_size=300), st.sampled_from([None, "en", "ja", "el", "xx", "und"])
)
def test_any_text_gets_a_verdict_and_the_same_one_again(text: str, lang: str | None) -> None:
    first = judge(text, lang=lang)
    assert judge(text, lang=lang) == first
    assert 0 <= first.urgency <= 1


def test_invisible_characters_do_not_hide_a_word() -> None:
    hidden = "@x my order is bro\u200bken and was ne\u00advr delivered, ref\u200dund me"
    assert judge(hidden, lang="en").intent == "complaint"


def test_an_accent_typed_as_two_characters_is_the_same_letter() -> None:
    composed, apart = (
        "@tienda llegó rota la tetera, ¡qué vergüenza!",
        "@tienda llego\u0301 rota la tetera, ¡que\u0301 vergu\u0308enza!",
    )
    one, other = judge(composed, lang="es"), judge(apart, lang="es")
    assert (one.intent, one.score, one.needs_reply) == (other.intent, other.score, other.needs_reply)
    assert one.intent == "complaint"
