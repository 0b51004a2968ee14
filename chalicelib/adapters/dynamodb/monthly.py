"""Reading values that lie in partitions by brand and month, each at a place that begins with its time."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.wire import Item
from chalicelib.adapters.store_rules import month_of, months, page_token, position_from, stamp

KeyOf = Callable[[str, str], Key]
"""The key of a month and a place."""


class Found(NamedTuple):
    """The items of a page, and where the next one begins."""

    items: tuple[Item, ...]
    next_page: str | None = None


def between(
    table: Table, key_of: KeyOf, since: datetime, until: datetime, limit: int, page: str | None
) -> Found:
    """One page of what lies from `since` to before `until`, month by month. Raises BadInputError."""
    begin, end = max(position_from(page), stamp(since)), stamp(until)
    if begin >= end:
        return Found(())
    wanted = (month for month in months(since, until) if month >= month_of(begin))
    found = list(islice(_beyond(table, key_of, wanted, begin, end, limit + 1), limit + 1))
    shown = tuple(found[:limit])
    return Found(shown, page_token(str(shown[-1]["sk"])) if len(found) > limit else None)


def _beyond(
    table: Table, key_of: KeyOf, months: Iterator[str], begin: str, end: str, limit: int
) -> Iterator[Item]:
    # No place is a stamp alone, so that what lies between the two is greater and smaller than they are. The
    # page ends before a place that equals `begin`.
    for month in months:
        values: Item = {":pk": key_of(month, begin).pk, ":begin": begin, ":end": end}
        for item in table.query("pk = :pk AND sk BETWEEN :begin AND :end", values, limit=limit):
            if str(item["sk"]) != begin:
                yield item
