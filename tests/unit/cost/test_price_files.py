"""Price lists are dated data; a wrong one is told in one line, and any can be replaced."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from chalicelib.adapters.files.cost_files import (
    HERE,
    read_assumptions,
    read_list,
    read_measured,
    read_prices,
)
from chalicelib.domain.errors import BadInputError
from sandbox.network import prices as sandbox

LISTS = sorted((HERE / "prices").glob("*.yaml"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_shipped_list_has_a_date_and_a_source(path: Path) -> None:
    found = read_list(path)
    assert date(2024, 1, 1) < found.as_of
    assert found.source


def test_a_region_has_its_own_list_and_another_is_told_whose_it_is() -> None:
    assert read_prices("us-east-1").aws.region == "us-east-1"
    assert read_prices("ap-southeast-2").aws.region == "eu-central-1"


def test_the_sandbox_network_bills_as_the_list_says() -> None:
    x = read_prices("eu-central-1").x
    told = (x.post_read, x.owned_read, x.author_read, x.create, x.create_with_url, x.summoned_reply)
    billed = (
        sandbox.POST_READ,
        sandbox.OWNED_READ,
        sandbox.USER_READ,
        sandbox.CREATE,
        sandbox.CREATE_WITH_URL,
        sandbox.SUMMONED_REPLY,
    )
    assert tuple(price.of(1) for price in told) == billed


def test_a_given_list_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    mine = tmp_path / "x.yaml"
    shipped = (HERE / "prices" / "x.yaml").read_text()
    mine.write_text(shipped.replace('post_read: {usd: "0.005"', 'post_read: {usd: "0.002"'))
    prices = read_prices("eu-central-1", (mine,))
    assert prices.x.post_read.usd == Decimal("0.002")
    assert prices.aws == read_prices("eu-central-1").aws


def test_a_given_list_of_models_adds_to_those_known(tmp_path: Path) -> None:
    mine = tmp_path / "models.yaml"
    mine.write_text(
        "schema: 1\nlist: models\nas_of: 2026-01-01\nsource: our contract\nmodels:\n  ours:\n"
        '    prompt: {usd: "0", unit: tokens}\n    completion: {usd: "0", unit: tokens}\n'
    )
    models = read_prices("eu-central-1", (mine,)).models.models
    assert {"ours", "gpt-4o-mini"} <= set(models)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("schema: 1\n", "the key 'list' says what is priced"),
        ("list: gold\n", "mine.yaml:1: the key 'list' says what is priced"),
        ("- 1\n", "the key 'list' says what is priced"),
        ("schema: 1\nlist: models\nas_of: soon\nsource: x\nmodels: {}\n", "mine.yaml:3: 'as_of'"),
        (
            'schema: 1\nlist: models\nas_of: 2026-01-01\nsource: x\nmodels:\n  m: {prompt: {usd: "-1"}}\n',
            "mine.yaml:6",
        ),
    ],
)
def test_a_wrong_list_is_told_in_one_line(tmp_path: Path, text: str, problem: str) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(text)
    with pytest.raises(BadInputError) as told:
        read_list(mine)
    assert problem in str(told.value)
    assert "\n" not in str(told.value)


def test_shares_of_more_than_a_whole_are_refused(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    shipped = (HERE / "assumptions.yaml").read_text()
    mine.write_text(shipped.replace("opens_a_case: 30", "opens_a_case: 95"))
    with pytest.raises(BadInputError, match=r"mine\.yaml:4: .*more than 100"):
        read_assumptions(mine)


def test_an_effort_that_was_not_counted_is_named(tmp_path: Path) -> None:
    mine = tmp_path / "measured.yaml"
    lines = (HERE / "measured.yaml").read_text().splitlines()
    mine.write_text("\n".join(line for line in lines if not line.startswith("  published:")))
    with pytest.raises(BadInputError, match="no effort is given for published"):
        read_measured(mine)
