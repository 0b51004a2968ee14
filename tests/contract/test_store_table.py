"""What holds for the real table only: its directory of hours, its expiry, its operations and its items."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from chalicelib.adapters.dynamodb import DynamoStore, indexes, keys
from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.dynamodb.migrations import SCHEMA
from chalicelib.adapters.dynamodb.table import create_table
from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case, WorkKind
from chalicelib.domain.change import Change
from chalicelib.domain.state import State
from sandbox.emulator import REGION, Emulator
from tests.support.emulator import Calls
from tests.support.storing import drafted, hear, wait_for_people
from tests.support.values import (
    BRAND,
    DESK,
    NOW,
    a_post,
    a_search_state,
    a_trace,
    an_edit,
    minutes,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Clock:
    """Stands where it is put."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(table_name: str, dynamodb: "DynamoDBClient", clock: Clock) -> DynamoStore:
    return DynamoStore(table_name, dynamodb, clock)


def listed(dynamodb: "DynamoDBClient", table_name: str, state: State) -> list[str]:
    answer = dynamodb.query(
        TableName=table_name,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": keys.bucket(BRAND, DESK, state, "x").pk}},
    )
    return [str(item["sk"]["S"]) for item in answer["Items"]]


def due_in_hours(store: DynamoStore, *hours: int) -> list[Case]:
    posts = [a_post(f"{hour}", author=hour, created_at=NOW + timedelta(hours=hour)) for hour in hours]
    return [wait_for_people(store, post) for post in posts]


def reject(store: DynamoStore, case: Case) -> None:
    trace = a_trace("mara")
    rejected = lifecycle.reject(case, trace, "for a test")
    store.commit(Change(rejected, tuple(trace.events)))


def test_an_hour_found_empty_is_taken_off_the_list(
    store: DynamoStore, dynamodb: "DynamoDBClient", table_name: str, clock: Clock
) -> None:
    first, second = due_in_hours(store, 0, 1)
    reject(store, first)
    store.queue(BRAND, DESK, State.WAITING)
    assert listed(dynamodb, table_name, State.WAITING) == ["2026-03-02T11", "2026-03-02T12"]
    clock.now += timedelta(hours=2)
    assert store.queue(BRAND, DESK, State.WAITING).cases == (second,)
    assert listed(dynamodb, table_name, State.WAITING) == ["2026-03-02T12"]


def test_an_hour_taken_off_comes_back_with_its_next_case(
    store: DynamoStore, dynamodb: "DynamoDBClient", table_name: str, clock: Clock
) -> None:
    (first,) = due_in_hours(store, 0)
    reject(store, first)
    clock.now += timedelta(hours=2)
    store.queue(BRAND, DESK, State.WAITING)
    assert listed(dynamodb, table_name, State.WAITING) == []
    case = wait_for_people(store, a_post("9", author=9))
    assert store.queue(BRAND, DESK, State.WAITING).cases == (case,)


def test_an_hour_that_was_just_announced_stays(
    table_name: str, dynamodb: "DynamoDBClient", clock: Clock, store: DynamoStore
) -> None:
    (first,) = due_in_hours(store, 0)
    reject(store, first)
    clock.now += timedelta(hours=2)
    another = DynamoStore(table_name, dynamodb, clock)
    change = drafted(hear(another, a_post("9", author=9)).case)
    another._directory.announce(change.case)
    assert store.queue(BRAND, DESK, State.WAITING).cases == ()
    another.commit(change)
    assert store.queue(BRAND, DESK, State.WAITING).cases == (change.case,)


def test_a_read_ends_after_so_many_hours_and_goes_on_from_there(
    store: DynamoStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes, "HOURS_A_READ", 2)
    cases = due_in_hours(store, 0, 1, 2, 3, 4)
    for case in cases[:3]:
        reject(store, case)
    first = store.queue(BRAND, DESK, State.WAITING)
    assert first.cases == ()
    second = store.queue(BRAND, DESK, State.WAITING, page=first.next_page)
    third = store.queue(BRAND, DESK, State.WAITING, page=second.next_page)
    assert (*second.cases, *third.cases) == tuple(cases[3:])
    assert third.next_page is None


def test_what_waits_for_people_never_leaves_the_queue(store: DynamoStore, clock: Clock) -> None:
    (case,) = due_in_hours(store, 0)
    clock.now += timedelta(days=1_000)
    assert store.queue(BRAND, DESK, State.WAITING).cases == (case,)


def test_what_is_over_leaves_the_queue_after_its_time(store: DynamoStore, clock: Clock) -> None:
    (case,) = due_in_hours(store, 0)
    reject(store, case)
    clock.now = case.due_at + timedelta(days=120) - minutes(1)
    assert len(store.queue(BRAND, DESK, State.REJECTED).cases) == 1
    clock.now += minutes(2)
    assert store.queue(BRAND, DESK, State.REJECTED).cases == ()


def test_the_table_is_created_once_and_expires_its_items(table_name: str, dynamodb: "DynamoDBClient") -> None:
    create_table(dynamodb, table_name)
    told = dynamodb.describe_time_to_live(TableName=table_name)["TimeToLiveDescription"]
    assert told == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}


def test_every_method_together_uses_keyed_operations_only(emulator: Emulator, table_name: str) -> None:
    client, calls = dynamodb_client(REGION, emulator.endpoint), Calls()
    calls.watch(client)
    store = DynamoStore(table_name, client)
    case = wait_for_people(store, a_post())
    store.save_edit(BRAND, case.id, an_edit())
    store.post(BRAND, "x:1001")
    store.case(BRAND, case.id)
    store.dossier(BRAND, case.id)
    store.members(BRAND, a_post())
    store.queue(BRAND, DESK, State.WAITING)
    store.due(BRAND, WorkKind.DRAFT, NOW)
    store.lease_search(BRAND, "mentions", "one", NOW, NOW + minutes(1))
    store.save_search(BRAND, "one", a_search_state(), release=True)
    store.search_state(BRAND, "mentions")
    store.reserve(BRAND, "reads", 1, allowance=1)
    store.settle(BRAND, "reads", 1, 0)
    assert set(calls) == {"BatchGetItem", "GetItem", "PutItem", "Query", "TransactWriteItems", "UpdateItem"}


def test_a_scan_would_be_noticed(table_name: str, dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(AssertionError, match="reads a whole table"):
        dynamodb.scan(TableName=table_name)


def test_every_item_says_its_schema_and_begins_with_its_brand(
    store: DynamoStore, emulator: Emulator, table_name: str
) -> None:
    case = wait_for_people(store, a_post())
    store.save_edit(BRAND, case.id, an_edit())
    store.reserve(BRAND, "reads", 1, allowance=1)
    store.lease_search(BRAND, "mentions", "one", NOW, NOW + minutes(1))
    unwatched: Any = dynamodb_client(REGION, emulator.endpoint)
    items = unwatched.scan(TableName=table_name)["Items"]
    kinds = {item["pk"]["S"].split("#")[2] for item in items}
    assert kinds == {"CASE", "POST", "AUTHOR", "TALK", "SEARCH", "PURSE", "BUCKETS"}
    assert all(item["schema_version"] == {"N": str(SCHEMA)} for item in items)
    assert all(item["pk"]["S"].startswith(f"B#{BRAND}#") for item in items)
