"""Reviewers' marks, in partitions by brand and month: a month of marks is what people pressed in it."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.items import body
from chalicelib.adapters.store_rules import (
    month_of,
    months,
    page_token,
    place_of,
    place_on,
    position_from,
    stamp,
)
from chalicelib.domain.mark import Mark
from chalicelib.ports import MarkPage


def between(
    table: Table, brand: str, since: datetime, until: datetime, limit: int, page: str | None
) -> MarkPage:
    """One page of the marks on posts of this time, month by month."""
    begin, end = max(position_from(page), stamp(since)), stamp(until)
    if begin >= end:
        return MarkPage(())
    wanted = (month for month in months(since, until) if month >= month_of(begin))
    found = list(islice(_beyond(table, brand, wanted, begin, end, limit + 1), limit + 1))
    shown = tuple(found[:limit])
    return MarkPage(shown, page_token(place_of(shown[-1])) if len(found) > limit else None)


def _beyond(
    table: Table, brand: str, months: Iterator[str], begin: str, end: str, limit: int
) -> Iterator[Mark]:
    # No place is a stamp alone, so that what lies between the two is greater and smaller than they are. The
    # page ends before a place that equals `begin`.
    for month in months:
        partition = keys.mark(brand, month, begin).pk
        values: dict[str, str | int] = {":pk": partition, ":begin": begin, ":end": end}
        for item in table.query("pk = :pk AND sk BETWEEN :begin AND :end", values, limit=limit):
            if str(item["sk"]) != begin:
                yield body(Mark, item)


def on(table: Table, brand: str, post: str, said_at: datetime) -> tuple[Mark, ...]:
    """The marks on one post."""
    place = place_on(said_at, post)
    first = keys.mark(brand, month_of(place), place)
    items = table.query("pk = :pk AND begins_with(sk, :first)", {":pk": first.pk, ":first": first.sk})
    return tuple(body(Mark, item) for item in items)
