"""Whatever is done with keys, and whatever goes wrong with them: they are told to nobody."""

import json
import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import SecretStr

from chalicelib.adapters.openai.drafter import OpenAIDrafter
from chalicelib.adapters.openai.trial import try_model
from chalicelib.adapters.secrets.keyring import Keyring
from chalicelib.adapters.secrets.memory import MemorySecrets
from chalicelib.adapters.x.credentials import AccountKeys, AppToken, XCredentials
from chalicelib.adapters.x.holder import holder_of, try_bearer
from chalicelib.adapters.x.network import XNetwork
from chalicelib.bootstrap import build_keyring
from chalicelib.console.services import ConsoleSettings
from chalicelib.domain.credentials import AccountSecret, ConsoleSecret, ModelSecret, Provider, XSecret
from chalicelib.domain.errors import BadInputError, EarshotError
from chalicelib.ports import Bounds
from chalicelib.settings import parse_settings
from chalicelib.telemetry import logger
from tests.support.scripted_server import Answer, Drop, ScriptedServer, Step

HANDLE = "tarnhollow"
_SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_%"
# With a beginning that no name in any source has: hypothesis tries those, too.
KEY = st.text(_SIGNS, min_size=15, max_size=60).map(lambda text: f"hush-{text}")
# What is wrong with a secret: each makes something else of a good one.
SPOILT: dict[str, Callable[[str, str], str]] = {
    "cut off": lambda text, key: text[: len(text) // 2],
    "no JSON": lambda text, key: key,
    "a list": lambda text, key: f"[{text}]",
    "a further field": lambda text, key: json.dumps({**json.loads(text), key: key}),
    "a key as the name of a field": lambda text, key: json.dumps({key: json.loads(text)}),
    "a number in place of a key": lambda text, key: text.replace(f'"{key}"', "7"),
    "a list in place of a key": lambda text, key: text.replace(f'"{key}"', f'["{key}"]'),
    "spaces in a key": lambda text, key: text.replace(f'"{key}"', f'" {key}\\n"'),
    "an account as a list": lambda text, key: json.dumps({"accounts": {HANDLE: [key]}}),
    "a key as a handle": lambda text, key: json.dumps({"accounts": {key: {"consumer_key": key}}}),
}


def secrets_of(key: str) -> dict[str, SecretStr]:
    """Each of the three, as it is kept, all with one key."""
    return {
        one.NAME: one.written()
        for one in (
            XSecret(
                bearer=SecretStr(key),
                accounts={HANDLE: AccountSecret(**dict.fromkeys(FIELDS, SecretStr(key)))},
            ),
            ModelSecret(
                key=SecretStr(key),
                name="some-model",
                triage=Provider(key=SecretStr(key), name="small"),
                fallbacks=(Provider(key=SecretStr(key), name="spare"),),
            ),
            ConsoleSecret(session_secret=SecretStr(key), admin_token=SecretStr(key)),
        )
    }


FIELDS = tuple(AccountSecret.model_fields)


@contextmanager
def overheard() -> Iterator[list[str]]:
    """Every line that anything logs meanwhile, down to the last detail."""
    lines: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.getMessage()} {record.__dict__}")

    ear, root = Ear(), logging.getLogger()
    before = root.level
    root.addHandler(ear)
    logger._logger.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(ear)
        logger._logger.removeHandler(ear)
        root.setLevel(before)


def leaks(key: str, lines: list[str]) -> list[str]:
    """Where the key stands: what is before it, in short, since pytest shows what differs at length."""
    return [line[max(0, line.index(key) - 60) : line.index(key)] for line in lines if key in line][:3]


def told_by(value: Any) -> str:
    """All that a value tells of itself, and what it holds does."""
    dumped = [value.model_dump(), value.model_dump_json()] if hasattr(value, "model_dump") else []
    return f"{value} {value!r} {vars(value)!r} {dumped} {json.dumps({'it': value}, default=str)}"


