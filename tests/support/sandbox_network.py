"""What tests of the sandbox network share: a clock that is set, and the way from tweepy to the sandbox."""

from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from requests.adapters import HTTPAdapter


class SetClock:
    """Stands still until it is moved on."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        """Moves on by `timedelta(**duration)`."""
        self.now += timedelta(**duration)


class ToSandbox(HTTPAdapter):
    """Sends what is meant for X to the sandbox; gives up after a second."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: requests.PreparedRequest, *args: Any, **rest: Any) -> requests.Response:
        request.url = (request.url or "").replace("https://api.twitter.com", self._url)
        return super().send(request, *args, **rest | {"timeout": 1})
