"""Values as items and back. `body` is the whole value; the other attributes serve conditions and indexes."""

from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.migrations import SCHEMA
from chalicelib.adapters.dynamodb.wire import Item
from chalicelib.adapters.store_rules import position_of, stamp
from chalicelib.domain.case import Case, WorkKind, next_work
from chalicelib.domain.event import Event
from chalicelib.domain.post import Post
from chalicelib.domain.verdict import Verdict

V = TypeVar("V", bound=BaseModel)


def written(value: BaseModel) -> str:
    """The value as it is stored, without what is as it is by default: the table counts every kilobyte.

    A default that changes its meaning is therefore a new schema version.
    """
    return value.model_dump_json(exclude_defaults=True)


def holding(key: Key, value: BaseModel, **attributes: str | int) -> Item:
    """An item with this value as its body."""
    return {"pk": key.pk, "sk": key.sk, "schema_version": SCHEMA, "body": written(value), **attributes}


def body(kind: type[V], item: Item) -> V:
    """The value that an item holds."""
    return kind.model_validate_json(str(item["body"]))


def case_item(case: Case) -> Item:
    """The case, in its queue and, only while a machine owes it something, in the index of work."""
    work = next_work(case)
    return holding(
        keys.case(case.brand, case.id),
        case,
        version=case.version,
        state=case.state.value,
        case_id=case.id,
        queue_pk=keys.queue_partition(case.brand, case.desk, case.state, stamp(case.due_at)),
        queue_sk=position_of(case),
        **(_work(case.brand, work.kind, case.id, work.at) if work else {}),
    )


def event_item(brand: str, event: Event, made_by: str) -> Item:
    """The event, with the fingerprint of the change that brought it."""
    return holding(keys.event(brand, event.case_id, event.version), event, made_by=made_by)


def post_item(brand: str, post: Post, page: str, at: datetime) -> Item:
    """A post as it was found, owing its triage from `at` on."""
    return holding(keys.post(brand, post.ref), post, page=page, **_work(brand, WorkKind.TRIAGE, post.ref, at))


def post_from(item: Item) -> tuple[Post, Verdict | None]:
    """The post and what triage concluded, if it did."""
    verdict = item.get("verdict")
    return body(Post, item), Verdict.model_validate_json(str(verdict)) if verdict else None


def pointer_item(key: Key, case_id: str, at: datetime) -> Item:
    """Points from an author, or an author in a conversation, to a case."""
    return {"pk": key.pk, "sk": key.sk, "schema_version": SCHEMA, "case_id": case_id, "at": stamp(at)}


def _work(brand: str, kind: WorkKind, id: str, at: datetime) -> dict[str, str | int]:
    return {
        "work_pk": keys.work_partition(brand, kind, keys.shard_of(id)),
        "work_sk": keys.work_place(at, id),
    }
