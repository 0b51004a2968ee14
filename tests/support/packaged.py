"""The stage `test` packaged for this machine's processor, once a run, whichever worker asks first."""

import fcntl
import os
import platform

import pytest

from infra.package import package
from infra.packaging.places import Places

STAGE = "test"
ARCHITECTURE = {"aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "x86_64")


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Where the zip and the template of stage `test` are; for reading only."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # what the workers of one run have in common
    places = Places(folder / "packages" / STAGE)
    places.folder.mkdir(parents=True, exist_ok=True)
    with (folder / "packages" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = places.folder / "done"
        if not done.exists():
            package(STAGE, ARCHITECTURE, places)
            done.touch()
    return places
