"""How items of an older schema become items of the newest: when they are read, and by `earshot migrate`.

A migration takes an item of one schema and answers the item of the next. Rows of an index do not tell their
schema, so it knows an old item by its shape, and leaves any other item as it is. Released ones never change.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from chalicelib.adapters.dynamodb.keys import PURSE
from chalicelib.adapters.dynamodb.wire import Item, from_wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

SCHEMA = 2

# An allowance that nobody told: the purse was made before purses kept theirs.
UNTOLD = -1


def _purses_keep_their_allowance(item: Item) -> Item:
    if item.get("sk") != PURSE or "allowance" in item:
        return item
    return {**item, "allowance": UNTOLD}


MIGRATIONS: dict[int, Callable[[Item], Item]] = {1: _purses_keep_their_allowance}


def schema_of(item: Item) -> int:
    """The schema that an item was written in."""
    return int(item.get("schema_version", 1))


def newest(item: Item) -> Item:
    """The item as this version would have written it. One of a later schema stays as it is."""
    if schema_of(item) >= SCHEMA:
        return item
    tells = "schema_version" in item
    for schema in range(schema_of(item), SCHEMA):
        item = MIGRATIONS[schema](item)
    return {**item, "schema_version": SCHEMA} if tells else item


def read_item(found: "Mapping[str, AttributeValueTypeDef]") -> Item:
    """An item as the table's API spells it, in the newest schema."""
    return newest(from_wire(found))
