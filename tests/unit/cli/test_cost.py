"""`earshot cost`, as somebody would call it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.files.cost_files import HERE
from chalicelib.domain.caps import search_purse
from chalicelib.domain.errors import BadInputError, NotFoundError
from cli.cost import cost
from sandbox.emulator import REGION, Emulator
from tests.conftest import ROOT
from tests.support.storing import wait_for_people
from tests.support.values import BRAND, a_post
from tests.unit.repository.test_documents import codes, table

COST = (ROOT / "docs" / "cost.md").read_text()
AHEAD = ("--posts-a-month", "10000")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nothing is deployed."""
    for name in [name for name in os.environ if name.startswith("EARSHOT_")]:
        monkeypatch.delenv(name)


def run(*arguments: str) -> str:
    answer = CliRunner().invoke(cost, arguments, catch_exceptions=False, standalone_mode=False)
    return answer.stdout


def told(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, "--json"))
    return found


def test_a_forecast_needs_nothing_that_is_deployed() -> None:
    text = run(*AHEAD)
    assert text.startswith("Tarnhollow: 10,000 posts a month, as given")
    for part in ("A month ahead", "AWS, standing by", "What gets tight first", "as of 2026-11-01"):
        assert part in text
    assert "spent since" not in text


def test_the_sums_in_json_are_those_of_its_lines() -> None:
    forecast = told(*AHEAD, "--model", "gpt-4o-mini")["forecast"]
    for column in ("likely", "worst"):
        assert forecast[column] == sum(line[column]["amount"] for line in forecast["lines"])
    assert isinstance(forecast["likely"], int)


def test_an_unknown_model_has_no_amount_and_says_so() -> None:
    lines = told(*AHEAD, "--model", "house-model")["forecast"]["lines"]
    (given, written) = (line for line in lines if line["group"] == "Model")
    assert given["likely"]["amount"] is written["likely"]["amount"] is None
    assert given["likely"]["quantity"] > 1_000_000
    assert "In no sum" in run(*AHEAD, "--model", "house-model")


def test_a_given_price_list_counts(tmp_path: Path) -> None:
    dearer = tmp_path / "x.yaml"
    text = (HERE / "prices" / "x.yaml").read_text()
    dearer.write_text(text.replace('post_read: {usd: "0.005"', 'post_read: {usd: "0.050"'))
    assert told(*AHEAD, "--prices", str(dearer))["forecast"]["likely"] > told(*AHEAD)["forecast"]["likely"]


def test_a_given_region_has_its_own_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_AWS_REGION", "us-east-1")
    assert "aws us-east-1" in {one["list"] for one in told(*AHEAD)["prices"]}


def test_a_wrong_list_and_a_wrong_brand_are_told_in_one_line(tmp_path: Path) -> None:
    wrong = tmp_path / "prices.yaml"
    wrong.write_text("list: gold\n")
    with pytest.raises(BadInputError, match=r"prices\.yaml:1: the key 'list'"):
        run(*AHEAD, "--prices", str(wrong))
    with pytest.raises(BadInputError, match="there is no brand 'nobody'"):
        run(*AHEAD, "--brand", "nobody")


@pytest.fixture
def deployed(emulator: Emulator, table_name: str, monkeypatch: pytest.MonkeyPatch) -> DynamoStore:
    """A table that the command finds."""
    monkeypatch.setenv("EARSHOT_AWS_ENDPOINT", emulator.endpoint)
    monkeypatch.setenv("EARSHOT_STAGE", table_name.removeprefix("earshot-"))
    return DynamoStore(table_name, dynamodb_client(REGION, emulator.endpoint))


def test_what_was_spent_is_read_from_the_table(deployed: DynamoStore) -> None:
    deployed.reserve(BRAND, search_purse("brand-untagged", utc_now()), 40, 5_000)
    found = told()
    assert list(found) == [codes(cells[0])[0] for cells in table(COST, "As JSON")]
    assert found["spent"][BRAND]["likely"] == 40 * 5_000
    assert found["basis"][BRAND] == "nothing was heard for long enough to go by"
    assert found["aws_so_far"]["likely"] > 0
    assert "Tarnhollow, spent since" in run()


def test_a_case_tells_what_it_cost(deployed: DynamoStore) -> None:
    heard = a_post().model_copy(update={"found_by": "brand-untagged"})
    case = wait_for_people(deployed, heard)
    found = told("--brand", BRAND, "--case", case.id)
    assert found["case"] == case.id
    assert [line["what"] for line in found["lines"] if line["group"] == "X"] == [
        "posts heard by search",
        "the authors of these posts",
    ]
    assert "Case" in run("--brand", BRAND, "--case", case.id)
    with pytest.raises(NotFoundError):
        run("--brand", BRAND, "--case", "nothing")
