"""Addresses under any prefix."""

from urllib.parse import unquote

import pytest

from chalicelib.console.urls import Urls

CASE = "/b/{brand}/c/{case_id}"
VALUES = {"brand": "tarnhollow", "case_id": "abc"}


@pytest.mark.parametrize(
    ("path", "route", "prefix"),
    [
        ("/", "/", ""),
        ("/prod", "/", "/prod"),
        ("/prod/", "/", "/prod"),
        ("/b/tarnhollow/c/abc", CASE, ""),
        ("/prod/b/tarnhollow/c/abc", CASE, "/prod"),
        ("/a/deep/one/b/tarnhollow/c/abc", CASE, "/a/deep/one"),
        ("/b/tarnhollow/c/abc/", CASE, ""),
        ("/sign-in", "/sign-in", ""),
        ("/prod/sign-in", "/sign-in", "/prod"),
    ],
)
def test_the_prefix_is_what_came_before_the_route(path: str, route: str, prefix: str) -> None:
    assert Urls.of_request(path, route, VALUES if "{" in route else {}).prefix == prefix


@pytest.mark.parametrize("prefix", ["", "/prod", "/a/deep/one"])
@pytest.mark.parametrize("spelt", ["a%20b", "a b", "%D0%B6", "ж"])
def test_the_prefix_is_found_however_a_value_was_spelt(prefix: str, spelt: str) -> None:
    values = {"brand": unquote(spelt), "case_id": "abc"}
    assert Urls.of_request(f"{prefix}/b/{spelt}/c/abc", CASE, values).prefix == prefix


def test_every_address_begins_with_the_prefix() -> None:
    urls = Urls("/prod")
    made = [
        urls.home(),
        urls.cookie_path,
        urls.sign_out(),
        urls.at("/sign-in"),
        urls.static("console.css", "1"),
        urls.queue("b", "d"),
        urls.rows("b", "d", "waiting", page="x"),
        urls.case("b", "c", said="approved"),
        urls.act("b", "c", "approve"),
    ]
    assert all(address.startswith("/prod/") for address in made)


def test_what_goes_into_an_address_cannot_leave_its_place() -> None:
    assert Urls().case("a/b", "../x?y#z", said="a&b=c") == "/b/a%2Fb/c/..%2Fx%3Fy%23z?said=a%26b%3Dc"


def test_signing_in_elsewhere_keeps_its_address() -> None:
    assert Urls("/prod").at("https://id.example/login") == "https://id.example/login"
