"""Who is signed in, and whose forms these are."""

import pytest

from chalicelib.console import session
from tests.support.console import ANA, TOM

SECRET = "one secret"


def test_a_signed_person_is_read_back() -> None:
    assert session.read(session.sign(ANA, SECRET), SECRET) == ANA


@pytest.mark.parametrize("broken", ["", "nonsense", "a.b.c", "é"])
def test_nonsense_is_nobody(broken: str) -> None:
    assert session.read(broken, SECRET) is None


def test_a_changed_or_foreign_cookie_is_nobody() -> None:
    cookie = session.sign(ANA, SECRET)
    assert session.read("X" + cookie[1:], SECRET) is None
    assert session.read(cookie, "another secret") is None


def test_a_session_ends() -> None:
    assert session.LASTS_SECONDS == 12 * 60 * 60
    assert session.read(session.sign(ANA, SECRET), SECRET, lasts_seconds=-1) is None


def test_a_form_token_is_good_for_its_session_only() -> None:
    anas, toms = session.sign(ANA, SECRET), session.sign(TOM, SECRET)
    token = session.form_token(anas, SECRET)
    assert session.token_fits(token, anas, SECRET)
    assert not session.token_fits(token, toms, SECRET)
    assert not session.token_fits("", anas, SECRET)
    assert not session.token_fits(token, anas, "another secret")


def test_our_cookie_is_found_among_others() -> None:
    assert session.cookie_of("a=1; earshot=value.x-y_z; b=2") == "value.x-y_z"
    assert session.cookie_of("a=1") == ""
    assert session.cookie_of("") == ""


def test_the_cookie_is_kept_from_scripts_and_other_sites() -> None:
    made = session.set_cookie("v", path="/prod/", secure=True)
    for flag in ("Path=/prod/", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age=43200"):
        assert flag in made
    assert "Secure" not in session.set_cookie("v", path="/", secure=False)
    assert "Max-Age=0" in session.set_cookie("", path="/", secure=True)
