"""Who calls the API. Tokens have the form `sandbox-<handle>`; OAuth1 signatures are not verified.

With `-read` at its end a token may read and nothing else, as keys made before an app got the right to write.
"""

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"sandbox-([A-Za-z0-9_]{1,15})(-read)?")
_OAUTH1_TOKEN = re.compile(r'oauth_token="([^"]*)"')


@dataclass(frozen=True)
class Caller:
    """The account that a request acts for; `app` says that it came with a bearer token."""

    handle: str
    token: str
    app: bool
    writes: bool = True

    @property
    def access_level(self) -> str:
        """The rights of its keys, as X names them."""
        return "read-write" if self.writes else "read"


def caller(authorization: str | None) -> Caller | None:
    """Reads an Authorization header, Bearer or OAuth1; None if it names no sandbox account."""
    scheme, _, rest = (authorization or "").partition(" ")
    if scheme.lower() == "bearer":
        return _named(rest.strip(), app=True)
    if scheme.lower() == "oauth" and (found := _OAUTH1_TOKEN.search(rest)):
        return _named(found.group(1), app=False)
    return None


def _named(token: str, app: bool) -> Caller | None:
    found = _TOKEN.fullmatch(token)
    return Caller(found.group(1), token, app, writes=not found.group(2)) if found else None
