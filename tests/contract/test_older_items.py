"""Items of an older schema are read as if they were new, and `earshot migrate` makes them so."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.dynamodb import DynamoStore, keys
from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.dynamodb.migration import Migration, Walked
from chalicelib.adapters.dynamodb.migrations import SCHEMA, newest
from chalicelib.adapters.dynamodb.wire import Item, from_wire
from chalicelib.domain import lifecycle
from chalicelib.domain.caps import Purse
from chalicelib.domain.case import WorkKind
from chalicelib.domain.change import Change
from chalicelib.domain.errors import BudgetExhaustedError, ConflictError, RetryableError
from chalicelib.domain.state import State
from cli.migrate import migrate
from sandbox.emulator import REGION, Emulator
from tests.support import schema_1
from tests.support.values import BRAND, DESK, NOW, a_search_state, a_trace, an_opening, heard, minutes

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def raw(emulator: Emulator) -> "DynamoDBClient":
    """A client that may do what Earshot's must not."""
    return dynamodb_client(REGION, emulator.endpoint)


@pytest.fixture
def store(table_name: str, dynamodb: "DynamoDBClient") -> DynamoStore:
    return DynamoStore(table_name, dynamodb, lambda: NOW)


def kept(raw: "DynamoDBClient", table_name: str) -> list[Item]:
    pages = raw.get_paginator("scan").paginate(TableName=table_name, ConsistentRead=True)
    return [from_wire(item) for page in pages for item in page["Items"]]


def schemas(raw: "DynamoDBClient", table_name: str) -> Counter[object]:
    return Counter(item["schema_version"] for item in kept(raw, table_name))


def walk(table_name: str, client: "DynamoDBClient", *, dry_run: bool = False, **more: Any) -> Walked:
    *_, last = Migration(table_name, client, units_a_second=1e6, **more).run(dry_run=dry_run)
    return last


# --- read as they are -------------------------------------------------------------------------------


def test_what_an_older_release_wrote_is_read(
    store: DynamoStore, raw: "DynamoDBClient", table_name: str
) -> None:
    schema_1.put(raw, table_name, schema_1.everything())
    (case,) = store.queue(BRAND, DESK, State.WAITING).cases
    dossier = store.dossier(BRAND, case.id)
    assert (dossier.case, dossier.draft and dossier.draft.usage.tokens) == (case, 0)
    assert [event.what for event in dossier.events] == ["found"]
    assert [post.text for post in dossier.posts] == [schema_1.TEXT]
    assert store.members(BRAND, dossier.posts[0]) == (None, case.id)
    assert [due.id for due in store.due(BRAND, WorkKind.TRIAGE, NOW)] == ["x:1001"]
    assert store.search_state(BRAND, "mentions").heard_since is None
    assert store.purse(BRAND, "reads") == Purse(allowance=40, remaining=40)


def test_a_change_brings_what_it_writes_whole_to_the_newest_schema(
    store: DynamoStore, raw: "DynamoDBClient", table_name: str
) -> None:
    schema_1.put(raw, table_name, schema_1.everything())
    trace = a_trace("mara")
    rejected = lifecycle.reject(store.case(BRAND, "case-1"), trace, "a test")
    store.commit(Change(rejected, tuple(trace.events)))
    store.lease_search(BRAND, "mentions", "one", NOW, NOW + minutes(1))
    versions = {str(item["pk"]).split("#")[2]: item["schema_version"] for item in kept(raw, table_name)}
    assert versions["SEARCH"] == 1  # a lease writes only the lease
    store.save_search(BRAND, "one", a_search_state(), release=True)
    by_key = {(item["pk"], item["sk"]): item["schema_version"] for item in kept(raw, table_name)}
    assert by_key[keys.case(BRAND, "case-1")] == by_key[keys.search(BRAND, "mentions")] == SCHEMA
    assert by_key[keys.post(BRAND, "x:1001")] == 1


# --- purses that do not tell their allowance --------------------------------------------------------


@pytest.fixture(params=["as it was", "migrated"])
def old_purse(request: pytest.FixtureRequest, raw: "DynamoDBClient", table_name: str) -> str:
    schema_1.put(raw, table_name, [schema_1.a_purse(remaining=40)])
    if request.param == "migrated":
        walk(table_name, raw)
    return "reads"


def test_what_was_spent_of_an_old_purse_is_not_given_back(store: DynamoStore, old_purse: str) -> None:
    with pytest.raises(BudgetExhaustedError):
        store.reserve(BRAND, old_purse, 41, allowance=100)
    store.reserve(BRAND, old_purse, 30, allowance=100)
    assert store.purse(BRAND, old_purse) == Purse(allowance=100, remaining=10)
    store.settle(BRAND, old_purse, 30, 5)
    assert store.purse(BRAND, old_purse) == Purse(allowance=100, remaining=35)


