"""Caps: how much a desk may buy, and the purses that keep to it. Days and months are UTC."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from chalicelib.domain.value import Value


class Bought(StrEnum):
    """What costs money by the piece."""

    READS = "reads"
    POSTS = "posts"
    TOKENS = "tokens"


class Caps(Value):
    """The most that a desk may buy in a UTC day and month: posts read, replies posted, model tokens."""

    reads_a_day: int = Field(ge=0)
    reads_a_month: int = Field(ge=0)
    posts_a_day: int = Field(ge=0)
    posts_a_month: int = Field(ge=0)
    tokens_a_day: int = Field(ge=0)
    tokens_a_month: int = Field(ge=0)

    def of(self, what: Bought) -> tuple[int, int]:
        """The cap of a day and of a month."""
        return getattr(self, f"{what}_a_day"), getattr(self, f"{what}_a_month")


# What a desk may buy before anybody set caps. At the dearest list price (0.015 US$ a post read) a day of it
# is at most 15 US$ and a month 75 US$; nothing is posted. Not validated, which would build a validator at
# the start of each function.
WITHOUT_CAPS = Caps.model_construct(
    reads_a_day=1_000,
    reads_a_month=5_000,
    posts_a_day=0,
    posts_a_month=0,
    tokens_a_day=200_000,
    tokens_a_month=2_000_000,
)


class Purse(Value):
    """An allowance and what remains of it, in pieces."""

    allowance: int
    remaining: int

    @property
    def used(self) -> int:
        """What was spent or is set aside."""
        return self.allowance - self.remaining


class Draw(NamedTuple):
    """A purse by its name, what it holds when first used, and when (UTC) a new one takes its place."""

    purse: str
    allowance: int
    renewed_at: datetime


def day_purse(what: Bought, desk: str, now: datetime) -> str:
    """The name of a desk's purse of this UTC day."""
    return f"{what}.{desk}.{now:%Y-%m-%d}"


def month_purse(what: Bought, desk: str, now: datetime) -> str:
    """The name of a desk's purse of this UTC month."""
    return f"{what}.{desk}.{now:%Y-%m}"


def search_purse(search: str, now: datetime) -> str:
    """The name of the purse of one search's reads of this UTC day."""
    return f"reads.search.{search}.{now:%Y-%m-%d}"


def draws(what: Bought, desk: str, caps: Caps, now: datetime) -> tuple[Draw, Draw]:
    """What buying for a desk draws on: its day's purse and its month's."""
    a_day, a_month = caps.of(what)
    return (
        Draw(day_purse(what, desk, now), a_day, next_day(now)),
        Draw(month_purse(what, desk, now), a_month, next_month(now)),
    )


def next_day(now: datetime) -> datetime:
    """The begin of the next UTC day."""
    return datetime.combine(now.date() + timedelta(days=1), time(), UTC)


def next_month(now: datetime) -> datetime:
    """The begin of the next UTC month."""
    first = now.date().replace(day=1)
    return datetime.combine((first + timedelta(days=32)).replace(day=1), time(), UTC)
