"""An account on the emulator, for every file of tests; their stages have different names."""

from collections.abc import Iterator

import pytest

from sandbox.emulator import DEPLOYMENT, SERVICES, Emulator
from tests.support.account import Account, an_account


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator of everything that a deployment needs."""
    folder = tmp_path_factory.mktemp("cloud")
    with Emulator(folder, snapshot_seconds=3_600, services=(*SERVICES, *DEPLOYMENT)) as running:
        yield running


@pytest.fixture(scope="module")
def account(cloud: Emulator) -> Iterator[Account]:
    """The account; whatever asks for AWS in this file of tests finds it."""
    with an_account(cloud) as found:
        yield found
