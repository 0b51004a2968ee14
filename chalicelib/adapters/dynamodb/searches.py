"""Searches: how far each has listened, under one lease."""

from datetime import datetime

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.errors import ConditionFailedError
from chalicelib.adapters.dynamodb.items import body
from chalicelib.adapters.dynamodb.migrations import SCHEMA
from chalicelib.adapters.dynamodb.wire import Item
from chalicelib.adapters.store_rules import stamp
from chalicelib.domain.errors import LeaseLostError
from chalicelib.domain.search_state import SearchState


def lease(
    table: Table, brand: str, search: str, owner: str, now: datetime, until: datetime
) -> SearchState | None:
    """The state, leased to the owner; None while somebody else holds it. Leasing twice lengthens."""
    try:
        item = table.update(
            keys.search(brand, search),
            change="SET lease_owner = :owner, lease_until = :until, "
            # What it holds stays as it was written, in whichever schema that was.
            "schema_version = if_not_exists(schema_version, :schema)",
            condition="attribute_not_exists(lease_owner) OR lease_until <= :now OR lease_owner = :owner",
            values={":owner": owner, ":until": stamp(until), ":now": stamp(now), ":schema": SCHEMA},
        )
    except ConditionFailedError:
        return None
    return _state(search, item)


def save(table: Table, brand: str, owner: str, state: SearchState, release: bool) -> None:
    """Keep the state. Raises LeaseLostError when somebody else holds the lease, or nobody."""
    change = "SET body = :body, saved_by = :owner, schema_version = :schema"
    text = state.model_dump_json()
    try:
        table.update(
            keys.search(brand, state.search),
            change=f"{change} REMOVE lease_owner, lease_until" if release else change,
            condition="lease_owner = :owner",
            values={":body": text, ":owner": owner, ":schema": SCHEMA},
        )
    except ConditionFailedError as failed:
        if not (release and _released_by(owner, text, failed.found or {})):
            raise LeaseLostError(
                f"search {state.search} of brand {brand} is no longer leased to {owner}"
            ) from failed


def _released_by(owner: str, text: str, found: Item) -> bool:
    """Whether an earlier try of this very call has already saved and released."""
    return found.get("saved_by") == owner and found.get("body") == text and "lease_owner" not in found


def state(table: Table, brand: str, search: str) -> SearchState:
    """The state as last saved, a fresh one for a search that never ran."""
    return _state(search, table.get(keys.search(brand, search)) or {})


def _state(search: str, item: Item) -> SearchState:
    return body(SearchState, item) if "body" in item else SearchState(search=search)
