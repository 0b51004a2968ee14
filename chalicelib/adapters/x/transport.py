"""How requests reach X: with a time limit, once, and to the sandbox where that stands in for X."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from chalicelib.domain.errors import BadInputError


class Timeout(NamedTuple):
    """Seconds to wait for a connection, and for each read from it."""

    connect: float
    read: float


class ErrorAnswer(requests.RequestException):
    """X answered, with a status other than 2xx.

    Raised here because tweepy's own exceptions fail on bodies that are JSON but not as they expect it.
    """

    def __init__(self, response: requests.Response) -> None:
        response.content  # noqa: B018 (reads the body, so that the connection is free again)
        super().__init__(f"HTTP {response.status_code}", response=response)
        self.answer = response


class Transport(HTTPAdapter):
    """Sends to X, or to `base_url` instead. No retries, no redirects; tweepy alone would wait for ever."""

    def __init__(self, base_url: str | None, timeout: Timeout) -> None:
        super().__init__(max_retries=0)
        self._base_url = checked_base_url(base_url) if base_url else None
        self._timeout = timeout

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: object = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The answer to one request. Raises ErrorAnswer, or requests' exceptions where there is none."""
        if self._base_url:
            # Signed for X's own host already; the sandbox does not check signatures.
            request.url = self._base_url + (request.url or "").removeprefix(_origin(request.url or ""))
        if request.method != "GET":
            # A kept connection may have died while we were frozen; what became of a post would be unknown.
            self.poolmanager.clear()
        response = super().send(
            request, stream=stream, timeout=self._timeout, verify=verify, cert=cert, proxies=proxies
        )
        if not 200 <= response.status_code < 300:
            raise ErrorAnswer(response)
        return response


def checked_base_url(base_url: str) -> str:
    """The address without a slash at its end. Raises BadInputError where keys would travel in the clear."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInputError(f"the network's address {base_url!r} is not an http(s) URL: write https://host")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise BadInputError(f"the network's address {base_url!r} would send keys unencrypted: use https")
    return base_url.rstrip("/")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
