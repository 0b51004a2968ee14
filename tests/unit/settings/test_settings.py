"""Settings: checked at start, documented, and silent about secrets."""

import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from chalicelib.adapters.secrets.keyring import Keyring
from chalicelib.adapters.secrets.memory import MemorySecrets
from chalicelib.domain.credentials import AccountSecret, ModelSecret
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.verdict import Stage
from chalicelib.settings import PREFIX, Settings, parse_settings

DOCS = Path(__file__).parents[3] / "docs" / "settings.md"


def test_a_restored_table_takes_the_place_of_the_stages_own() -> None:
    assert parse_settings({}).table == "earshot-dev"
    assert parse_settings({"EARSHOT_RESTORED_TABLE": "earshot-dev-r1"}).table == "earshot-dev-r1"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("EARSHOT_MODE", "live"),
        ("EARSHOT_MODLE_NAME", "x"),
        ("EARSHOT_LOOK_BACK_HOURS", "0"),
        ("EARSHOT_X_ACCOUNTS", "{not json"),
        ("EARSHOT_QUEUE_URLS", "[]"),
        ("EARSHOT_STAGE", "Not A Stage"),
        ("EARSHOT_SECRETS", "earshot prod"),
        ("EARSHOT_MODEL_DIALECT", "klingon"),
        ("EARSHOT_MODEL_TRIAGE", "{not json"),
        ("EARSHOT_MODEL_TRIAGE", '{"name": "no key"}'),
        ("EARSHOT_MODEL_FALLBACKS", '{"key": "hush", "name": "no list"}'),
        ("EARSHOT_MODEL_FALLBACKS", '[{"key": "hush", "name": "some-model", "colour": "red"}]'),
        ("EARSHOT_SESSION_SECRET", "short"),
        ("EARSHOT_ADMIN_TOKEN", "short"),
        ("EARSHOT_TRIAGE_STAGES", "structure,guess"),
        ("EARSHOT_TRIAGE_STAGES", "structure,routing"),
        *(
            ("EARSHOT_MODEL_URL", url)
            for url in ("ftp://host/v1", "localhost:80", "http://", "http://[", "x")
        ),
    ],
)
def test_a_wrong_variable_is_named_in_one_line(variable: str, value: str) -> None:
    with pytest.raises(BadInputError, match=variable) as refused:
        parse_settings({variable: value})
    assert "\n" not in str(refused.value)


def test_stages_of_triage_are_named_with_commas() -> None:
    stages = parse_settings({"EARSHOT_TRIAGE_STAGES": "structure, model"}).triage_stages
    assert stages == (Stage.STRUCTURE, Stage.MODEL)


def test_a_models_name_and_key_go_together() -> None:
    with pytest.raises(BadInputError, match="EARSHOT_MODEL_KEY"):
        parse_settings({"EARSHOT_MODEL_NAME": "some-model"})


def test_other_models_go_with_the_one_for_drafts() -> None:
    triage, fallback = (
        {"key": "hush-2", "name": "small"},
        {"key": "hush-3", "name": "spare", "url": "http://h/v1"},
    )
    given = {
        "EARSHOT_MODEL_TRIAGE": json.dumps(triage),
        "EARSHOT_MODEL_FALLBACKS": json.dumps([fallback]),
    }
    with pytest.raises(BadInputError, match="EARSHOT_MODEL_NAME"):
        parse_settings(given)
    given |= {"EARSHOT_MODEL_NAME": "large", "EARSHOT_MODEL_KEY": "hush-1", "EARSHOT_MODEL_DIALECT": "vllm"}
    model = Keyring(MemorySecrets(parse_settings(given).own_secrets)).model()
    assert model
    assert [one.name for one in model.for_drafts] == ["large", "spare"]
    assert [one.name for one in model.for_triage] == ["small", "spare"]
    assert [one.dialect for one in model.for_drafts] == ["vllm", None]
    assert "hush" not in repr(parse_settings(given))
    for name in ("EARSHOT_MODEL_TRIAGE", "EARSHOT_MODEL_FALLBACKS"):
        with pytest.raises(BadInputError, match="EARSHOT_SECRETS"):
            parse_settings({"EARSHOT_SECRETS": "earshot/prod", name: given[name]})


@pytest.mark.parametrize("key", ["schlüssel", "two\nlines", " padded"])
def test_an_unusable_key_is_said_without_showing_it(key: str) -> None:
    with pytest.raises(BadInputError, match="EARSHOT_MODEL_KEY") as refused:
        parse_settings({"EARSHOT_MODEL_NAME": "some-model", "EARSHOT_MODEL_KEY": key})
    assert key not in str(refused.value)


def test_keys_are_kept_in_one_place_only() -> None:
    assert parse_settings({"EARSHOT_SECRETS": "earshot/prod"}).secrets == "earshot/prod"
    with pytest.raises(BadInputError, match="EARSHOT_SECRETS"):
        parse_settings({"EARSHOT_SECRETS": "earshot/prod", "EARSHOT_X_BEARER": "hush"})


def test_what_the_settings_hold_stands_in_for_a_deployments_secrets() -> None:
    none = Keyring(MemorySecrets(parse_settings({}).own_secrets))
    assert (none.x().accounts, none.model()) == ({}, None)
    keys = {name: f"hush-{name}" for name in AccountSecret.model_fields}
    settings = parse_settings(
        {
            "EARSHOT_X_ACCOUNTS": json.dumps({"shop": keys}),
            "EARSHOT_X_BEARER": "hush-bearer",
            "EARSHOT_MODEL_NAME": "some-model",
            "EARSHOT_MODEL_KEY": "hush-key",
            "EARSHOT_MODEL_URL": "https://model.example/v1",
            "EARSHOT_SESSION_SECRET": "s" * 16,
            "EARSHOT_ADMIN_TOKEN": "t" * 16,
        }
    )
    keyring = Keyring(MemorySecrets(settings.own_secrets))
    assert keyring.x().accounts["shop"] == AccountSecret.model_validate(keys)
    assert keyring.x().bearer == SecretStr("hush-bearer")
    model = ModelSecret(key=SecretStr("hush-key"), name="some-model", url="https://model.example/v1")
    assert keyring.model() == model
    assert keyring.console().admin_token == SecretStr("t" * 16)


def test_no_secret_shows_in_settings_or_in_errors() -> None:
    account = '{"shop": {"consumer_key": "hush1", "consumer_secret": "hush2", "access_token": "hush3"%s}}'
    whole = account % ', "access_token_secret": "hush4"'
    settings = parse_settings(
        {"EARSHOT_X_ACCOUNTS": whole, "EARSHOT_X_BEARER": "hush5", "EARSHOT_SESSION_SECRET": "hush6" * 4}
    )
    assert "hush" not in repr(settings)
    with pytest.raises(BadInputError) as refused:
        parse_settings({"EARSHOT_X_ACCOUNTS": account % ""})
    assert "hush" not in str(refused.value)


def test_other_programs_variables_are_left_alone() -> None:
    assert (
        parse_settings({"HOME": "/", "EARSHOT_DATA": "/data", "AWS_REGION": "eu-west-3"}).aws_region
        == "eu-west-3"
    )


@pytest.mark.parametrize("field", sorted(Settings.model_fields))
def test_every_setting_is_documented(field: str) -> None:
    assert f"`{PREFIX}{field.upper()}`" in DOCS.read_text()
