"""Whose keys are whose, as the network told once: an account's id, with a fingerprint of the keys."""

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.migrations import SCHEMA


def account_id(table: Table, handle: str, fingerprint: str) -> str | None:
    """The account's id, where these very keys were proven to be its own."""
    item = table.get(keys.account(handle)) or {}
    return str(item["account_id"]) if item.get("fingerprint") == fingerprint else None


def keep_account_id(table: Table, handle: str, fingerprint: str, account_id: str) -> None:
    """Remember what was proven, in place of what was for earlier keys."""
    key = keys.account(handle)
    table.put(
        {
            "pk": key.pk,
            "sk": key.sk,
            "schema_version": SCHEMA,
            "fingerprint": fingerprint,
            "account_id": account_id,
        }
    )