def test_an_old_purse_never_holds_more_than_the_allowance(store: DynamoStore, old_purse: str) -> None:
    with pytest.raises(BudgetExhaustedError):
        store.reserve(BRAND, old_purse, 26, allowance=25)
    assert store.purse(BRAND, old_purse) == Purse(allowance=25, remaining=25)


def test_an_old_purse_that_is_settled_first_still_tells_no_nonsense(
    store: DynamoStore, old_purse: str
) -> None:
    store.settle(BRAND, old_purse, 10, 0)
    assert store.purse(BRAND, old_purse) == Purse(allowance=50, remaining=50)


# --- migrate ----------------------------------------------------------------------------------------


def test_everything_is_brought_to_the_newest_schema_once(
    raw: "DynamoDBClient", dynamodb: "DynamoDBClient", table_name: str
) -> None:
    items = schema_1.everything()
    schema_1.put(raw, table_name, items)
    dry = walk(table_name, dynamodb, dry_run=True)
    assert (dry.old, dry.migrated, schemas(raw, table_name)) == (len(items), 0, Counter({1: len(items)}))
    assert walk(table_name, dynamodb) == Walked(
        looked=len(items), old=len(items), migrated=len(items), left=0, done=True
    )
    assert set(schemas(raw, table_name)) == {SCHEMA}
    after = {(item["pk"], item["sk"]): item for item in kept(raw, table_name)}
    for item in items:
        assert after[item["pk"], item["sk"]] == newest(item)
    again = walk(table_name, raw)
    assert (again.old, again.migrated) == (0, 0)


def test_a_walk_that_was_interrupted_goes_on_where_it_was(raw: "DynamoDBClient", table_name: str) -> None:
    schema_1.put(raw, table_name, [schema_1.a_post(str(number)) for number in range(1, 31)])
    next(Migration(table_name, raw, units_a_second=1e6, page=10).run())
    assert schemas(raw, table_name)[1] == 20
    rest = list(Migration(table_name, raw, units_a_second=1e6, page=10).run())
    assert rest[0].looked == 20
    assert (rest[-1].migrated, schemas(raw, table_name)[1]) == (30, 0)


def test_it_takes_no_more_of_the_table_than_it_may(raw: "DynamoDBClient", table_name: str) -> None:
    schema_1.put(raw, table_name, [schema_1.a_post(str(number)) for number in range(1, 31)])
    slept: list[float] = []
    for _ in Migration(table_name, raw, units_a_second=2, page=10, sleep=slept.append).run():
        continue
    # Each page but the last: ten writes at least, at two units a second.
    assert len(slept) >= 2
    assert all(4 < seconds < 60 for seconds in slept[:2])


def test_an_item_that_keeps_changing_is_left_and_one_that_vanishes_is_not_made_anew(
    raw: "DynamoDBClient", table_name: str
) -> None:
    class Busy(Migration):
        """Somebody changes or removes each item between our look and our write."""

        def _write(self, seen: Item) -> None:
            key = {"pk": {"S": str(seen["pk"])}, "sk": {"S": str(seen["sk"])}}
            if seen["pk"] == schema_1.a_purse("gone")["pk"]:
                raw.delete_item(TableName=table_name, Key=key)
            else:
                raw.update_item(
                    TableName=table_name, Key=key, UpdateExpression="ADD remaining :one",
                    ExpressionAttributeValues={":one": {"N": "1"}},
                )  # fmt: skip
            super()._write(seen)

    schema_1.put(raw, table_name, [schema_1.a_purse("busy"), schema_1.a_purse("gone")])
    *_, walked = Busy(table_name, raw, units_a_second=1e6).run()
    assert (walked.old, walked.migrated, walked.left) == (2, 1, 1)
    assert [item["pk"] for item in kept(raw, table_name) if item["sk"] == keys.PURSE] == [
        schema_1.a_purse("busy")["pk"]
    ]


@given(st.sampled_from(schema_1.everything()))
def test_what_is_in_the_newest_schema_stays_as_it_is_even_where_it_does_not_say_so(old: Item) -> None:
    new = newest(old)
    assert newest(new) == new
    without = {name: value for name, value in new.items() if name != "schema_version"}
    assert newest(without) == without


