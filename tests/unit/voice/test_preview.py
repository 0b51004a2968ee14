"""Sample posts drafted before and after a change."""

import pytest

from chalicelib.voice.catalogue import item_of
from chalicelib.voice.preview import preview, samples
from tests.support.values import NOW
from tests.unit.voice.rooms import BRAND, BRANDS, VOICE, a_room

PROMPTING = a_room().prompting
PROMPTS = PROMPTING.reading(BRAND).prompts
SUPPORT = item_of(BRANDS[BRAND], "voice-support")


def test_a_change_shows_in_five_drafts_and_asks_no_model() -> None:
    text = PROMPTING.file(VOICE)
    assert text
    edited = PROMPTING.edited(BRAND, {VOICE: text.replace('sign_off: "^{agent}"', 'sign_off: "Yours, T."')})
    pairs = preview(PROMPTS, edited, SUPPORT, NOW)
    assert len(pairs) == 5
    for pair in pairs:
        assert pair.sample.desk in ("support", "any")
        assert (pair.before.origin.value, pair.after.origin.value) == ("offline", "offline")
        assert "Yours, T." not in pair.before.text
    assert any(pair.after.text.endswith("Yours, T.") for pair in pairs)


@pytest.mark.parametrize(("id", "language"), [("replies-de", "de"), ("replies-en", "en")])
def test_replies_are_tried_on_posts_in_their_language(id: str, language: str) -> None:
    assert {one.language for one in samples(PROMPTS, item_of(BRANDS[BRAND], id))} == {language}


def test_a_brand_without_examples_has_built_in_ones() -> None:
    bare = PROMPTS.model_copy(update={"examples": ()})
    pairs = preview(bare, bare, SUPPORT, NOW)
    assert len(pairs) == 5
    assert all(pair.before.text for pair in pairs)
