"""Keys looked at before they are stored: the real tweepy and the real openai SDK, over real sockets."""

import logging
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from chalicelib.adapters.openai.trial import try_model
from chalicelib.adapters.x.credentials import AccountKeys
from chalicelib.adapters.x.holder import Holder, holder_of, try_bearer
from chalicelib.domain.credentials import ModelSecret
from chalicelib.domain.errors import ModelUnavailableError, NetworkUnavailableError, NotAuthorisedError
from sandbox.model import ModelServer, completion
from sandbox.network.network import Network
from sandbox.network.posts import user_id
from sandbox.network.server import NetworkServer
from tests.support.sandbox_network import SetClock
from tests.support.scripted_server import Answer, Drop, ScriptedServer, Step
from tests.support.values import ACCOUNT

MODEL, WRITE = "/models/some-model", "/chat/completions"
LISTED = Answer(200, {"id": "some-model", "object": "model", "created": 1, "owned_by": "somebody"})


@pytest.fixture
def street() -> Iterator[NetworkServer]:
    network = Network(SetClock(), own_accounts=[ACCOUNT])
    server = NetworkServer(network)
    server.start()
    yield server
    server.stop()
    network.close()


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


# --- X ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("end", "rights"), [("", "read-write"), ("-read", "read")])
def test_keys_tell_their_account_and_their_rights(street: NetworkServer, end: str, rights: str) -> None:
    keys = AccountKeys("k", "s", f"sandbox-{ACCOUNT}{end}", "t")
    assert holder_of(keys, street.url) == Holder(ACCOUNT, str(user_id(ACCOUNT)), rights)


def test_keys_that_x_does_not_know_are_refused(street: NetworkServer) -> None:
    with pytest.raises(NotAuthorisedError):
        holder_of(AccountKeys("k", "s", "hush-token", "t"), street.url)
    try_bearer(f"sandbox-{ACCOUNT}", ACCOUNT, street.url)
    with pytest.raises(NotAuthorisedError):
        try_bearer("hush-bearer", ACCOUNT, street.url)


def test_a_bearer_reads_once(server: ScriptedServer) -> None:
    server.on("GET", "/2/tweets/counts/recent", Answer(200, {"data": [], "meta": {"total_tweet_count": 0}}))
    try_bearer("hush-bearer", ACCOUNT, server.url)
    (asked,) = server.seen
    assert asked.headers["authorization"] == "Bearer hush-bearer"


def test_rights_that_x_does_not_tell_are_unknown(server: ScriptedServer) -> None:
    server.on("GET", "/2/users/me", Answer(200, {"data": {"id": "9", "username": ACCOUNT}}))
    assert holder_of(AccountKeys("k", "s", "t", "u"), server.url) == Holder(ACCOUNT, "9", None)


def test_an_x_out_of_reach_is_said(server: ScriptedServer) -> None:
    server.on("GET", "/2/users/me", Drop())
    with pytest.raises(NetworkUnavailableError):
        holder_of(AccountKeys("k", "s", "t", "u"), server.url)


# --- the model -------------------------------------------------------------------------------------


def a_model(url: str) -> ModelSecret:
    return ModelSecret(key=SecretStr("hush-key"), name="some-model", url=url)


def test_a_listed_model_is_looked_up_and_asked_nothing(server: ScriptedServer) -> None:
    server.on("GET", MODEL, LISTED)
    try_model(a_model(server.url))
    (asked,) = server.seen
    assert asked.headers["authorization"] == "Bearer hush-key"


@pytest.mark.parametrize(
    "look_up",
    [
        Answer(404, {"error": {"message": "no such page"}}),
        Answer(403, {}),
        Answer(200, b"<html>Hello</html>"),
    ],
)
def test_where_nothing_can_be_looked_up_one_token_is_written(server: ScriptedServer, look_up: Step) -> None:
    server.on("GET", MODEL, look_up)
    server.on("POST", WRITE, Answer(200, completion("Hi").body))
    try_model(a_model(server.url))
    (asked,) = server.sent("POST", WRITE)
    sent = asked.json()
    assert isinstance(sent, dict)
    assert (sent["model"], sent["max_completion_tokens"]) == ("some-model", 1)


def test_the_sandboxes_model_can_be_tried() -> None:
    with ModelServer(lambda request: completion("Hi")) as model:
        try_model(a_model(model.url))
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    ("look_up", "write", "told"),
    [
        (Answer(401, {}), Answer(500, {}), "refuses the key, HTTP 401"),
        (Answer(404, {}), Answer(404, {}), "HTTP 404"),
        (Answer(404, {}), Answer(401, {}), "refuses the key"),
        (Answer(200, b"<html>"), Answer(200, b"<html>"), "no chat completion"),
        (Drop(), Drop(), "cannot be reached"),
    ],
)
def test_a_model_that_is_none_is_told_without_its_key(
    server: ScriptedServer, look_up: Step, write: Step, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.on("GET", MODEL, look_up)
    server.on("POST", WRITE, write)
    with pytest.raises(ModelUnavailableError, match=told) as refused:
        try_model(a_model(server.url))
    assert "hush" not in str(refused.value) + caplog.text
