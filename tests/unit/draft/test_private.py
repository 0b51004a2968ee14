"""What a model need not know of a person is hidden from it, and put back to the letter."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.draft.private import Concealed, contacts_in
from chalicelib.draft.task import conversation
from tests.unit.draft.requests import a_request

SECRETS = [
    ("en", "jo.bloggs+x@mail.example"),
    ("en", "(415) 555-2671"),
    ("en-GB", "020 7946 0958"),
    ("en", "+44 20 7946 0958"),
    ("en", "A1B2C3D4"),
    ("en", "123456"),
    ("en", "4111 1111 1111 1111"),
    ("en", "4111-1111-1111-1111"),
    ("de", "030 901820"),
    ("de", "DE89 3704 0044 0532 0130 00"),
    ("de", "DE89370400440532013000"),
    ("de", "TH-123456"),
    ("es", "612 34 56 78"),
    ("fr", "06 12 34 56 78"),
    ("fr", "FR76 3000 6000 0112 3456 7890 189"),
    ("tr", "0532 123 45 67"),
    ("tr", "TR33 0006 1005 1978 6457 8413 26"),
    ("el", "6912345678"),
    ("el", "998877"),
    ("pl", "601 234 567"),
    ("pl", "PL61 1090 1014 0000 0712 1981 2874"),
    ("lv", "29123456"),
    ("pt", "(11) 96123-4567"),
    ("pt", "123.456.789-09"),
    ("pt-PT", "912 345 678"),
    ("ja", "090-1234-5678"),
    ("ja", "０９０－１２３４－５６７８"),
    ("ja", "１２３４５６７"),
    ("ja", "taro@mail.example"),
]


@pytest.mark.parametrize(("lang", "secret"), SECRETS)
@pytest.mark.parametrize("around", ["So {}, please", "注文番号は{}です", "№:{}"])
def test_a_secret_is_hidden_and_restored(lang: str, secret: str, around: str) -> None:
    concealed, text = Concealed(lang), around.format(secret)
    hidden = concealed.hide(text)
    assert not set(secret) & set("0123456789０１２３４５６７８９@") & set(_outside_marks(hidden))
    assert concealed.restore(hidden) == text


@pytest.mark.parametrize(("lang", "secret"), SECRETS)
def test_nothing_hidden_reaches_the_conversation(lang: str, secret: str) -> None:
    text = f"so {secret}, please"
    request = a_request(text, name=secret, replies=(text,))
    told = conversation(request._replace(verdict=request.verdict.model_copy(update={"lang": lang})))
    assert secret not in told
    assert told.count("⟦") == 3


def _outside_marks(text: str) -> str:
    return "".join(part.rpartition("⟧")[2] for part in text.split("⟦"))


pieces = st.one_of(
    st.text(st.sampled_from("0123456789０９ +-－().@aAé_日#/,\n"), max_size=16),
    st.sampled_from([secret for _, secret in SECRETS]),
    st.text(max_size=6),
)
LANGS = st.sampled_from(["en", "de", "ja", "pt-BR", "und", "x-"])


@given(st.lists(pieces, max_size=5).map("".join), LANGS)
def test_what_was_hidden_is_restored_to_the_letter(text: str, lang: str) -> None:
    text = text.replace("⟦", "").replace("⟧", "")
    concealed = Concealed(lang)
    assert concealed.restore(concealed.hide(text)) == text


@pytest.mark.parametrize(
    "plain",
    [
        "20 EUR, 12.50, 18:00, 30 days, 2026-03-12, 12.3.2026",
        "@user12345 and #tag12345",
        "5 nights, 2 tents, 1 reply",
    ],
)
def test_prices_days_and_handles_stay(plain: str) -> None:
    assert Concealed("en").hide(plain) == plain
    assert contacts_in(plain) == []


def test_the_brands_own_code_stays_and_anothers_goes() -> None:
    told = Concealed("en", known="HILLS10 takes 10% off").hide("HILLS10 or HILLS99?")
    assert told == "HILLS10 or ⟦number-1⟧?"
    assert Concealed("en", known="20000 mm, AB12345").hide("20000, AB12345") == "20000, AB12345"


def test_the_same_words_have_the_same_mark_in_every_text() -> None:
    concealed = Concealed("ja")
    first, second = (concealed.hide(text) for text in ("１２３４５６７と jo@mail.example", "jo@mail.example"))
    assert first.endswith(second)
    assert concealed.restore(f"{second} ⟦email-9⟧") == "jo@mail.example ⟦email-9⟧"
    twice = concealed.hide("０９０－１２３４－５６７８か０９０１２３４５６７８")
    assert _outside_marks(twice) == "か"


def test_a_number_after_its_sign_is_hidden_and_a_hashtag_is_not() -> None:
    assert Concealed("en").hide("order #123456 #tag12345") == "order #⟦number-1⟧ #tag12345"
    assert contacts_in("order #1234567") == ["1234567"]


def test_a_post_cannot_write_a_mark() -> None:
    concealed = Concealed("en")
    concealed.hide("jo@mail.example")
    assert concealed.restore(concealed.hide("⟦email-1⟧")) == "[email-1]"


@pytest.mark.parametrize(
    "unit", ["1 ", "a1", "a@", "1-", "a.", "+4420", "日1", "９", "A1 ", "+1 415 555 2671 "]
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    began = time.perf_counter()
    Concealed("en").hide(unit * (20_000 // len(unit)))
    assert time.perf_counter() - began < 1.5  # about 0.1 s alone; squared, it would be minutes
