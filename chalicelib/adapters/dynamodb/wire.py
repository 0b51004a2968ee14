"""Items as the table's API spells them. Earshot's attributes are texts and whole numbers only."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef as WireValue

Item = dict[str, str | int]


def to_wire(item: Mapping[str, str | int]) -> dict[str, "WireValue"]:
    """`{"version": 3}` → `{"version": {"N": "3"}}`."""
    return {name: {"N": str(one)} if isinstance(one, int) else {"S": one} for name, one in item.items()}


def from_wire(item: Mapping[str, Any]) -> Item:
    """The reverse; attributes of other types are none of ours and are left out."""
    found: Item = {}
    for name, value in item.items():
        if "S" in value:
            found[name] = value["S"]
        elif "N" in value:
            found[name] = int(value["N"])
    return found
