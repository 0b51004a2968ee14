"""Counts what the code asks of AWS: requests, the table's units, and what it leaves there.

The emulator tells what a write consumes, indexes and transactions included, as AWS does. What a read
consumes it tells without regard to size, so that is computed here from the items read, by AWS's rules: 4 KB
a unit, rounded up, half of it where the read may lag.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import boto3

from chalicelib.cost.effort import Effort

READ_UNIT = 4096
WRITE_UNIT = 1024
CONDITION_FAILED = "ConditionalCheckFailedException"


@dataclass
class Meter:
    """What was counted so far. `stored` also counts what indexes hold of an item."""

    requests: int = 0
    writes: float = 0.0
    reads: float = 0.0
    queue_requests: int = 0

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count every call of the clients that are made inside, however long they live."""
        before = boto3.DEFAULT_SESSION
        boto3.setup_default_session()
        session = boto3.DEFAULT_SESSION
        assert session is not None
        session.events.register("before-parameter-build.dynamodb", _ask_for_units)
        session.events.register("after-call.dynamodb", self._table)
        session.events.register("before-call.sqs", self._queue)
        try:
            yield
        finally:
            boto3.DEFAULT_SESSION = before

    def effort(self) -> Effort:
        """What was counted, as an effort."""
        return Effort(
            table_requests=Decimal(self.requests),
            write_units=Decimal(str(self.writes)),
            read_units=Decimal(str(self.reads)),
            queue_requests=Decimal(self.queue_requests),
        )

    def _queue(self, **_: object) -> None:
        self.queue_requests += 1

    def _table(self, parsed: dict[str, Any], model: Any, context: Mapping[str, Any], **_: object) -> None:
        self.requests += 1
        name = str(model.name)
        if name in ("GetItem", "BatchGetItem", "Query"):
            self.reads += _units_read(name, parsed, context["asked"])
        elif "Error" in parsed:
            self.writes += _units_of_a_refused_write(name, parsed, context["asked"])
        else:
            self.writes += _units_told(parsed)


def size_of(item: Mapping[str, Any]) -> int:
    """Bytes of an item as AWS counts them, for items of text and numbers."""
    return sum(len(name.encode()) + _size_of_value(value) for name, value in item.items())


def _size_of_value(value: Mapping[str, str]) -> int:
    if "S" in value:
        return len(value["S"].encode())
    if "N" in value:
        return math.ceil(len(value["N"].lstrip("-").replace(".", "")) / 2) + 1
    return 1


def _ask_for_units(params: dict[str, Any], model: Any, context: dict[str, Any], **_: object) -> None:
    context["asked"] = params
    if "ReturnConsumedCapacity" in model.input_shape.members:
        params["ReturnConsumedCapacity"] = "TOTAL"


def _units_read(name: str, parsed: Mapping[str, Any], asked: Mapping[str, Any]) -> float:
    if name == "GetItem":
        return float(_units(size_of(parsed.get("Item", {})), READ_UNIT))
    if name == "Query":
        whole = sum(size_of(item) for item in parsed.get("Items", []))
        return _units(whole, READ_UNIT) * (1.0 if asked.get("ConsistentRead") else 0.5)
    ((table, request),) = asked["RequestItems"].items()
    found = parsed.get("Responses", {}).get(table, [])
    missing = len(request["Keys"]) - len(found)
    return float(sum(_units(size_of(item), READ_UNIT) for item in found) + missing)


def _units_of_a_refused_write(name: str, parsed: Mapping[str, Any], asked: Mapping[str, Any]) -> float:
    """AWS bills a write that its condition refused, by the size of what is there."""
    if name == "TransactWriteItems":
        return 2.0 * len(asked["TransactItems"])
    if parsed["Error"].get("Code") == CONDITION_FAILED:
        return float(_units(size_of(parsed.get("Item", {})), WRITE_UNIT))
    return 0.0


def _units_told(parsed: Mapping[str, Any]) -> float:
    told = parsed.get("ConsumedCapacity", [])
    each = told if isinstance(told, list) else [told]
    return float(sum(one["CapacityUnits"] for one in each))


def _units(size: int, unit: int) -> int:
    return max(1, math.ceil(size / unit))
