"""Signing in with the admin's token: the form, the comparison, and the brake on guessing.

Whoever has the token sees every brand. Until people sign in with accounts of their own, this is the only way.
"""

import hashlib
import hmac
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from pydantic import SecretStr

from chalicelib.console import session
from chalicelib.console.answer import Answer
from chalicelib.console.forms import parse
from chalicelib.console.problems import ForeignFormError, NotSignedInError
from chalicelib.console.render import render
from chalicelib.console.services import ConsoleServices
from chalicelib.console.urls import Urls
from chalicelib.console.views.frame import Frame
from chalicelib.console.visit import Asked, from_here, signed_in
from chalicelib.console.way_back import SIGN_IN, on_to, wanted, within
from chalicelib.domain.errors import BadInputError, BudgetExhaustedError, StoreUnavailableError
from chalicelib.domain.reviewer import TOKEN_ADMIN
from chalicelib.telemetry import logger

# In a minute, from one address: enough for people who mistype. It is by address so that whoever guesses keeps
# nobody else out; the token itself is too long to be guessed.
WRONG_TRIES = 10
# No brand has this id: what is counted here is the whole deployment's.
DEPLOYMENT = "-"


class Why(NamedTuple):
    """Why the form is shown: the answer's status, and what it says of it."""

    status: int
    words: str = ""
    refused: bool = False


ASKED_FOR = Why(200)
NOT_SIGNED_IN = Why(401, "This page needs you to be signed in. A session lasts 12 hours.")
WRONG = Why(401, "That is not the token.", refused=True)
TOO_MANY = Why(429, "Too many tries with a wrong token. Wait a minute, then try again.", refused=True)


def show(services: ConsoleServices, asked: Asked) -> Answer:
    """The form; whoever is signed in already goes on to the page that they wanted."""
    to = asked.query.get("to", "")
    try:
        signed_in(services, asked)
    except NotSignedInError:
        return _form(services, asked, ASKED_FOR, to)
    return on_to(asked.urls, to)


def in_place_of_a_page(services: ConsoleServices, asked: Asked) -> Answer:
    """The form, where a page was asked for without a session."""
    return _form(services, asked, NOT_SIGNED_IN, wanted(asked))


def carry_out(services: ConsoleServices, asked: Asked) -> Answer:
    """Compare the token, begin a session. Raises ForeignFormError, BadInputError, StoreUnavailableError."""
    if not from_here(asked.headers, services.settings.origins):
        raise ForeignFormError("foreign origin")
    token, sent = services.settings.admin_token, parse(asked.body)
    if token is None:
        raise BadInputError("nobody can sign in here, because no token is set: see docs/connecting.md")
    now, to = services.review.clock(), sent.text("to")
    try:
        _take_a_try(services, asked, now)
    except BudgetExhaustedError:
        logger.warning("too many wrong tokens")
        return _form(services, asked, TOO_MANY, to, {"Retry-After": str(60 - now.second)})
    if not _same(sent.text("token").strip(), token):
        logger.warning("a wrong token")
        return _form(services, asked, WRONG, to)
    _give_the_try_back(services, asked, now)
    logger.info("an admin signed in")
    there = on_to(asked.urls, to)
    return Answer(status=there.status, headers=there.headers | {"Set-Cookie": _session(services, asked.urls)})


def _form(
    services: ConsoleServices, asked: Asked, why: Why, to: str, headers: Mapping[str, str] | None = None
) -> Answer:
    page = render(
        "token.html",
        urls=asked.urls,
        assets_dir=services.settings.assets_dir,
        frame=Frame("Sign in", asked.urls),
        action=asked.urls.at(SIGN_IN),
        why=why,
        to=within(to),
    )
    return Answer(page, why.status, dict(headers or {}))


def _session(services: ConsoleServices, urls: Urls) -> str:
    settings = services.settings
    signed = session.sign(TOKEN_ADMIN, settings.secret)
    return session.set_cookie(signed, path=urls.cookie_path, secure=settings.secure_cookies)


def _same(given: str, token: SecretStr) -> bool:
    """Whether it is the token, in a time that tells neither its length nor how much of it was right."""
    sent, kept = (hashlib.sha256(text.encode()).digest() for text in (given, token.get_secret_value()))
    return hmac.compare_digest(sent, kept)


# A try is taken before the tokens are compared, so that many at once get no more than there are.


def _take_a_try(services: ConsoleServices, asked: Asked, now: datetime) -> None:
    services.review.store.reserve(DEPLOYMENT, _purse(asked, now), 1, WRONG_TRIES)


def _give_the_try_back(services: ConsoleServices, asked: Asked, now: datetime) -> None:
    with suppress(StoreUnavailableError):
        services.review.store.settle(DEPLOYMENT, _purse(asked, now), 1, 0)


def _purse(asked: Asked, now: datetime) -> str:
    where = hashlib.sha256(_neighbourhood(asked.source).encode()).hexdigest()[:16]
    return f"sign-in.{where}.{now:%Y-%m-%dT%H:%M}"


def _neighbourhood(source: str) -> str:
    """The address, or of IPv6 its first 64 bits: a single customer has all of the others."""
    try:
        address = ip_address(source)
    except ValueError:
        return source
    return str(address) if address.version == 4 else str(ip_network((address, 64), strict=False))
