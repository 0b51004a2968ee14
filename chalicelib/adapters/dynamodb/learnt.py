"""What people made of drafts. Beside its post lies a pointer to whatever holds the post's words."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from chalicelib.adapters.dynamodb import keys, monthly
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.items import body, holding
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.migrations import SCHEMA
from chalicelib.adapters.dynamodb.wire import Item
from chalicelib.adapters.learnt_rules import expiry, gap_place, learnt_place, part_of, reviewed_place
from chalicelib.adapters.store_rules import month_of
from chalicelib.domain.change import Change
from chalicelib.domain.learnt import Gap, Learnt, Reviewed
from chalicelib.ports import ReviewedPage

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef


def writes(table: Table, change: Change) -> "list[TransactWriteItemTypeDef]":
    """What a change keeps of it. The condition on the case guards these too."""
    return [table.put_write(item) for item in _items(change.case.brand, change)]


def _items(brand: str, change: Change) -> Iterator[Item]:
    if learnt := change.learnt:
        place = learnt_place(learnt)
        key = keys.learnt(brand, learnt.desk, part_of(learnt.lang), place)
        yield holding(key, learnt, expires=expiry(learnt.at))
        yield _pointer(keys.left_by(brand, learnt.post, keys.LEARNT, place), key, learnt.at)
    if reviewed := change.reviewed:
        place = reviewed_place(reviewed)
        yield holding(keys.reviewed(brand, month_of(place), place), reviewed)
    if gap := change.gap:
        key = keys.gap(brand, gap_place(gap))
        yield holding(key, gap, expires=expiry(gap.at))
        yield _pointer(keys.left_by(brand, gap.post, keys.GAP, key.sk), key, gap.at)


def _pointer(beside: Key, there: Key, at: datetime) -> Item:
    place: Item = {"there_pk": there.pk, "there_sk": there.sk}
    return {"pk": beside.pk, "sk": beside.sk, "schema_version": SCHEMA, "expires": expiry(at), **place}


def forget(table: Table, brand: str, post: str, *, gaps: bool) -> None:
    """Remove what holds the post's words; the pointer goes last, so that a try again finds what is left."""
    first = keys.left_by(brand, post, "" if gaps else keys.LEARNT, "")
    values: Item = {":pk": first.pk, ":first": first.sk.rstrip("#") + "#"}
    for item in list(table.query("pk = :pk AND begins_with(sk, :first)", values)):
        table.remove(Key(str(item["there_pk"]), str(item["there_sk"])))
        table.remove(Key(str(item["pk"]), str(item["sk"])))


def learnt(table: Table, brand: str, desk: str, lang: str, limit: int) -> tuple[Learnt, ...]:
    """See `LearntReplies.learnt`."""
    partition = keys.learnt(brand, desk, part_of(lang), "").pk
    return tuple(body(Learnt, item) for item in _newest(table, partition, limit))


def gaps(table: Table, brand: str, limit: int) -> tuple[Gap, ...]:
    """See `LearntReplies.gaps`."""
    return tuple(body(Gap, item) for item in _newest(table, keys.gap(brand, "").pk, limit))


def _newest(table: Table, partition: str, limit: int) -> Iterator[Item]:
    return islice(table.query("pk = :pk", {":pk": partition}, limit=limit, backwards=True), limit)


def reviewed(
    table: Table, brand: str, since: datetime, until: datetime, limit: int, page: str | None
) -> ReviewedPage:
    """See `LearntReplies.reviewed`."""
    found = monthly.between(table, partial(keys.reviewed, brand), since, until, limit, page)
    return ReviewedPage(tuple(body(Reviewed, item) for item in found.items), found.next_page)
