"""Words are found whole, whatever their case and accents, and the passage is given as written."""

import pytest

from chalicelib.draft.voice import never_written
from chalicelib.draft.words import find, find_all, fold
from tests.unit.draft.requests import sample


@pytest.mark.parametrize(
    ("phrase", "text", "passage"),
    [
        ("late", "So LATE!", "LATE"),
        ("late", "translate, latest, plate", None),
        ("delay*", "delayed again", "delayed"),
        ("delay*", "undelayed", None),
        ("still waiting", "Still\n waiting?", "Still\n waiting"),
        ("verspätet", "VERSPATET", "VERSPATET"),
        ("größe", "GRÖSSE", "GRÖSSE"),
        ("grosse", "Größe", "Größe"),
        ("kayıp", "KAYIP mi", "KAYIP"),
        ("iade", "İADE", "İADE"),
        ("ακυρωσ*", "ΑΚΎΡΩΣΗ", "ΑΚΎΡΩΣΗ"),
        ("υπάλληλος", "ΥΠΑΛΛΗΛΟΣ", "ΥΠΑΛΛΗΛΟΣ"),
        ("spóźni*", "spozniony", "spozniony"),
        ("łatwo", "LATWO", "LATWO"),
        ("didn't", "didn’t", "didn’t"),
        ("a.b", "axb", None),
        ("c++", "c++ is", "c++"),
    ],
)
def test_a_phrase_is_found_as_written(phrase: str, text: str, passage: str | None) -> None:
    assert find((phrase,), text) == passage


def test_of_several_the_longest_is_told_and_overlaps_count_once() -> None:
    assert find(("refund", "full refund"), "refund? a full refund!") == "full refund"
    assert list(find_all(("late", "weeks late"), "three weeks late, too late")) == ["weeks late", "late"]
    assert list(find_all((), "anything")) == []


def test_folding_keeps_only_what_is_heard() -> None:
    assert fold("Žluťoučký Kůň’s") == "zlutoucky kun's"


def test_a_voice_forbids_what_it_quotes_and_its_short_entries() -> None:
    voice = (
        sample()
        .voices["support"]
        .model_copy(
            update={
                "avoid": (
                    "cheap",
                    'hype ("best ever", „nur heute“)',
                    "a manner that nobody can find by words",
                ),
                "never": ("policy states", "a whole phrase of four words"),
            }
        )
    )
    assert never_written(voice) == (
        *("policy states", "a whole phrase of four words"),
        *("cheap", "best ever", "nur heute"),
    )