def test_the_command_says_what_it_would_do_and_does_it(
    emulator: Emulator, raw: "DynamoDBClient", table_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_AWS_ENDPOINT", emulator.endpoint)
    monkeypatch.setenv("EARSHOT_STAGE", table_name.removeprefix("earshot-"))
    schema_1.put(raw, table_name, schema_1.everything())
    assert earshot("migrate", "--dry-run") == (
        "8 items looked at; 8 are older than schema 2. Nothing was written."
    )
    assert earshot("migrate") == "8 items looked at; 8 brought to schema 2."
    told = json.loads(earshot("migrate", "--json"))
    assert told == {
        "table": table_name,
        "schema": SCHEMA,
        "dry_run": False,
        "looked": 9,
        "old": 0,
        "migrated": 0,
        "left": 0,
        "done": True,
    }


def earshot(*words: str) -> str:
    """What the command prints, run in this process."""
    return (
        CliRunner().invoke(migrate, words[1:], catch_exceptions=False, standalone_mode=False).stdout.strip()
    )


# --- while four workers go on -----------------------------------------------------------------------

CASES, POSTS, PURSES, SEARCHES = 24, 24, 4, 4
ROUNDS = 12


class Workers:
    """Four threads that change everything, and remember what they did."""

    def __init__(self, store: DynamoStore) -> None:
        self.store = store
        self.done: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def run(self) -> None:
        jobs: list[Callable[[int], None]] = [self.claim, self.triage, self.spend, self.listen]
        threads = [threading.Thread(target=self._repeat, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def claim(self, number: int) -> None:
        """Somebody opens each case in turn."""
        case = self.store.case(BRAND, f"case-{number % CASES}")
        trace = a_trace("mara", at=NOW + timedelta(seconds=number))
        claimed = lifecycle.claim(case, trace, "mara", NOW + minutes(1))
        self.store.commit(Change(claimed, tuple(trace.events)))
        self._did("case", case.id)

    def triage(self, number: int) -> None:
        """A post founds a case."""
        ref = f"x:{1_000 + number}"
        post, verdict = self.store.post(BRAND, ref)
        if verdict is None:
            opening = an_opening(heard(post))
            self.store.commit(Change(opening.case, opening.events, triaged=opening.triaged))
            self._did("post", ref)

    def spend(self, number: int) -> None:
        """Of each purse one piece more than is given back."""
        purse = f"purse-{number % PURSES}"
        self.store.reserve(BRAND, purse, 3, allowance=1_000)
        self.store.settle(BRAND, purse, 3, 1)
        self._did("purse", purse)

    def listen(self, number: int) -> None:
        """A run of a search stores one page more."""
        search, owner = f"search-{number % SEARCHES}", f"run {number}"
        state = self.store.lease_search(BRAND, search, owner, NOW, NOW + minutes(1))
        assert state is not None
        more = state.model_copy(update={"pages": state.pages + 1})
        self.store.save_search(BRAND, owner, more, release=True)
        self._did("search", search)

    def _repeat(self, job: Callable[[int], None]) -> None:
        for number in range(ROUNDS * 4):
            try:
                job(number % POSTS if job == self.triage else number)
            except (ConflictError, RetryableError):
                continue

    def _did(self, kind: str, name: str) -> None:
        with self._lock:
            self.done[kind, name] += 1


def test_nothing_is_lost_and_nothing_is_left_old_while_four_workers_go_on(
    raw: "DynamoDBClient", dynamodb: "DynamoDBClient", table_name: str
) -> None:
    items = [schema_1.an_hour()]
    items += [schema_1.a_case(f"case-{number}", id=f"case-{number}") for number in range(CASES)]
    items += [schema_1.a_post(str(1_000 + number)) for number in range(POSTS)]
    items += [schema_1.a_purse(f"purse-{number}", remaining=900) for number in range(PURSES)]
    items += [schema_1.a_search(f"search-{number}") for number in range(SEARCHES)]
    schema_1.put(raw, table_name, items)
    store = DynamoStore(table_name, dynamodb, lambda: NOW)
    workers, walks = Workers(store), [Walked()]
    working = threading.Thread(target=workers.run)
    working.start()
    for _ in range(3):
        walks.append(walk(table_name, raw, page=5))
    working.join()
    assert walks[1].migrated > 0
    left = [item for item in kept(raw, table_name) if item["schema_version"] != SCHEMA]
    assert left == []
    assert sum(workers.done.values()) > ROUNDS * 4
    assert {kind for kind, _ in workers.done} == {"case", "post", "purse", "search"}
    for number in range(CASES):
        case = store.case(BRAND, f"case-{number}")
        assert case.version == 3 + workers.done["case", case.id]
    for number in range(POSTS):
        assert store.post(BRAND, f"x:{1_000 + number}")[1] is not None
    for number in range(PURSES):
        spent = workers.done["purse", f"purse-{number}"]
        assert store.purse(BRAND, f"purse-{number}") == Purse(allowance=1_000, remaining=900 - spent)
    for number in range(SEARCHES):
        state = store.search_state(BRAND, f"search-{number}")
        assert state.pages == 7 + workers.done["search", state.search]
