"""What every test may use."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.support.emulator", "tests.support.browser", "tests.support.packaged"]

# `make test` is the same on every run; `make soak` draws new examples, and many more of them.
settings.register_profile(
    "test", derandomize=True, deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "soak", deadline=None, max_examples=1_000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))

ROOT = Path(__file__).resolve().parent.parent


def missing(what: str) -> None:
    """Skip, saying what is missing; on CI that is a failure, since nothing may hide there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}, and CI must have it")
    pytest.skip(what)


@pytest.fixture(scope="session")
def earshot_data() -> Path:
    """The folder of labelled posts and network documents, named by EARSHOT_DATA."""
    folder = os.environ.get("EARSHOT_DATA")
    if not folder or not Path(folder).is_dir():
        missing("EARSHOT_DATA names no folder (labelled posts, X's OpenAPI document)")
    return Path(str(folder))


@pytest.fixture(autouse=True, scope="module")
def _the_environment_is_left_as_it_was() -> Iterator[None]:
    """What a file sets or puts in the place of `os.environ` would reach the tests after it."""
    environment, before = os.environ, _settings_of_this_process()
    yield
    assert os.environ is environment, "these tests left another object in the place of os.environ"
    assert _settings_of_this_process() == before, "these tests left settings in the environment"


def _settings_of_this_process() -> dict[str, str]:
    not_ours = ("PYTEST_", "AWS_EXECUTION_ENV")  # the latter is where each Chalice app adds its name
    return {name: value for name, value in os.environ.items() if not name.startswith(not_ours)}
