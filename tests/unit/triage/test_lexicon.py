"""The word lists themselves."""

import pytest

from chalicelib.triage.rules.cues import find_cues
from chalicelib.triage.rules.lexicon import COMMANDS, COMMON, LANGUAGES, UNSPACED, lexicon
from chalicelib.triage.rules.words import words_of

NEEDED = {
    "positive",
    "negative",
    "failure",
    "remedy",
    "buy",
    "thanks",
    "deadline",
    "injury",
    "abuse",
    "advert",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_knows_what_the_rules_look_for(lang: str) -> None:
    book = lexicon(lang)
    if lang in UNSPACED:
        kinds = {kind for kinds in book.kind_of.values() for kind in kinds}
    else:
        kinds = {phrase.kind for phrase in book.phrases}
    assert kinds >= NEEDED


@pytest.mark.parametrize("name", [*LANGUAGES, COMMON, COMMANDS])
def test_no_phrase_is_so_short_that_it_is_found_everywhere(name: str) -> None:
    firsts = [phrase.words[0] for phrase in lexicon(name).phrases]
    short = [first for first in firsts if first.endswith("*") and first[0].isalnum() and len(first) < 3]
    assert short == []


def found(text: str, lang: str = "en") -> list[tuple[str, str]]:
    """The kinds and quotes of the failures in a text."""
    return [
        (cue.kind, cue.quote) for cue in find_cues(words_of(text), lexicon(lang)) if cue.kind == "failure"
    ]


def test_the_longest_phrase_wins() -> None:
    assert found("I'm still waiting") == [("failure", "still waiting")]
    assert found("terrible customer service") == [("failure", "terrible customer service")]


def test_a_phrase_does_not_reach_over_a_sentences_end() -> None:
    assert found("I am still. Waiting is fun") == []


def test_accents_case_and_apostrophes_may_be_left_out() -> None:
    assert found("DOESNT WORK") == [("failure", "DOESNT WORK")]
    assert found("it doesn’t work") == [("failure", "doesn't work")]
    assert [quote for _, quote in found("no llego", "es")] == ["no llego"]
