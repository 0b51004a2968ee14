"""The AWS emulator and tables on it, for tests of any folder."""

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

import pytest

from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.dynamodb.table import create_table
from sandbox.emulator import REGION, Emulator

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_numbers = count(1)


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """One emulator for the whole run. Its state is not written while it runs."""
    with Emulator(tmp_path_factory.mktemp("emulator"), snapshot_seconds=3_600) as running:
        yield running


@pytest.fixture(scope="session")
def dynamodb(emulator: Emulator) -> "DynamoDBClient":
    """A client of the emulator's tables."""
    return dynamodb_client(REGION, emulator.endpoint)


@pytest.fixture
def table_name(dynamodb: "DynamoDBClient") -> Iterator[str]:
    """An empty table of the test's own."""
    name = f"earshot-test-{next(_numbers)}"
    create_table(dynamodb, name)
    yield name
    dynamodb.delete_table(TableName=name)
