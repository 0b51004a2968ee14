"""Keeps other sites out of the pages: loopback names only, and changes only from our own pages."""

from urllib.parse import urlsplit

from flask import Response, abort, request

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def check() -> None:
    """Refuses a request that another site could have caused. Call it before each request."""
    if urlsplit(f"//{request.host}").hostname not in _LOOPBACK:
        abort(403, "The sandbox network is only for this machine: open it as 127.0.0.1.")
    if request.method in ("GET", "HEAD"):
        return
    origin = request.headers.get("Origin")
    if origin is None and request.is_json:
        return  # a script on this machine; a form of another site cannot send JSON
    if origin != request.host_url.rstrip("/"):
        abort(403, "This change did not come from the sandbox network's own page.")


def protect(response: Response) -> Response:
    """Adds the headers that keep a page from loading or becoming anything else."""
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
