"""The directory of a queue: which hours of due time may hold cases of a desk in a state.

A row is written before the case is, so a case is never in an hour that the directory does not know. Whoever
reads a queue and finds an hour empty, long after anybody last announced a case for it, removes the row; the
condition on `touched_at` keeps it when somebody has just announced one. So a queue is read in as many steps
as there are hours with cases in them, however old it is. In states that are an end the rows expire too.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.errors import ConditionFailedError
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.migrations import SCHEMA
from chalicelib.adapters.dynamodb.wire import Item
from chalicelib.adapters.store_rules import hour_of, stamp
from chalicelib.domain.case import Case
from chalicelib.domain.state import LEGAL_MOVES, NEWEST_FIRST, State

KEPT = timedelta(days=120)
# An announcement holds for an hour, and is renewed after ten minutes: clocks may differ by the rest.
ANNOUNCED_FOR = timedelta(hours=1)
RENEWED_AFTER = timedelta(minutes=10)
REMEMBERED = 10_000
PAGE = 50


class Directory:
    """Announces hours before cases are written into them, and lists them."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._announced: dict[Key, datetime] = {}

    def announce(self, case: Case) -> None:
        """Make sure that the case's hour is listed."""
        key = keys.bucket(case.brand, case.desk, case.state, hour_of(stamp(case.due_at)))
        now = self._table.clock()
        if (last := self._announced.get(key)) and now - last < RENEWED_AFTER:
            return
        self._table.put(_row(key, case, now))
        if len(self._announced) >= REMEMBERED:
            self._announced.clear()
        self._announced[key] = now

    def hours(self, brand: str, desk: str, state: State, first: str) -> Iterator[Item]:
        """The rows in the state's order from the hour `first` on (empty: from the earliest)."""
        key, backwards = keys.bucket(brand, desk, state, first), state in NEWEST_FIRST
        if not first:
            return self._table.query("pk = :pk", {":pk": key.pk}, limit=PAGE, backwards=backwards)
        condition = f"pk = :pk AND sk {'<=' if backwards else '>='} :sk"
        return self._table.query(condition, {":pk": key.pk, ":sk": key.sk}, limit=PAGE, backwards=backwards)

    def forget_if_settled(self, row: Item) -> None:
        """Remove the row of an hour that was found empty, unless a case was announced for it lately."""
        touched_at = str(row["touched_at"])
        if touched_at > stamp(self._table.clock() - ANNOUNCED_FOR):
            return
        key = Key(str(row["pk"]), str(row["sk"]))
        self._announced.pop(key, None)
        try:
            self._table.delete(key, "touched_at = :seen", {":seen": touched_at})
        except ConditionFailedError:
            return  # announced in between, or removed by another reader


def _row(key: Key, case: Case, now: datetime) -> Item:
    row: Item = {"pk": key.pk, "sk": key.sk, "schema_version": SCHEMA, "touched_at": stamp(now)}
    if not LEGAL_MOVES[case.state]:
        row["expires"] = int((max(case.due_at, now) + KEPT).timestamp())
    return row
