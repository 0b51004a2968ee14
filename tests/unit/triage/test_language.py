"""Telling a post's language. All sentences are made up."""

import pytest

from chalicelib.triage.language import UNKNOWN, language_of


@pytest.mark.parametrize(
    ("hint", "told"),
    [("fr", "fr"), ("EN", "en"), ("pt-BR", "pt-br"), ("in", "id"), ("iw", "he")],
)
def test_the_networks_own_tag_comes_first(hint: str, told: str) -> None:
    assert language_of("where is my order please", hint) == told


@pytest.mark.parametrize("hint", [None, "", "und", "qme", "zxx", "not a tag", "<script>"])
def test_a_tag_without_a_language_is_no_tag(hint: str | None) -> None:
    assert language_of("where is my order please, I have been waiting", hint) == "en"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Πού είναι το δέμα μου;", "el"),
        ("荷物はどこですか", "ja"),
        ("내 주문은 어디에 있나요", "ko"),
        ("wo bleibt denn mein Paket, ich warte schon seit Tagen", "de"),
        ("hvor er pakken min, jeg har ventet i tre uker på svar fra dere", "no"),
        ("где моя посылка, я жду уже три недели и никто не отвечает", "ru"),
        ("@a_long_english_handle https://an.example/english/words где моя посылка, жду три недели", "ru"),
    ],
)
def test_the_text_tells(text: str, lang: str) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize(
    "text", ["", "ok", "lol", "12345", "😡😡", "@brackwater https://a.example", "hmm xyz"]
)
def test_too_little_to_tell_is_left_open(text: str) -> None:
    assert language_of(text) == UNKNOWN
