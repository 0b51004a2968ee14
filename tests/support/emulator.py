"""The AWS emulator and tables on it, for tests of any folder."""

import inspect
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.dynamodb.table import create_table
from sandbox.emulator import REGION, SERVICES, Emulator

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_numbers = count(1)

# Nothing of Earshot's may read a whole table, in any test that uses the emulator; one walk excepted.
FORBIDDEN = frozenset({"Scan", "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"})


WALK = "chalicelib/adapters/dynamodb/migration.py"


class Calls(Counter[str]):
    """How often each operation of DynamoDB was called; a forbidden one fails there and then."""

    def watch(self, client: "DynamoDBClient") -> None:
        """Count this client's calls from now on."""
        client.meta.events.register("before-call.dynamodb", self._note)

    def _note(self, model: Any, **_: object) -> None:
        self[model.name] += 1
        if model.name in FORBIDDEN:
            walking = any(frame.filename.endswith(WALK) for frame in inspect.stack(context=0))
            assert walking, f"{model.name} reads a whole table"


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """One emulator for the whole run. Its state is not written while it runs."""
    folder = tmp_path_factory.mktemp("emulator")
    services = (*SERVICES, "secretsmanager", "cloudformation", "lambda")
    with Emulator(folder, snapshot_seconds=3_600, services=services) as running:
        yield running


@pytest.fixture(scope="session")
def calls() -> Calls:
    """What was called on the shared client so far."""
    return Calls()


@pytest.fixture(scope="session")
def dynamodb(emulator: Emulator, calls: Calls) -> "DynamoDBClient":
    """A client of the emulator's tables."""
    client = dynamodb_client(REGION, emulator.endpoint)
    calls.watch(client)
    return client


@pytest.fixture
def table_name(dynamodb: "DynamoDBClient") -> Iterator[str]:
    """An empty table of the test's own."""
    name = f"earshot-test-{next(_numbers)}"
    create_table(dynamodb, name)
    yield name
    dynamodb.delete_table(TableName=name)
