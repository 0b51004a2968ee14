"""Keys are found by handle and tell themselves to nobody."""

import pytest

from chalicelib.adapters.x import AccountKeys, XCredentials, sandbox_credentials
from chalicelib.domain.errors import NotAuthorisedError

KEYS = AccountKeys("secret-1", "secret-2", "secret-3", "secret-4")


def test_keys_are_found_whatever_the_case() -> None:
    assert XCredentials({"TarnhollowHelp": KEYS}).keys_of("tarnhollowHELP") is KEYS


def test_missing_keys_are_named() -> None:
    with pytest.raises(NotAuthorisedError, match="@TarnhollowShop"):
        XCredentials({"TarnhollowHelp": KEYS}).keys_of("TarnhollowShop")


def test_no_secret_shows() -> None:
    credentials = XCredentials({"TarnhollowHelp": KEYS}, "secret-5")
    assert "secret" not in f"{credentials!r} {credentials} {KEYS!r} {KEYS}"


def test_the_sandbox_takes_names_for_keys() -> None:
    credentials = sandbox_credentials(["TarnhollowHelp", "TarnhollowShop"])
    assert credentials.keys_of("TarnhollowShop").access_token == "sandbox-TarnhollowShop"
    assert credentials.bearer_token == "sandbox-TarnhollowHelp"
