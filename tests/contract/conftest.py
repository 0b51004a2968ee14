"""The stores that one body of tests is run against."""

import pytest

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.adapters.memory import MemoryStore
from chalicelib.ports import Store


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store: the twin, and the real one on the emulator."""
    if request.param == "memory":
        return MemoryStore()
    return DynamoStore(request.getfixturevalue("table_name"), request.getfixturevalue("dynamodb"))
