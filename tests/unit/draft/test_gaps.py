"""A question that neither a saved reply nor knowledge bears on is a gap, told without who asked."""

import pytest

from chalicelib.domain.verdict import Intent
from chalicelib.draft.gaps import gap_in
from tests.unit.draft.requests import a_request, in_language, sample

STRANGE = "do you hire zeppelins"


def gap(text: str, intent: Intent = Intent.QUESTION, lang: str = "en", desk: str = "support") -> str:
    return gap_in(a_request(text, verdict=in_language(lang, intent), desk=desk), sample())


@pytest.mark.parametrize("intent", [Intent.QUESTION, Intent.PURCHASE_INTENT])
@pytest.mark.parametrize(
    ("text", "lang"), [(STRANGE, "en"), ("vermietet ihr Luftschiffe", "de"), ("飛行船は借りられますか", "ja")]
)
def test_a_question_that_nothing_bears_on_is_one(text: str, lang: str, intent: Intent) -> None:
    assert gap(text, intent, lang) == text


@pytest.mark.parametrize("intent", [Intent.COMPLAINT, Intent.PRAISE, Intent.OTHER, Intent.SPAM])
def test_what_asks_nothing_is_none(intent: Intent) -> None:
    assert gap(STRANGE, intent) == ""


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("how do I wash it", "en"),  # a saved reply's topic
        ("where are your dealers and shops", "en"),  # an entry
        ("wie läuft die Rückgabe", "de"),
        ("返品できますか", "ja"),
    ],
)
def test_what_a_reply_or_an_entry_answers_is_none(text: str, lang: str) -> None:
    assert gap(text, lang=lang) == ""


def test_a_gap_tells_neither_who_asked_nor_how_to_reach_them() -> None:
    told = gap(f"@wren_a {STRANGE} jo@mail.example +44 20 7946 0958 https://t.example/x " + "?" * 300)
    assert told.startswith("@someone do you hire zeppelins [e-mail]")
    assert not set(told) & set("0123456789")
    assert len(told) == 200
