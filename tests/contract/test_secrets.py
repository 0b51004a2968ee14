"""What any place for secrets does: the twin, and Secrets Manager on the emulator."""

import logging
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from pydantic import SecretStr

from chalicelib.adapters.dynamodb.client import secrets_client
from chalicelib.adapters.secrets.manager import SecretsManager
from chalicelib.adapters.secrets.memory import MemorySecrets
from chalicelib.domain.errors import NotFoundError, StoreUnavailableError
from chalicelib.ports import Secrets
from sandbox.emulator import REGION, Emulator

NEW, CHANGED = SecretStr('{"key": "hush-1"}'), SecretStr('{"key": "hush-2 ż 📦"}')
_numbers = count(1)


@pytest.fixture(params=["memory", "manager"])
def secrets(request: pytest.FixtureRequest) -> Secrets:
    """A place that holds `x`, and no more."""
    if request.param == "memory":
        return MemorySecrets({"x": NEW})
    emulator = request.getfixturevalue("emulator")
    prefix = f"earshot/test-{next(_numbers)}"
    secrets_client(REGION, emulator.endpoint).create_secret(
        Name=f"{prefix}/x", SecretString=NEW.get_secret_value()
    )
    return SecretsManager(prefix, REGION, emulator.endpoint)


def test_what_is_there_is_read_with_its_date(secrets: Secrets) -> None:
    kept = secrets.get("x")
    assert kept is not None
    assert kept.text == NEW
    assert abs(kept.changed_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_what_is_not_there_is_none_and_cannot_be_kept(secrets: Secrets) -> None:
    assert secrets.get("model") is None
    with pytest.raises(NotFoundError, match=secrets.place("model")):
        secrets.put("model", NEW)
    assert secrets.get("model") is None


def test_what_is_kept_is_read_back_to_the_letter(secrets: Secrets) -> None:
    before = secrets.get("x")
    secrets.put("x", CHANGED)
    after = secrets.get("x")
    assert before is not None
    assert after is not None
    assert after.text == CHANGED
    assert after.changed_at >= before.changed_at


def test_a_place_ends_in_the_secrets_name(secrets: Secrets) -> None:
    assert secrets.place("x").startswith("earshot/")
    assert secrets.place("x").endswith("/x")


def test_nothing_tells_a_secret(secrets: Secrets, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        secrets.put("x", CHANGED)
        kept = secrets.get("x")
        with pytest.raises(NotFoundError) as refused:
            secrets.put("nothing", CHANGED)
    told = f"{kept!r} {kept} {secrets!r} {refused.value!r} {caplog.text}"
    assert "hush" not in told


def test_one_that_does_not_answer_says_so(emulator: Emulator) -> None:
    nobody = SecretsManager("earshot/test", REGION, "http://127.0.0.1:9")
    with pytest.raises(StoreUnavailableError, match="earshot/test/x"):
        nobody.get("x")
    with pytest.raises(StoreUnavailableError, match="earshot/test/x"):
        nobody.put("x", NEW)
