"""What the table carried out and nobody heard of: botocore asks again, and nothing happens twice."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.dynamodb.commit import commit
from chalicelib.domain.errors import BudgetExhaustedError, ConflictError, StoreUnavailableError, TerminalError
from sandbox.emulator import REGION, Emulator
from tests.support.lossy import LossyWay, lossy_way
from tests.support.storing import drafted, hear
from tests.support.values import (
    BRAND,
    NOW,
    a_draft,
    a_post,
    a_search_state,
    an_opening,
    minutes,
)

# As many as CONFIG of the client allows.
TRIES = 3


@pytest.fixture
def way(emulator: Emulator) -> Iterator[LossyWay]:
    with lossy_way(emulator.endpoint) as way:
        yield way


@pytest.fixture
def table(way: LossyWay, table_name: str) -> Table:
    return Table(table_name, dynamodb_client(REGION, way.url), lambda: NOW)


@pytest.fixture
def store(way: LossyWay, table_name: str) -> DynamoStore:
    return DynamoStore(table_name, dynamodb_client(REGION, way.url))


def test_a_change_whose_answer_was_lost_is_made_once(way: LossyWay, store: DynamoStore) -> None:
    first = drafted(hear(store, a_post()).case)
    store.commit(first)
    second, before = drafted(first.case, a_draft(first.case, "draft-2")), way.arrived
    way.lose(1)
    store.commit(second)
    assert way.arrived == before + 2
    dossier = store.dossier(BRAND, first.case.id)
    assert dossier.case == second.case
    assert len(dossier.events) == second.case.version


def test_a_change_that_never_got_an_answer_may_be_repeated(way: LossyWay, store: DynamoStore) -> None:
    case = hear(store, a_post()).case
    store.commit(drafted(case))
    change = drafted(store.case(BRAND, case.id), a_draft(case, "draft-2"))
    way.lose(TRIES)
    with pytest.raises(StoreUnavailableError, match="no answer"):
        store.commit(change)
    store.commit(change)
    assert len(store.dossier(BRAND, case.id).drafts) == 2


def test_a_change_is_known_again_when_its_token_is_forgotten(store: DynamoStore, table: Table) -> None:
    opening = hear(store, a_post())
    commit(table, opening, token="ten minutes later")
    change = drafted(opening.case)
    store.commit(change)
    commit(table, opening, token="twenty minutes later")
    commit(table, change, token="twenty minutes later, too")
    assert store.case(BRAND, opening.case.id) == change.case
    with pytest.raises(ConflictError):
        commit(table, drafted(opening.case, a_draft(opening.case, text="Others.")), token="another")


def test_posts_whose_answers_were_lost_are_new_all_the_same(way: LossyWay, store: DynamoStore) -> None:
    posts = [a_post(str(number)) for number in range(5)]
    way.lose(3)
    assert store.add_posts(BRAND, posts, "page 1", NOW) == tuple(post.ref for post in posts)
    assert store.add_posts(BRAND, posts, "page 2", NOW) == ()


def test_money_whose_answer_was_lost_moves_once(way: LossyWay, store: DynamoStore) -> None:
    way.lose(1)
    store.reserve(BRAND, "reads", 40, allowance=100)
    way.lose(1)
    store.reserve(BRAND, "reads", 60, allowance=100)
    way.lose(1)
    store.settle(BRAND, "reads", reserved=60, used=50)
    store.reserve(BRAND, "reads", 10, allowance=100)
    with pytest.raises(BudgetExhaustedError):
        store.reserve(BRAND, "reads", 1, allowance=100)


def test_a_lease_whose_answer_was_lost_is_held(way: LossyWay, store: DynamoStore) -> None:
    way.lose(1)
    assert store.lease_search(BRAND, "mentions", "one", NOW, NOW + minutes(2)) is not None
    assert store.lease_search(BRAND, "mentions", "two", NOW, NOW + minutes(2)) is None
    way.lose(1)
    store.save_search(BRAND, "one", a_search_state(), release=True)
    assert store.lease_search(BRAND, "mentions", "two", NOW, NOW + minutes(2)) == a_search_state()


def test_a_table_out_of_reach_is_unavailable(table_name: str, emulator: Emulator) -> None:
    with lossy_way(emulator.endpoint) as way:
        gone = way.url
    store = DynamoStore(table_name, dynamodb_client(REGION, gone))
    with pytest.raises(StoreUnavailableError, match="no answer"):
        store.case(BRAND, "any")


def test_a_table_that_is_not_there_is_said_so(emulator: Emulator) -> None:
    store = DynamoStore("earshot-nowhere", dynamodb_client(REGION, emulator.endpoint))
    with pytest.raises(TerminalError, match="ResourceNotFoundException"):
        store.commit(an_opening())


def test_a_request_that_makes_no_sense_is_never_repeated(table: Table, way: LossyWay) -> None:
    before = way.arrived
    with pytest.raises(TerminalError, match="refused the request"):
        list(table.query("nonsense = :pk", {":pk": "B#x"}))
    assert way.arrived == before + 1
