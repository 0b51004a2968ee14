"""Reading the two indexes: the queue that people see and the work that machines owe. Both lag a little."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.buckets import Directory
from chalicelib.adapters.dynamodb.items import body
from chalicelib.adapters.store_rules import edge_of, hour_of, page_token, position_from, position_of
from chalicelib.domain.case import Case, WorkKind
from chalicelib.domain.state import NEWEST_FIRST, State
from chalicelib.ports import CasePage, Due

# A read ends after so many hours, full or not, and goes on with the next page.
HOURS_A_READ = 200


def queue(
    table: Table, directory: Directory, brand: str, desk: str, state: State, limit: int, page: str | None
) -> CasePage:
    """One page of a queue: its hours in the state's order, each hour by due time in the same order."""
    begin = edge_of(position_from(page), state)
    cases: list[Case] = []
    rows = directory.hours(brand, desk, state, hour_of(begin))
    for row in islice(rows, HOURS_A_READ):
        hour = str(row["sk"])
        whole = edge_of(hour, state)
        edge = begin if hour == hour_of(begin) else whole
        partition = keys.queue_partition(brand, desk, state, hour)
        found = list(_cases_beyond(table, partition, edge, limit + 1 - len(cases), state in NEWEST_FIRST))
        if not found and edge == whole:
            directory.forget_if_settled(row)
        cases.extend(found)
        if len(cases) > limit:
            return CasePage(tuple(cases[:limit]), page_token(position_of(cases[limit - 1])))
    rest = next(rows, None)
    return CasePage(tuple(cases), page_token(str(rest["sk"])) if rest else None)


def _cases_beyond(table: Table, partition: str, edge: str, limit: int, newest_first: bool) -> Iterator[Case]:
    items = table.query(
        f"queue_pk = :pk AND queue_sk {'<' if newest_first else '>'} :edge",
        {":pk": partition, ":edge": edge},
        index=keys.QUEUE,
        limit=limit,
        backwards=newest_first,
    )
    return (body(Case, item) for item in islice(items, limit))


def due(table: Table, brand: str, kind: WorkKind, now: datetime, limit: int) -> tuple[Due, ...]:
    """What is due by now, the oldest first, of all shards."""
    found = [item for shard in range(keys.SHARDS) for item in _due_in(table, brand, kind, shard, now, limit)]
    return tuple(sorted(found, key=lambda one: (one.at, one.id))[:limit])


def _due_in(table: Table, brand: str, kind: WorkKind, shard: int, now: datetime, limit: int) -> Iterator[Due]:
    items = table.query(
        "work_pk = :pk AND work_sk < :end",
        {":pk": keys.work_partition(brand, kind, shard), ":end": keys.work_up_to(now)},
        index=keys.WORK,
        limit=limit,
    )
    for item in islice(items, limit):
        at, id = keys.work_from(str(item["work_sk"]))
        yield Due(kind, id, at)
