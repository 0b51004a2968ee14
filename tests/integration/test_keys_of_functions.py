"""Which secrets the deployed functions read, and when, and how a changed one comes into use."""

import json
from collections.abc import Iterator
from time import time

import pytest
from pydantic import SecretStr

from chalicelib.bootstrap import Services, build
from chalicelib.domain.credentials import AccountSecret, ConsoleSecret, Credentials, ModelSecret, XSecret
from chalicelib.domain.verdict import Stage
from chalicelib.ports import Bounds
from chalicelib.settings import parse_settings
from tests.support.scripted_server import Answer, ScriptedServer
from tests.support.x_answers import a_page

SEARCH = "/2/tweets/search/recent"


@pytest.fixture
def aws() -> Iterator[ScriptedServer]:
    """Answers for Secrets Manager, and for nothing else of AWS."""
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def x() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def services(aws: ScriptedServer, x: ScriptedServer) -> Services:
    return build(
        parse_settings(
            {
                "EARSHOT_SECRETS": "earshot/prod",
                "EARSHOT_AWS_ENDPOINT": aws.url,
                "EARSHOT_X_API": x.url,
                "EARSHOT_QUEUE_URLS": json.dumps(dict.fromkeys(("triage", "draft", "publish"), "q")),
            }
        )
    )


def keep(aws: ScriptedServer, secret: Credentials) -> None:
    """From now on this is what any secret holds."""
    body = {"Name": "x", "SecretString": secret.written().get_secret_value(), "CreatedDate": time()}
    aws.on("POST", "/", Answer(200, body, {"content-type": "application/x-amz-json-1.1"}))


def read(aws: ScriptedServer) -> list[str]:
    """The secrets that were read, in order."""
    targets = [(one.headers["x-amz-target"], one.json()) for one in aws.seen]
    assert {target for target, _ in targets} <= {"secretsmanager.GetSecretValue"}
    return [asked["SecretId"] for _, asked in targets if isinstance(asked, dict)]


def bearer(text: str) -> XSecret:
    return XSecret(bearer=SecretStr(text))


def test_building_reads_no_secret_and_most_rooms_need_none(aws: ScriptedServer, services: Services) -> None:
    services.triage()
    services.reviewing()
    services.control()
    services.following_up()
    services.listening(lambda: 60)
    services.publishing(lambda: 60)
    assert aws.seen == []


def test_drafting_reads_the_models_alone(aws: ScriptedServer, services: Services) -> None:
    keep(aws, ModelSecret(key=SecretStr("key-1"), name="some-model"))
    assert services.drafting().drafter is not None
    services.drafting()
    assert read(aws) == ["earshot/prod/model"]


def test_triage_reads_the_models_when_a_post_is_worth_asking_about(
    aws: ScriptedServer, services: Services
) -> None:
    keep(aws, ModelSecret(key=SecretStr("key-1"), name="some-model"))
    room = services.triage()
    assert aws.seen == []
    assert room.second() is not None
    assert room.second() is room.second()
    assert read(aws) == ["earshot/prod/model"]


def test_triage_reads_nothing_where_that_stage_is_switched_off(
    aws: ScriptedServer, services: Services
) -> None:
    off = services.settings.model_copy(update={"triage_stages": (Stage.STRUCTURE, Stage.MODEL)})
    assert services._replace(settings=off).triage().second() is None
    assert aws.seen == []


def test_without_a_model_drafts_are_offline_and_that_is_remembered_too(
    aws: ScriptedServer, services: Services
) -> None:
    aws.on("POST", "/", Answer(200, {"Name": "x", "SecretString": "{}", "CreatedDate": time()}))
    assert services.drafting().drafter is None
    assert services.drafting().drafter is None
    assert read(aws) == ["earshot/prod/model"]


def test_pages_read_the_consoles_alone(aws: ScriptedServer, services: Services) -> None:
    keep(aws, ConsoleSecret(session_secret=SecretStr("s" * 20), admin_token=SecretStr("t" * 20)))
    for _ in range(3):
        assert services.console().settings.admin_token == SecretStr("t" * 20)
    assert read(aws) == ["earshot/prod/console"]


def test_what_talks_to_x_reads_its_keys_alone_and_takes_changed_ones_at_once(
    aws: ScriptedServer, x: ScriptedServer, services: Services
) -> None:
    keep(aws, bearer("bearer-1"))
    x.on("GET", SEARCH, Answer(200, a_page()), Answer(401, {}), Answer(200, a_page()))
    services.network.search("tent", Bounds())
    keep(aws, bearer("bearer-2"))
    services.network.search("tent", Bounds())
    services.network.search("tent", Bounds())
    used = [one.headers["authorization"] for one in x.sent("GET", SEARCH)]
    assert used == ["Bearer bearer-1", "Bearer bearer-1", "Bearer bearer-2", "Bearer bearer-2"]
    assert read(aws) == ["earshot/prod/x"] * 2


def test_whose_keys_they_are_is_asked_once_also_where_the_table_does_not_answer(
    aws: ScriptedServer, x: ScriptedServer, services: Services
) -> None:
    keep(aws, XSecret(accounts={"shop": AccountSecret(**dict.fromkeys(AccountSecret.model_fields, KEY))}))
    x.on("GET", "/2/users/me", Answer(200, {"data": {"id": "9", "username": "Shop"}}))
    services.keyring.x()
    aws.on("POST", "/", Answer(503, {}))
    services.network.prove("shop")
    services.network.prove("shop")
    assert len(x.sent("GET", "/2/users/me")) == 1


KEY = SecretStr("key-1")
