"""Writing a change: the case, its events and all that belongs to them, in one transaction or not at all."""

from typing import TYPE_CHECKING

from chalicelib.adapters.dynamodb import keys, learnt
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.items import case_item, event_item, holding, pointer_item, written
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.migrations import SCHEMA
from chalicelib.adapters.store_rules import fingerprint, month_of, place_of
from chalicelib.domain.change import Change, Membership
from chalicelib.domain.errors import ConflictError
from chalicelib.domain.value import digest
from chalicelib.domain.verdict import Verdict

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    Writes = list[TransactWriteItemTypeDef]

ABSENT = "attribute_not_exists(pk)"


def commit(table: Table, change: Change, token: str | None = None) -> None:
    """Write the change. Raises ConflictError, and writes nothing, when something else came first.

    The token makes a repetition within ten minutes harmless. Later, or when the table has forgotten it, a
    repetition fails on its conditions; then the event at our version says whether it was ours all along.
    """
    made_by = fingerprint(change)
    token = token or digest(table.name, SCHEMA, made_by)
    try:
        table.transact(f"changing case {change.case.id}", _writes(table, change, made_by), token)
    except ConflictError:
        if not _was_written(table, change, made_by):
            raise


def _was_written(table: Table, change: Change, made_by: str) -> bool:
    case = change.case
    event = table.get(keys.event(case.brand, case.id, case.version))
    return event is not None and event.get("made_by") == made_by


def _writes(table: Table, change: Change, made_by: str) -> "Writes":
    case = change.case
    writes = [_case_write(table, change)]
    writes += [table.put_write(event_item(case.brand, event, made_by), ABSENT) for event in change.events]
    if change.triaged:
        writes.append(_triaged_write(table, case.brand, case.id, *change.triaged))
    if change.membership:
        writes += _membership_writes(table, case.brand, case.network, change.membership)
    if change.mark:
        place = place_of(change.mark)
        writes.append(table.put_write(holding(keys.mark(case.brand, month_of(place), place), change.mark)))
    return writes + learnt.writes(table, change) + _part_writes(table, change)


def _case_write(table: Table, change: Change) -> "TransactWriteItemTypeDef":
    item = case_item(change.case)
    if change.rests_on_version == 0:
        return table.put_write(item, ABSENT)
    return table.put_write(item, "version = :version", {":version": change.rests_on_version})


def _triaged_write(
    table: Table, brand: str, case_id: str, ref: str, verdict: Verdict
) -> "TransactWriteItemTypeDef":
    return table.update_write(
        keys.post(brand, ref),
        change="SET verdict = :verdict, case_id = :case_id REMOVE work_pk, work_sk",
        condition="attribute_exists(work_pk)",
        values={":verdict": written(verdict), ":case_id": case_id},
    )


def _membership_writes(table: Table, brand: str, network: str, member: Membership) -> "Writes":
    talk = keys.talk(brand, network, member.conversation_id, member.author_id)
    writes = [_pointer_write(table, talk, member, member.seen_for_conversation)]
    if member.by_author:
        author = keys.author(brand, network, member.author_id)
        writes.append(_pointer_write(table, author, member, member.seen_for_author))
    return writes


def _pointer_write(
    table: Table, key: Key, member: Membership, seen: str | None
) -> "TransactWriteItemTypeDef":
    item = pointer_item(key, member.case_id, member.at)
    if seen is None:
        return table.put_write(item, ABSENT)
    return table.put_write(item, "case_id = :seen", {":seen": seen})


def _part_writes(table: Table, change: Change) -> "Writes":
    """Drafts, approvals, attempts and replies never change once written."""
    brand, case_id = change.case.brand, change.case.id
    items = []
    if change.draft:
        items.append(holding(keys.draft(brand, case_id, change.draft.id), change.draft))
    if change.approval:
        items.append(holding(keys.approval(brand, case_id, change.approval.id), change.approval))
    if change.attempt:
        items.append(holding(keys.attempt(brand, case_id, change.attempt.id), change.attempt))
    if change.reply:
        items.append(holding(keys.reply(brand, case_id, change.reply.post_id), change.reply))
    return [table.put_write(item, ABSENT) for item in items]
