"""Purses: what remains of an allowance, in whole units of whatever the purse is for.

Each movement is a transaction with a token of its own, so that a request which botocore sends again after a
lost answer moves nothing twice. When even the last try goes unanswered, the amount counts as spent.
"""

import random
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.errors import ConditionFailedError
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.migrations import SCHEMA, UNTOLD
from chalicelib.adapters.dynamodb.table import EXPIRES
from chalicelib.adapters.dynamodb.wire import Item
from chalicelib.domain.caps import Purse
from chalicelib.domain.errors import (
    BudgetExhaustedError,
    ConflictError,
    NotFoundError,
    StoreUnavailableError,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

ADD = "ADD remaining :change"
# A month's purse is read for the accounts of that month and of the year before.
KEPT = timedelta(days=400)
# Together at most 0.75 s, in the mean half of it.
TRIES = 5
LONGEST_WAIT_SECONDS = 0.05


def reserve(table: Table, brand: str, purse: str, amount: int, allowance: int) -> None:
    """Take the amount out. Raises BudgetExhaustedError when less than that remains."""
    if not _take(table, brand, purse, amount, allowance):
        _allow(table, brand, purse, allowance)
        if not _take(table, brand, purse, amount, allowance):
            raise StoreUnavailableError(f"the allowance of purse {purse} of brand {brand} is being changed")


def get(table: Table, brand: str, purse: str) -> Purse | None:
    """What the purse holds; None when it was never used."""
    item = table.get(keys.purse(brand, purse))
    return _purse(item) if item else None


def get_many(table: Table, brand: str, purses: Sequence[str]) -> dict[str, Purse]:
    """What each of the purses holds, without those that were never used."""
    names = {keys.purse(brand, purse).pk: purse for purse in purses}
    items = table.get_many([Key(pk, keys.PURSE) for pk in names])
    return {names[str(item["pk"])]: _purse(item) for item in items}


def _purse(item: Item) -> Purse:
    allowance, remaining = int(item["allowance"]), int(item["remaining"])
    return Purse(allowance=remaining if allowance == UNTOLD else allowance, remaining=remaining)


def _take(table: Table, brand: str, purse: str, amount: int, allowance: int) -> bool:
    """Whether the purse was there with this allowance."""
    condition = "allowance = :allowance AND remaining >= :amount"
    try:
        _move(table, brand, purse, -amount, condition, {":amount": amount, ":allowance": allowance})
    except ConditionFailedError as failed:
        if failed.found is None or int(failed.found["allowance"]) != allowance:
            return False
        raise BudgetExhaustedError(f"purse {purse} of brand {brand} holds less than {amount}") from failed
    return True


def _allow(table: Table, brand: str, purse: str, allowance: int) -> None:
    """Make the purse, or change what remains by what the allowance changed. Who else does so may be first."""
    key = keys.purse(brand, purse)
    first: Item = {
        "pk": key.pk,
        "sk": key.sk,
        EXPIRES: int((table.clock() + KEPT).timestamp()),
        "schema_version": SCHEMA,
        "remaining": allowance,
        "allowance": allowance,
    }
    there = table.add(first)
    if there is None:
        return
    before = int(there["allowance"])
    if before == UNTOLD:
        write = _told(table, key, allowance, int(there["remaining"]))
    else:
        values: Item = {":change": allowance - before, ":before": before, ":allowance": allowance}
        write = table.update_write(key, f"SET allowance = :allowance {ADD}", "allowance = :before", values)
    with suppress(ConditionFailedError):
        _transact(table, brand, purse, write, "changing the allowance of")


def _told(table: Table, key: Key, allowance: int, remaining: int) -> "TransactWriteItemTypeDef":
    """What is left of a purse that did not tell its allowance stays left, but never more than the allowance:
    what was spent of it is not known, and is not given back."""
    fits = remaining <= allowance
    change = "SET allowance = :allowance, schema_version = :schema"
    untold = "(attribute_not_exists(allowance) OR allowance = :untold)"
    return table.update_write(
        key,
        change if fits else f"{change}, remaining = :allowance",
        f"{untold} AND remaining {'<=' if fits else '>'} :allowance",
        {":allowance": allowance, ":schema": SCHEMA, ":untold": UNTOLD},
    )


def settle(table: Table, brand: str, purse: str, reserved: int, used: int) -> None:
    """Give back what was not used; using more than was reserved takes the rest out."""
    try:
        _move(table, brand, purse, reserved - used, "attribute_exists(pk)", {})
    except ConditionFailedError as failed:
        raise NotFoundError(f"nothing was ever reserved from purse {purse} of brand {brand}") from failed


def _move(table: Table, brand: str, purse: str, change: int, condition: str, values: dict[str, int]) -> None:
    write = table.update_write(keys.purse(brand, purse), ADD, condition, {":change": change, **values})
    _transact(table, brand, purse, write, f"moving {change} in")


def _transact(table: Table, brand: str, purse: str, write: "TransactWriteItemTypeDef", doing: str) -> None:
    """Everybody of a desk moves the same purse, and of two movements at once AWS refuses one: that one waits
    for a moment, each time a longer one."""
    token = str(uuid4())
    for waits in range(TRIES):
        try:
            return table.transact(f"{doing} purse {purse}", [write], token)
        except ConditionFailedError:
            raise
        except ConflictError as busy:
            if waits + 1 == TRIES:
                why = f"purse {purse} of brand {brand} is busy; nothing was moved"
                raise StoreUnavailableError(why) from busy
            time.sleep(random.uniform(0, LONGEST_WAIT_SECONDS * 2**waits))
