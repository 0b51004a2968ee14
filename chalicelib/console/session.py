"""Who is signed in: a signed cookie, verified here and made by whoever signs people in."""

from http.cookies import CookieError, SimpleCookie

from itsdangerous import BadSignature, Signer, URLSafeTimedSerializer
from pydantic import ValidationError

from chalicelib.domain.reviewer import Reviewer

COOKIE = "earshot"
LASTS_SECONDS = 12 * 60 * 60
TOKEN_FIELD = "token"  # noqa: S105 - a name
TOKEN_HEADER = "x-earshot-token"  # noqa: S105 - a name


def sign(reviewer: Reviewer, secret: str) -> str:
    """The cookie's value for a person who has just proved who they are."""
    return _serializer(secret).dumps(reviewer.model_dump(mode="json"))


def read(cookie: str, secret: str, *, lasts_seconds: int = LASTS_SECONDS) -> Reviewer | None:
    """The person behind a cookie's value; None when it is forged, broken or too old."""
    try:
        return Reviewer.model_validate(_serializer(secret).loads(cookie, max_age=lasts_seconds))
    except (BadSignature, ValidationError):
        return None


def form_token(cookie: str, secret: str) -> str:
    """The token that every form of this session carries, so that no other site can send one."""
    return _tokens(secret).get_signature(cookie).decode()


def token_fits(token: str, cookie: str, secret: str) -> bool:
    """Whether a form comes from a page of this session."""
    return _tokens(secret).verify_signature(cookie, token.encode())


def cookie_of(header: str) -> str:
    """Our cookie's value in a `Cookie` header, empty when there is none."""
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def set_cookie(value: str, *, path: str, secure: bool) -> str:
    """The `Set-Cookie` header that begins a session; with an empty value, the one that ends it."""
    lasts = LASTS_SECONDS if value else 0
    flags = "; Secure" if secure else ""
    return f"{COOKIE}={value}; Path={path}; Max-Age={lasts}; HttpOnly; SameSite=Lax{flags}"


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="earshot.session")


def _tokens(secret: str) -> Signer:
    return Signer(secret, salt="earshot.form")
