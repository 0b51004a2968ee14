"""Walks the whole table and brings every item to the newest schema, while others go on changing them.

The one scan that there is (docs/decisions/0017): a command of ops', paced, never made by a page or a worker.
Each item is written on condition that it is still as it was seen: whoever else changes it wins.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.errors import ConditionFailedError, translated
from chalicelib.adapters.dynamodb.migrations import SCHEMA, newest, schema_of
from chalicelib.adapters.dynamodb.wire import Item, from_wire, to_wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import ScanOutputTypeDef, UpdateItemInputTypeDef

PAGE = 200
# An item that changes under our hands so often is left to the next run.
TRIES = 10
OLD = "attribute_not_exists(schema_version) OR schema_version < :newest"


@dataclass(frozen=True)
class Walked:
    """`looked` items were met, `old` of them in an older schema; `migrated` were written anew, `left` kept
    changing and are to be met again. `done` once the whole table was walked."""

    looked: int = 0
    old: int = 0
    migrated: int = 0
    left: int = 0
    done: bool = False


class Migration:
    """One walk. `units_a_second` is how many of the table's units it takes, to read and to write."""

    def __init__(
        self,
        table_name: str,
        client: "DynamoDBClient",
        *,
        units_a_second: float,
        page: int = PAGE,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._table = table_name
        self._client = client
        self._units_a_second = units_a_second
        self._page = page
        self._sleep = sleep

    def run(self, *, dry_run: bool = False) -> Iterator[Walked]:
        """What was done so far, after each page. A walk that was interrupted goes on where it was; a dry run
        begins at the beginning, and writes nothing."""
        walked, place = (Walked(), None) if dry_run else self._kept()
        while not walked.done:
            began, answer = time.monotonic(), self._next(place)
            units = answer["ConsumedCapacity"]["CapacityUnits"]
            place = answer.get("LastEvaluatedKey")
            old = [from_wire(item) for item in answer["Items"]]
            migrated = 0 if dry_run else sum(self._migrate(item) for item in old)
            walked = Walked(
                looked=walked.looked + answer["ScannedCount"],
                old=walked.old + len(old),
                migrated=walked.migrated + migrated,
                left=walked.left + (0 if dry_run else len(old) - migrated),
                done=place is None,
            )
            if not dry_run:
                self._keep(walked, place)
            yield walked
            if not walked.done:
                self._pace(units + migrated, time.monotonic() - began)

    def _next(self, place: Any) -> "ScanOutputTypeDef":
        more: Any = {"ExclusiveStartKey": place} if place else {}
        with translated("walking through the table"):
            return self._client.scan(
                TableName=self._table,
                Limit=self._page,
                ConsistentRead=True,
                FilterExpression=OLD,
                ExpressionAttributeValues=to_wire({":newest": SCHEMA}),
                ReturnConsumedCapacity="TOTAL",
                **more,
            )

    def _pace(self, units: float, took: float) -> None:
        self._sleep(max(0.0, units / self._units_a_second - took))

    def _migrate(self, seen: Item) -> bool:
        """Whether the item is in the newest schema now, or gone."""
        for _ in range(TRIES):
            try:
                self._write(seen)
                return True
            except ConditionFailedError:
                found = self._read(seen)
                if found is None or schema_of(found) >= SCHEMA:
                    return True
                seen = found
        return False

    def _write(self, seen: Item) -> None:
        with translated(f"migrating {seen['pk']}"):
            self._client.update_item(**_rewriting(self._table, seen, newest({"schema_version": 1, **seen})))

    def _read(self, item: Item) -> Item | None:
        key = to_wire({"pk": item["pk"], "sk": item["sk"]})
        with translated(f"reading {item['pk']}"):
            found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return from_wire(found) if found else None

    # --- where it is ------------------------------------------------------------------------------

    def _kept(self) -> tuple[Walked, Any]:
        item = self._read({"pk": keys.migration(SCHEMA).pk, "sk": keys.migration(SCHEMA).sk})
        if item is None:
            return Walked(), None
        kept = json.loads(str(item["body"]))
        walked = Walked(**kept["walked"])
        return (Walked(), None) if walked.done else (walked, kept["place"])

    def _keep(self, walked: Walked, place: Any) -> None:
        key = keys.migration(SCHEMA)
        body = json.dumps({"walked": vars(walked), "place": place})
        item: Item = {"pk": key.pk, "sk": key.sk, "schema_version": SCHEMA, "body": body}
        with translated("keeping how far the walk has come"):
            self._client.put_item(TableName=self._table, Item=to_wire(item))


def _rewriting(table: str, seen: Item, new: Item) -> "UpdateItemInputTypeDef":
    """Writes what is different, on condition that every attribute is still as it was seen."""
    names = {name: f"#{number}" for number, name in enumerate(sorted((seen | new).keys() - {"pk", "sk"}))}
    conditions, changes, values = [], [], Item()
    for name, alias in names.items():
        was, will = f":was{alias[1:]}", f":will{alias[1:]}"
        conditions.append(f"{alias} = {was}" if name in seen else f"attribute_not_exists({alias})")
        values |= {was: seen[name]} if name in seen else {}
        if name in new and new[name] != seen.get(name):
            changes.append(f"{alias} = {will}")
            values[will] = new[name]
    gone = [alias for name, alias in names.items() if name not in new]
    return {
        "TableName": table,
        "Key": to_wire({"pk": seen["pk"], "sk": seen["sk"]}),
        "UpdateExpression": f"SET {', '.join(changes)}" + (f" REMOVE {', '.join(gone)}" if gone else ""),
        # Without its keys, an item that is gone would come back as what is different alone.
        "ConditionExpression": " AND ".join(["attribute_exists(pk)", *conditions]),
        "ExpressionAttributeNames": {alias: name for name, alias in names.items()},
        "ExpressionAttributeValues": to_wire(values),
    }
