"""X's rate limits: requests per 15 minutes for each endpoint and token, and posts per day for the app."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

WINDOW = timedelta(minutes=15)
DAY = timedelta(hours=24)

PER_USER = {
    "search": 300, "mentions": 300, "create": 100, "user_posts": 900, "lookup": 5000, "lookup_one": 900,
    "delete": 50, "me": 75, "user_by_username": 900, "counts": 300,
}  # fmt: skip
"""With a user's token. search, mentions and create as X states for pay per use; the others as in its older
tables, which may have changed."""

PER_APP = PER_USER | {
    "search": 450, "mentions": 450, "user_posts": 10_000, "lookup": 3500, "lookup_one": 450,
    "user_by_username": 300,
}  # fmt: skip
"""With the app's bearer token. Endpoints that need a user keep the user's limit."""

CREATE_PER_DAY = 10_000
"""Posts per 24 hours for the whole app."""


@dataclass(frozen=True)
class Allowance:
    """What is left of a limit after this request. `reset` is when the window ends, in UTC."""

    limit: int
    remaining: int
    reset: datetime
    exceeded: bool


@dataclass
class _Window:
    began: datetime
    used: int = 0


class RateLimits:
    """Counts requests in memory; a restart begins new windows."""

    def __init__(self, clock: Callable[[], datetime], overrides: Mapping[str, int]) -> None:
        self._clock = clock
        self._overrides = overrides
        self._windows: dict[tuple[str, str], _Window] = {}
        self._lock = Lock()

    def use(self, endpoint: str, token: str, per_app: bool) -> Allowance:
        """Counts one request; one over the limit is not counted."""
        table = PER_APP if per_app else PER_USER
        return self._count((endpoint, token), self._overrides.get(endpoint, table[endpoint]), WINDOW)

    def use_day(self) -> Allowance:
        """Counts one post against the app's day."""
        return self._count(("create_day", ""), self._overrides.get("create_day", CREATE_PER_DAY), DAY)

    def _count(self, key: tuple[str, str], limit: int, length: timedelta) -> Allowance:
        with self._lock:
            now = self._clock()
            window = self._windows.get(key)
            if window is None or now >= window.began + length:
                window = self._windows[key] = _Window(now)
            exceeded = window.used >= limit
            window.used += not exceeded
            return Allowance(limit, limit - window.used, window.began + length, exceeded)
