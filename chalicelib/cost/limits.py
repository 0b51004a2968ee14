"""What allows no more, as dated data."""

from datetime import date
from typing import Literal

from pydantic import Field, PositiveInt

from chalicelib.domain.value import Value


class XLimits(Value):
    """X's. Requests and posts are those of 15 minutes, unless the name says otherwise."""

    post_reads_a_month: PositiveInt
    search_requests: PositiveInt
    mentions_requests: PositiveInt
    posts: PositiveInt
    posts_a_day: PositiveInt
    page: PositiveInt


class AwsLimits(Value):
    """AWS's defaults. Writes and reads are units a second."""

    concurrency_at_first: PositiveInt
    concurrency: PositiveInt
    partition_writes: PositiveInt
    partition_reads: PositiveInt
    table_writes: PositiveInt


class OwnLimits(Value):
    """Earshot's own, as the code has them."""

    pages_a_run: PositiveInt
    hints_a_sweep: PositiveInt
    looks_a_sweep: PositiveInt
    work_shards: PositiveInt
    triaged_at_once: PositiveInt
    drafted_at_once: PositiveInt
    purse_milliseconds: PositiveInt


class ModelLimits(Value):
    """A model's."""

    tokens_a_minute: PositiveInt


class PeopleLimits(Value):
    """A person's: decisions an hour."""

    decisions: PositiveInt


class Limits(Value):
    """All of them. `busiest` is how many times the mean the busiest minute of a month is."""

    schema_: Literal[1] = Field(alias="schema")
    as_of: date
    source: str
    x: XLimits
    aws: AwsLimits
    earshot: OwnLimits
    model: ModelLimits
    people: PeopleLimits
    busiest: PositiveInt