def told_of(error: BaseException) -> str:
    """All that an error tells, with everything that it came from."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None:
        chain.append(one)
        one = one.__cause__ or one.__context__
    return "".join(traceback.format_exception(error)) + repr(chain) + str([vars(part) for part in chain])


@given(KEY)
def test_nothing_that_holds_a_key_shows_it(key: str) -> None:
    keyring = Keyring(MemorySecrets(secrets_of(key)))
    x, model, console = keyring.x(), keyring.model(), keyring.console()
    keys = AccountKeys(key, key, key, key)
    held: list[Any] = [
        x, x.accounts[HANDLE], model, console, keyring, keyring._secrets, keyring._secrets.get("x"),
        OpenAIDrafter(keyring.model, timeout=1, prompts_of=lambda brand: pytest.fail("not asked")),
        ConsoleSettings(console.signature, "/sign-in", Path(), admin_token=console.admin_token),
    ]  # fmt: skip
    with overheard() as lines:
        for one in held:
            logger.info("held", extra={"one": one})
        told = [told_by(one) for one in held]
    # Of these two the fields are the keys themselves, for tweepy; they show themselves nowhere else.
    told += [
        f"{one} {one!r}" for one in (keys, AppToken(key), XCredentials({HANDLE: keys}, key), keys.fingerprint)
    ]
    assert leaks(key, told + lines) == []


@given(KEY)
def test_settings_with_keys_show_none(key: str) -> None:
    accounts = {HANDLE: dict.fromkeys(FIELDS, key)}
    environment = {
        "EARSHOT_X_ACCOUNTS": json.dumps(accounts),
        "EARSHOT_X_BEARER": key,
        "EARSHOT_MODEL_NAME": "some-model",
        "EARSHOT_MODEL_KEY": key,
        "EARSHOT_MODEL_TRIAGE": json.dumps({"key": key, "name": "small"}),
        "EARSHOT_MODEL_FALLBACKS": json.dumps([{"key": key, "name": "spare"}]),
        "EARSHOT_SESSION_SECRET": key,
        "EARSHOT_ADMIN_TOKEN": key,
    }
    settings = parse_settings(environment)
    assert build_keyring(settings).x().accounts[HANDLE].consumer_key == SecretStr(key)
    told = [told_by(settings), repr(settings.own_secrets)]
    spoilt = [
        {"EARSHOT_X_BEARER": f" {key}"},
        {"EARSHOT_MODEL_KEY": key},
        {"EARSHOT_X_ACCOUNTS": key},
        {"EARSHOT_MODEL_TRIAGE": key},
        {"EARSHOT_MODEL_TRIAGE": json.dumps({"name": "small", key: key})},
        {"EARSHOT_MODEL_FALLBACKS": json.dumps([{"name": key}])},
        {"EARSHOT_MODEL_FALLBACKS": json.dumps([{"key": key, "name": "spare", key: "key"}])},
        {"EARSHOT_X_ACCOUNTS": json.dumps({HANDLE: {"consumer_key": key}})},
        {"EARSHOT_SESSION_SECRET": f"{key} "},
        {**environment, "EARSHOT_SECRETS": "earshot/prod"},
    ]
    for given_ in spoilt:
        with pytest.raises(BadInputError) as refused:
            parse_settings(given_)
        told.append(str(refused.value))
    assert leaks(key, told) == []


@pytest.mark.parametrize("how", SPOILT)
@given(key=KEY)
def test_a_spoilt_secret_is_refused_without_a_word_of_it(how: str, key: str) -> None:
    texts = {
        name: SecretStr(SPOILT[how](text.get_secret_value(), key)) for name, text in secrets_of(key).items()
    }
    keyring = Keyring(MemorySecrets(texts))
    refusals = 0
    with overheard() as lines:
        for read in (keyring.x, keyring.model, keyring.console):
            try:
                read()
            except BadInputError as error:
                refusals += 1
                lines.append(told_of(error))
                logger.exception("refused")
    assert refusals
    assert leaks(key, lines) == []


@pytest.mark.parametrize(
    "step", [Answer(401, {}), Answer(403, {}), Answer(500, b"oops"), Answer(200, b"<html>"), Drop()], ids=repr
)
@hypothesis_settings(max_examples=3, phases=[Phase.generate])
@given(key=KEY)
def test_what_goes_wrong_on_the_way_tells_no_key(step: Step, key: str) -> None:
    keys = AccountKeys(key, key, key, key)
    network_of = XCredentials({HANDLE: keys}, key)
    with ScriptedServer() as server, overheard() as lines:
        for path in (
            "/2/users/me",
            "/2/tweets/search/recent",
            "/2/tweets/counts/recent",
            "/models/some-model",
        ):
            server.on("GET", path, step)
        server.on("POST", "/chat/completions", step)
        network = XNetwork(network_of, server.url, (1.0, 1.0))
        model = ModelSecret(key=SecretStr(key), name="some-model", url=server.url)
        for act in (
            lambda: network.search("tent", Bounds()),
            lambda: network.prove(HANDLE),
            lambda: holder_of(keys, server.url),
            lambda: try_bearer(key, HANDLE, server.url),
            lambda: try_model(model),
        ):
            with pytest.raises(EarshotError) as refused:
                act()
            logger.error("it failed", exc_info=refused.value)
            lines.append(
                f"{refused.value} {refused.value!r} {''.join(traceback.format_exception(refused.value))}"
            )
    assert leaks(key, lines) == []
