"""Purses: what remains of an allowance, in whole units of whatever the purse is for.

Each movement is a transaction with a token of its own, so that a request which botocore sends again after a
lost answer moves nothing twice. When even the last try goes unanswered, the amount counts as spent.
"""

from uuid import uuid4

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.errors import ConditionFailedError
from chalicelib.adapters.dynamodb.items import SCHEMA
from chalicelib.domain.errors import (
    BudgetExhaustedError,
    ConflictError,
    NotFoundError,
    StoreUnavailableError,
)

ADD = "ADD remaining :change"


def reserve(table: Table, brand: str, purse: str, amount: int, allowance: int) -> None:
    """Take the amount out. Raises BudgetExhaustedError when less than that remains."""
    try:
        _take(table, brand, purse, amount)
    except NotFoundError:
        key = keys.purse(brand, purse)
        table.add({"pk": key.pk, "sk": key.sk, "schema_version": SCHEMA, "remaining": allowance})
        _take(table, brand, purse, amount)


def _take(table: Table, brand: str, purse: str, amount: int) -> None:
    try:
        _move(table, brand, purse, -amount, "remaining >= :amount", {":amount": amount})
    except ConditionFailedError as failed:
        if failed.found is None:
            raise NotFoundError(f"purse {purse} of brand {brand} was never used") from failed
        raise BudgetExhaustedError(f"purse {purse} of brand {brand} holds less than {amount}") from failed


def settle(table: Table, brand: str, purse: str, reserved: int, used: int) -> None:
    """Give back what was not used; using more than was reserved takes the rest out."""
    try:
        _move(table, brand, purse, reserved - used, "attribute_exists(pk)", {})
    except ConditionFailedError as failed:
        raise NotFoundError(f"nothing was ever reserved from purse {purse} of brand {brand}") from failed


def _move(table: Table, brand: str, purse: str, change: int, condition: str, values: dict[str, int]) -> None:
    write = table.update_write(keys.purse(brand, purse), ADD, condition, {":change": change, **values})
    try:
        table.transact(f"moving {change} in purse {purse}", [write], str(uuid4()))
    except ConditionFailedError:
        raise
    except ConflictError as busy:
        raise StoreUnavailableError(f"purse {purse} of brand {brand} is busy; nothing was moved") from busy
