"""How the posts of a file come: at once, from now on at some speed, or with the last still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_SPAN = timedelta(days=6, hours=12)
"""Longer files are compressed to this, so that everything stays inside search's seven days for a while."""


@dataclass(frozen=True)
class Playback:
    """One way of playing; made by the three functions below."""

    future: bool = False
    speed: float = 1.0
    tail: timedelta = timedelta()


def at_once() -> Playback:
    """Everything is there now; the newest post is of this moment."""
    return Playback()


def at_speed(speed: float) -> Playback:
    """The file begins now and plays at `speed` times its own pace. Raises ValueError unless above 0."""
    if not speed > 0:
        raise ValueError(f"the speed of playback must be above 0, not {speed}")
    return Playback(future=True, speed=speed)


def with_tail(tail: timedelta, speed: float = 1.0) -> Playback:
    """The last `tail` worth of the file is still to come, at `speed` times its own pace."""
    if not speed > 0 or tail < timedelta():
        raise ValueError("the tail of playback must not be negative, its speed above 0")
    return Playback(tail=tail, speed=speed)


def moved(times: Sequence[datetime], now: datetime, playback: Playback) -> list[datetime]:
    """The times as played, in the order given; who was earlier stays earlier.

    Raises nothing; `times` must not be empty. Where the file spans more than LONGEST_SPAN, all distances
    shrink in proportion first, the tail being measured in shrunken time.
    """
    oldest, newest = min(times), max(times)
    span = newest - oldest
    factor = min(1.0, LONGEST_SPAN / span) if span else 1.0
    begin = oldest if playback.future else newest - playback.tail / factor

    def place(time: datetime) -> datetime:
        distance = (time - begin) * factor
        return now + (distance / playback.speed if distance > timedelta() else distance)

    return [place(time) for time in times]
