"""What holds of any text, tag and history."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.triage.language import UNKNOWN, language_of
from chalicelib.triage.languages.scripts import may_be_written, script_of

TAG = re.compile(r"und|[a-z]{2,3}(-[a-z0-9]{2,8})*")
LETTERS = st.text(st.sampled_from("aeiou nrstl äçğñõ αβγ где 荷物は 내 طلب मेरा שלי #@.;😡1"), max_size=60)
LITTLE = st.lists(
    st.sampled_from(["the", "is", "que", "de", "und", "não", "les", "bir", "hai", "tou", "ok", "1"])
)
TEXTS = st.one_of(st.text(), LETTERS, LITTLE.map(" ".join))
TAGS = st.one_of(
    st.none(), st.text(max_size=12), st.sampled_from(["en", "el", "ja", "in", "et", "pt-BR", "qme"])
)


@given(TEXTS, TAGS, st.lists(TAGS.map(lambda tag: tag or ""), max_size=3))
def test_any_text_has_a_language_or_none(text: str, tag: str | None, history: list[str]) -> None:
    told = language_of(text, tag, history)
    assert TAG.fullmatch(told)
    assert language_of(text, tag, history) == told


@given(LETTERS, TAGS)
def test_a_language_is_never_told_that_is_not_written_in_these_letters(text: str, tag: str | None) -> None:
    told = language_of(text, tag)
    script = script_of(re.sub(r"[#@]\S*|\d", " ", text))
    if len(text.split()) >= 3 and told != UNKNOWN and not re.search(r"[#@1]", text):
        assert may_be_written(told.split("-")[0], script)


def test_only_the_beginning_is_looked_at() -> None:
    assert language_of("." * 500 + " where is the parcel that you sent to me") == "en"
    assert language_of("." * 600 + " where is the parcel that you sent to me") == UNKNOWN


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a ",
        "the que und ",
        "ä",
        "где ",
        "荷",
        "ぁ",
        "ٱ ",
        "\u0301",
        "\u202e",
        "#",
        "@a ",
        "x'",
        "ﷺ",
        "1a ",
    ],
)
def test_time_does_not_grow_beyond_what_is_looked_at(unit: str) -> None:
    language_of(unit * 600)
    begun = time.process_time()
    assert TAG.fullmatch(language_of(unit * 1_000_000))
    assert time.process_time() - begun < 0.5
