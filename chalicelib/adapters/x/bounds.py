"""How much X gives at once, and how far back."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.ports import Bounds

LARGEST_PAGE = 100
SMALLEST_SEARCH_PAGE = 10
SMALLEST_TIMELINE_PAGE = 5
"""Bounds of `max_results`, from X's OpenAPI document."""

MOST_IDS = 100
"""Ids that a look-up takes, from X's OpenAPI document."""

MOST_PAGES = 10
"""Pages of own posts that are followed: 1,000 posts."""

SEARCH_WINDOW = timedelta(days=7) - timedelta(minutes=1)
"""How far back recent search reaches, less a minute for clocks that differ."""

SEARCH_LAG = timedelta(minutes=1)
"""Search ends 30 s ago by default, and X refuses a start after its end: ask at least this far back."""

ID_EPOCH_MS = 1_288_834_974_657
ID_TIME_SHIFT = 22
"""How X makes its ids: milliseconds since this moment of 2010, and 22 bits below them."""


def search_options(bounds: Bounds) -> dict[str, Any]:
    """What recent search is to read, as tweepy's options."""
    return _options(bounds, SMALLEST_SEARCH_PAGE) | {"next_token": bounds.page}


def timeline_options(bounds: Bounds) -> dict[str, Any]:
    """What a timeline is to read, as tweepy's options."""
    return _options(bounds, SMALLEST_TIMELINE_PAGE) | {"pagination_token": bounds.page}


def search_start(since: datetime, now: datetime) -> datetime:
    """The nearest moment to `since` that recent search takes for a start."""
    return min(max(since, now - SEARCH_WINDOW), now - SEARCH_LAG)


def id_before(moment: datetime) -> str:
    """The last id before the second of this moment: the upper bits of X's ids are their time."""
    since_epoch = int(moment.timestamp()) * 1_000 - ID_EPOCH_MS
    return str(max(1, (since_epoch << ID_TIME_SHIFT) - 1))


def _options(bounds: Bounds, smallest_page: int) -> dict[str, Any]:
    since_id, start_time = bounds.since_id, bounds.start_time
    if start_time and bounds.until_id and not since_id:
        since_id = id_before(start_time)  # search refuses ids and times together
    return {
        "since_id": since_id,
        "until_id": bounds.until_id,
        "start_time": None if since_id else start_time,  # an id is exact
        "max_results": max(smallest_page, min(LARGEST_PAGE, bounds.page_size)),
    }
