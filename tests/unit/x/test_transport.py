"""An address that would send keys in the clear is refused before anything is sent."""

import pytest

from chalicelib.adapters.x.transport import checked_base_url
from chalicelib.domain.errors import BadInputError


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("http://127.0.0.1:8500/", "http://127.0.0.1:8500"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:1", "http://[::1]:1"),
        ("https://gateway.example/x", "https://gateway.example/x"),
    ],
)
def test_usable_addresses(given: str, kept: str) -> None:
    assert checked_base_url(given) == kept


@pytest.mark.parametrize("given", ["http://gateway.example", "127.0.0.1:80", "ftp://localhost", "https://"])
def test_unusable_addresses(given: str) -> None:
    with pytest.raises(BadInputError, match="the network's address"):
        checked_base_url(given)
