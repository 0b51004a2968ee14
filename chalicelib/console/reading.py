"""The language that a reviewer reads in: as chosen before, else as the browser asks for."""

import re
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

from chalicelib.console.words import LANGUAGES

COOKIE = "earshot-reads"
LASTS_SECONDS = 365 * 24 * 60 * 60
_PREFERRED = re.compile(r"\s*([a-zA-Z]{2,3})(?:-[a-zA-Z0-9-]+)?\s*(?:;\s*q=([0-9.]{1,5}))?\s*")
_LONGEST_HEADER = 500


def reads_in(headers: Mapping[str, str]) -> str:
    """A language that has a name here, English where nothing else is known. Header names are lower case."""
    chosen = _chosen(headers.get("cookie", ""))
    asked = _preferred(headers.get("accept-language", "")[:_LONGEST_HEADER])
    return next((code for code in (chosen, *asked) if code in LANGUAGES), "en")


def set_cookie(code: str, *, path: str, secure: bool) -> str:
    """The `Set-Cookie` header that remembers a language of `LANGUAGES`."""
    flags = "; Secure" if secure else ""
    return f"{COOKIE}={code}; Path={path}; Max-Age={LASTS_SECONDS}; HttpOnly; SameSite=Lax{flags}"


def _chosen(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _preferred(header: str) -> list[str]:
    """The codes of an `Accept-Language`, the most wanted first; what cannot be read is left out."""
    found = [match for part in header.split(",") if (match := _PREFERRED.fullmatch(part))]
    return [match[1].lower() for match in sorted(found, key=_weight, reverse=True)]


def _weight(match: re.Match[str]) -> float:
    try:
        return float(match[2]) if match[2] else 1.0
    except ValueError:
        return 0.0
