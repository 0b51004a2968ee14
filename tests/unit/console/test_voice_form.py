"""A form's fields become YAML that says the same, and the rest of a document stays as it was written."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.console.yaml_text import patched, written

DOCUMENT = """\
# How we speak.
schema: 1
tone: >-  # two lines
  Calm and
  warm.

# What no draft holds.
never:
- one  # the first
- "two: three"
# The last words.
sign_off: "^{agent}"
"""
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from(" \n:#'\"-{}|>&*!%@`"), max_size=200
)
VALUES = TEXTS | st.lists(TEXTS, max_size=4) | st.dictionaries(st.sampled_from(["en", "no", "de"]), TEXTS)


@given(st.dictionaries(st.sampled_from(["tone", "never", "sign_off", "use"]), VALUES))
def test_what_is_changed_says_what_was_typed_and_nothing_else_changes(changes: dict[str, object]) -> None:
    text = patched(DOCUMENT, changes)
    assert yaml.safe_load(text) == yaml.safe_load(DOCUMENT) | changes
    assert "# What no draft holds." in text
    assert "# The last words." in text
    assert ("# the first" in text) == ("never" not in changes)


@pytest.mark.parametrize("ends", ["", "\n", "\n\n"])
def test_a_key_is_added_at_the_end_and_taken_away(ends: str) -> None:
    text = DOCUMENT.rstrip() + ends
    assert yaml.safe_load(patched(text, {"use": ["a"], "never": None})) == {
        "schema": 1,
        "tone": "Calm and warm.",
        "sign_off": "^{agent}",
        "use": ["a"],
    }
    assert patched(text, {}) == text


@pytest.mark.parametrize("text", ["", "# only a comment\n", "{schema: 1, tone: x}\n"])
def test_what_is_no_plain_list_of_keys_is_written_anew(text: str) -> None:
    assert patched(text, {"tone": "calm", "use": None}) == "tone: calm\n"


def test_long_texts_are_blocks() -> None:
    assert written({"tone": "warm " * 30 + "and plain"}).startswith("tone: >-\n  warm warm")
    assert written({"tone": "one\ntwo"}) == "tone: |-\n  one\n  two\n"
