"""What comes back from a browser is checked before it is used."""

import pytest

from chalicelib.console.flashes import flash_of
from chalicelib.console.forms import LONGEST_BODY, parse
from chalicelib.console.paging import seal, unseal
from chalicelib.console.urls import Urls
from chalicelib.domain.errors import BadInputError


def test_a_form_is_read_as_utf8_with_plain_line_ends() -> None:
    form = parse(b"text=za%C5%BC%C3%B3%C5%82%C4%87%0D%0Ax&seen=3&empty=")
    assert form.text("text") == "zażółć\nx"
    assert form.number("seen") == 3
    assert form.text("empty") == form.text("missing") == ""


@pytest.mark.parametrize(
    "body",
    [b"text=%ff%fe", "text=\xff".encode("latin-1"), b"&".join([b"a=1"] * 50), b"x" * (LONGEST_BODY + 1)],
)
def test_a_body_that_is_none_of_our_forms_is_refused(body: bytes) -> None:
    with pytest.raises(BadInputError):
        parse(body)


@pytest.mark.parametrize("value", [b"", b"seen=", b"seen=abc", b"seen=1.5"])
def test_a_number_must_be_one(value: bytes) -> None:
    with pytest.raises(BadInputError, match="seen"):
        parse(value).number("seen")


def test_a_page_token_is_good_for_its_own_list_only() -> None:
    sealed = seal("waiting token", "secret", "tarnhollow", "support", "waiting")
    assert unseal(sealed, "secret", "tarnhollow", "support", "waiting") == "waiting token"
    for secret, scope in (
        ("other", ("tarnhollow", "support", "waiting")),
        ("secret", ("otherbrand", "support", "waiting")),
        ("secret", ("tarnhollow", "sales", "waiting")),
        ("secret", ("tarnhollow", "support", "posted")),
    ):
        with pytest.raises(BadInputError):
            unseal(sealed, secret, *scope)
    with pytest.raises(BadInputError):
        unseal("forged", "secret", "tarnhollow", "support", "waiting")


def test_an_address_can_only_choose_among_our_own_words() -> None:
    assert flash_of({"said": "<b>your account is closed</b>"}, Urls(), "b") is None
    shown = flash_of({"said": "approved", "about": "abc"}, Urls(), "b")
    assert shown is not None
    assert shown.undo == "/b/b/c/abc/recall"
    elsewhere = flash_of({"said": "approved", "about": "../../evil"}, Urls(), "b")
    assert elsewhere is not None
    assert (elsewhere.undo, elsewhere.see) == ("", "")
