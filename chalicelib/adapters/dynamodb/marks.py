"""Reviewers' marks, in partitions by brand and month: a month of marks is what people pressed in it."""

from datetime import datetime
from functools import partial

from chalicelib.adapters.dynamodb import keys, monthly
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.items import body
from chalicelib.adapters.store_rules import month_of, place_on
from chalicelib.domain.mark import Mark
from chalicelib.ports import MarkPage


def between(
    table: Table, brand: str, since: datetime, until: datetime, limit: int, page: str | None
) -> MarkPage:
    """One page of the marks on posts of this time, month by month."""
    found = monthly.between(table, partial(keys.mark, brand), since, until, limit, page)
    return MarkPage(tuple(body(Mark, item) for item in found.items), found.next_page)


def on(table: Table, brand: str, post: str, said_at: datetime) -> tuple[Mark, ...]:
    """The marks on one post."""
    place = place_on(said_at, post)
    first = keys.mark(brand, month_of(place), place)
    items = table.query("pk = :pk AND begins_with(sk, :first)", {":pk": first.pk, ":first": first.sk})
    return tuple(body(Mark, item) for item in items)
