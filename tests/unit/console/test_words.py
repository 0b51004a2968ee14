"""Moments, spans and codes in words."""

from datetime import UTC, datetime

import pytest

from chalicelib.console.words import INTENTS, STATES, ago, direction, due, lang_tag, language
from chalicelib.domain.state import State
from chalicelib.domain.verdict import Intent
from tests.support.values import NOW, minutes


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (12, "due in 12 min"),
        (12.9, "due in 12 min"),
        (0.5, "due now"),
        (-0.5, "due now"),
        (-2, "late by 2 min"),
        (60, "due in 1 h"),
        (80, "due in 1 h 20 min"),
        (-125, "late by 2 h 5 min"),
        (200, "due in 3 h"),
        (60 * 47, "due in 47 h"),
        (60 * 24 * 3, "due in 3 days"),
    ],
)
def test_due_in_words(left: float, words: str) -> None:
    assert due(NOW + minutes(left), NOW, "UTC").words == words


def test_a_moment_is_exact_in_the_desks_zone_and_for_machines() -> None:
    at = ago(
        datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2026, 7, 1, 23, 0, tzinfo=UTC), "Europe/Berlin"
    )
    assert at.words == "30 min ago"
    assert at.exact == "Thu 2 Jul 2026, 00:30 CEST"
    assert at.iso == "2026-07-01T22:30:00Z"


def test_less_than_a_minute_ago_is_just_now() -> None:
    assert ago(NOW - minutes(0.9), NOW, "UTC").words == "just now"
    assert ago(NOW + minutes(5), NOW, "UTC").words == "just now"


@pytest.mark.parametrize(
    ("code", "name", "tag"),
    [
        ("pl", "Polish", "pl"),
        ("pt-BR", "Portuguese", "pt-BR"),
        ("xx", "xx", "xx"),
        ("und", "", ""),
        ("qme", "", ""),
        (None, "", ""),
        ('"><script>', "", ""),
    ],
)
def test_languages(code: str | None, name: str, tag: str) -> None:
    assert (language(code), lang_tag(code)) == (name, tag)


def test_scripts_written_from_the_right() -> None:
    assert [direction(code) for code in ("ar", "he", "en", None)] == ["rtl", "rtl", "auto", "auto"]


def test_every_state_and_intent_has_its_words() -> None:
    assert set(STATES) == set(State)
    assert set(INTENTS) == set(Intent)
