"""A table that speaks of what the brand has not is refused when the brand's file is read."""

from pathlib import Path

import pytest

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.domain.errors import BadInputError
from tests.conftest import ROOT

BRAND = (ROOT / "prompts" / "brands" / "tarnhollow.yaml").read_text().split("\nproducts:")[0]
REST = "\nproducts:\n  tents: [tent]\ntopics:\n  delivery: [parcel]\nroutes:\n  - name: a rule\n"


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("then: {desk: press}", "goes to desk 'press', which does not exist"),
        ("then: {account: somebody}", "answers as 'somebody', which the brand does not list"),
        (
            "then: {desk: sales, account: tarnhollowcare}",
            "answers as 'tarnhollowcare', which desk 'sales' does not use",
        ),
        ("when: {searches: [none]}\n    then: {}", "asks for search 'none', which does not exist"),
        ("when: {products: [boots]}\n    then: {}", "asks for product 'boots', which does not exist"),
        ("when: {topics: [prices]}\n    then: {}", "asks for topic 'prices', which does not exist"),
        ("when: {topic: [delivery]}\n    then: {}", "unknown key 'topic'"),
        ("when: {urgency_at_least: 2}\n    then: {}", "less than or equal to 1"),
        ("when: {risks: [fire]}\n    then: {}", "'crisis'"),
        ("then: {close: ''}", "routes.0.then.close"),
        ("then: {}\n  - name: a rule\n    then: {}", "two routes are called 'a rule'"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_file(tmp_path: Path, rule: str, problem: str) -> None:
    path = tmp_path / "tarnhollow.yaml"
    path.write_text(f"{BRAND}{REST}    {rule}\n")
    with pytest.raises(BadInputError) as told:
        read_brand(path)
    assert problem in str(told.value)
    assert str(told.value).startswith(str(path))


def test_a_table_of_what_there_is_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tarnhollow.yaml"
    rule = "    when: {topics: [delivery], products: [tents], searches: [buying]}\n    then: {desk: sales}\n"
    path.write_text(f"{BRAND}{REST}{rule}")
    assert read_brand(path).routes[0].then.desk == "sales"
