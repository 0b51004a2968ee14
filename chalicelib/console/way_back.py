"""From the sign-in back to the page that was asked for, and never to another site."""

import re
from urllib.parse import urlencode, urlsplit

from chalicelib.console.answer import Answer, go_to
from chalicelib.console.urls import Urls
from chalicelib.console.visit import Asked

SIGN_IN = "/sign-in"
# A path within the console, as a browser sends it; one that begins with two slashes is another site's.
_WITHIN = re.compile(r"/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,1000}")
_NO_PAGES = frozenset({"/", SIGN_IN, "/sign-out"})


def within(path: str) -> str:
    """The path where it is that of a page to come back to, else empty: for the first page."""
    return path if _WITHIN.fullmatch(path) and path.split("?")[0] not in _NO_PAGES else ""


def wanted(asked: Asked) -> str:
    """The page that was asked for, without what API Gateway puts before it; empty for the first one.

    Of a part of a page it is the page that the part is on.
    """
    if asked.wants_fragment:
        parts = urlsplit(asked.headers.get("hx-current-url", ""))
        path, query = parts.path, parts.query
    else:
        path, query = asked.path, urlencode(asked.query)
    return within(path.removeprefix(asked.urls.prefix) + (f"?{query}" if query else ""))


def address(asked: Asked) -> str:
    """Where to sign in, to come back from to the page that was asked for."""
    there, to = asked.urls.at(SIGN_IN), wanted(asked)
    return f"{there}?{urlencode({'to': to})}" if to else there


def on_to(urls: Urls, path: str) -> Answer:
    """To the page, or else to the first one."""
    return go_to(urls.prefix + (within(path) or "/"))
