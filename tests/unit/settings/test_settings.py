"""Settings: checked at start, documented, and silent about secrets."""

from pathlib import Path

import pytest

from chalicelib.domain.errors import BadInputError
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
    ],
)
def test_a_wrong_variable_is_named_in_one_line(variable: str, value: str) -> None:
    with pytest.raises(BadInputError, match=variable) as refused:
        parse_settings({variable: value})
    assert "\n" not in str(refused.value)


def test_a_models_name_and_key_go_together() -> None:
    with pytest.raises(BadInputError, match="EARSHOT_MODEL_KEY"):
        parse_settings({"EARSHOT_MODEL_NAME": "some-model"})


def test_no_secret_shows_in_settings_or_in_errors() -> None:
    account = '{"shop": {"consumer_key": "hush1", "consumer_secret": "hush2", "access_token": "hush3"%s}}'
    whole = account % ', "access_token_secret": "hush4"'
    settings = parse_settings(
        {"EARSHOT_X_ACCOUNTS": whole, "EARSHOT_X_BEARER": "hush5", "EARSHOT_SESSION_SECRET": "hush6"}
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
