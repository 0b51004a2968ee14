"""Times as files write them."""

from collections.abc import Callable
from datetime import UTC, datetime

# As exports of X write them, besides ISO 8601.
_FORMATS = ("%Y-%m-%d %H:%M:%S %z", "%a %b %d %H:%M:%S %z %Y")


def read_time(text: str) -> datetime | None:
    """The moment in UTC, a time without a zone being UTC already; None when the text is no time."""
    for parse in (datetime.fromisoformat, *(_by_format(known) for known in _FORMATS)):
        try:
            time = parse(text)
            return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _by_format(known: str) -> Callable[[str], datetime]:
    return lambda text: datetime.strptime(text, known)  # noqa: DTZ007 (each format holds a zone)
