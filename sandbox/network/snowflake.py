"""X's post ids: 63-bit numbers whose upper bits are the time, so that order of ids is order of time."""

from datetime import UTC, datetime, timedelta

EPOCH_MS = 1288834974657
"""Milliseconds since 1970 at which X's ids begin (4 November 2010)."""

_TIME_SHIFT = 22
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_ms(moment: datetime) -> int:
    """An aware moment as whole milliseconds since 1970, rounded down."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """Milliseconds since 1970 as a moment in UTC."""
    return _EPOCH + timedelta(milliseconds=ms)


def first_id(ms: int) -> int:
    """The smallest id that a post of this millisecond can have; 0 for times before X's ids began."""
    return max(0, ms - EPOCH_MS) << _TIME_SHIFT


def ids_of(ms: int) -> range:
    """All the ids that posts of this millisecond can have."""
    return range(first_id(ms), first_id(ms + 1))


def ms_of(post_id: int) -> int:
    """The millisecond, since 1970, in which the id was minted."""
    return (post_id >> _TIME_SHIFT) + EPOCH_MS


def time_of(post_id: int) -> datetime:
    """The moment, in UTC, at which the id was minted."""
    return from_ms(ms_of(post_id))
