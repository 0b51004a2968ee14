"""The few calls to the table that Earshot makes, typed, with our errors. There is no scan.

Whatever schema an item was written in, it comes out of here in the newest one.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb.errors import ConditionFailedError, translated
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.migrations import read_item
from chalicelib.adapters.dynamodb.wire import Item, to_wire
from chalicelib.domain.errors import StoreUnavailableError
from chalicelib.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import PutTypeDef, TransactWriteItemTypeDef

BATCH = 100
BATCH_TRIES = 5


class Table:
    """One table. What has expired by the clock is never returned, whether or not it was cleaned up."""

    def __init__(self, name: str, client: "DynamoDBClient", clock: Clock) -> None:
        self.name = name
        self.clock = clock
        self._client = client

    def get(self, key: Key) -> Item | None:
        """The item as it is now."""
        with translated(f"reading {key.pk}"):
            answer = self._client.get_item(TableName=self.name, Key=_wire_key(key), ConsistentRead=True)
        found = answer.get("Item")
        return next(iter(self._fresh([read_item(found)])), None) if found else None

    def get_many(self, keys: Sequence[Key]) -> list[Item]:
        """The items that exist, as they are now, in no particular order."""
        found: list[Item] = []
        for start in range(0, len(keys), BATCH):
            found.extend(self._get_batch(list(dict.fromkeys(keys[start : start + BATCH]))))
        return self._fresh(found)

    def _get_batch(self, keys: list[Key]) -> list[Item]:
        found: list[Item] = []
        asked: Any = {self.name: {"Keys": [_wire_key(key) for key in keys], "ConsistentRead": True}}
        for _ in range(BATCH_TRIES):
            with translated(f"reading {len(keys)} items"):
                answer = self._client.batch_get_item(RequestItems=asked)
            found.extend(read_item(item) for item in answer["Responses"].get(self.name, []))
            asked = answer.get("UnprocessedKeys")
            if not asked:
                return found
        raise StoreUnavailableError(f"reading {len(keys)} items: the table served only some of them")

    def query(
        self,
        condition: str,
        values: Item,
        *,
        index: str | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Iterator[Item]:
        """Items of one partition by their sort keys, upwards or backwards, read as far as they are taken.

        The table itself is read consistently; an index lags behind it.
        """
        request: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": to_wire(values),
            "ScanIndexForward": not backwards,
            **({"IndexName": index} if index else {"ConsistentRead": True}),
            **({"Limit": limit} if limit else {}),
        }
        while True:
            with translated(f"querying {values.get(':pk')}"):
                answer = self._client.query(**request)
            yield from self._fresh([read_item(item) for item in answer["Items"]])
            if not answer.get("LastEvaluatedKey"):
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def identity(self) -> str:
        """What tells this table from every other, of the same name or not."""
        with translated(f"describing table {self.name}"):
            table = self._client.describe_table(TableName=self.name)["Table"]
        return f"{table.get('TableId', '')}@{table['CreationDateTime'].timestamp():.0f}"

    def put(self, item: Item) -> None:
        """Write the item over whatever is there."""
        with translated(f"writing {item['pk']}"):
            self._client.put_item(TableName=self.name, Item=to_wire(item))

    def add(self, item: Item) -> Item | None:
        """Write the item where there is none, and return None; or return the one that is there."""
        try:
            with translated(f"adding {item['pk']}"):
                self._client.put_item(
                    TableName=self.name,
                    Item=to_wire(item),
                    ConditionExpression="attribute_not_exists(pk)",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
        except ConditionFailedError as there:
            return there.found or {}
        return None

    def update(self, key: Key, change: str, condition: str, values: Item) -> Item:
        """The item after the change. Raises ConditionFailedError with the item as it was."""
        with translated(f"updating {key.pk}"):
            answer = self._client.update_item(
                TableName=self.name,
                Key=_wire_key(key),
                UpdateExpression=change,
                ConditionExpression=condition,
                ExpressionAttributeValues=to_wire(values),
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        return read_item(answer.get("Attributes", {}))

    def delete(self, key: Key, condition: str, values: Item) -> None:
        """Remove the item. Raises ConditionFailedError when it is not as expected."""
        with translated(f"deleting {key.pk}"):
            self._client.delete_item(
                TableName=self.name,
                Key=_wire_key(key),
                ConditionExpression=condition,
                ExpressionAttributeValues=to_wire(values),
            )

    def remove(self, key: Key) -> None:
        """Remove the item, if it is there."""
        with translated(f"removing {key.pk}"):
            self._client.delete_item(TableName=self.name, Key=_wire_key(key))

    def transact(self, doing: str, writes: Sequence["TransactWriteItemTypeDef"], token: str) -> None:
        """All the writes or none. Within ten minutes the same token is carried out once only."""
        with translated(doing):
            self._client.transact_write_items(TransactItems=writes, ClientRequestToken=token[:36])

    def put_write(
        self, item: Item, condition: str = "", values: Item | None = None
    ) -> "TransactWriteItemTypeDef":
        """A put, as a part of a transaction; without a condition, over whatever is there."""
        put: PutTypeDef = {"TableName": self.name, "Item": to_wire(item)}
        if condition:
            put["ConditionExpression"] = condition
        if values:
            put["ExpressionAttributeValues"] = to_wire(values)
        return {"Put": put}

    def update_write(self, key: Key, change: str, condition: str, values: Item) -> "TransactWriteItemTypeDef":
        """An update, as a part of a transaction. On failure the error carries the item as it was."""
        return {
            "Update": {
                "TableName": self.name,
                "Key": _wire_key(key),
                "UpdateExpression": change,
                "ConditionExpression": condition,
                "ExpressionAttributeValues": to_wire(values),
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        }

    def _fresh(self, items: list[Item]) -> list[Item]:
        now = self.clock().timestamp()
        return [item for item in items if not _has_expired(item, now)]


def _has_expired(item: Item, now: float) -> bool:
    expires = item.get("expires")
    return expires is not None and int(expires) <= now


def _wire_key(key: Key) -> dict[str, Any]:
    return to_wire({"pk": key.pk, "sk": key.sk})
