"""What docs/routing.md says of the table is what the table does."""

import re

import pytest
import yaml

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.domain.brand import Brand
from chalicelib.domain.conversation import URGENT_FROM
from chalicelib.domain.post import Post
from chalicelib.domain.routing import NEVER_CLOSED, Route, Then, When
from chalicelib.domain.verdict import Addressed, Intent, Risk, Sentiment
from chalicelib.triage.conclude import conclude
from chalicelib.triage.route import Found, found_for
from tests.conftest import ROOT
from tests.support.values import a_post
from tests.unit.repository.test_documents import codes, table

DOCUMENT = (ROOT / "docs" / "routing.md").read_text()
EXAMPLES = re.findall(r"^\| `(.*)` \| (.*) \| `(\w+)` \|$", DOCUMENT.split("## ")[0], flags=re.M)


def tarnhollow() -> Brand:
    """The sample brand with the document's table."""
    (example,) = re.findall(r"```yaml\n(.*?)```", DOCUMENT, flags=re.S)
    brand = read_brand(ROOT / "prompts" / "brands" / "tarnhollow.yaml")
    return Brand.model_validate(brand.model_dump(by_alias=True) | yaml.safe_load(example))


def post_of(text: str) -> Post:
    """A post that mentions whom its text does."""
    return a_post("1", text, mentions=tuple(re.findall(r"@(\w+)", text)))


@pytest.mark.parametrize(("text", "rule", "desk"), EXAMPLES)
def test_the_example_does_what_the_document_says(text: str, rule: str, desk: str) -> None:
    brand, post = tarnhollow(), post_of(text)
    verdict = conclude(brand, post, Found(found_for(brand, post)))
    assert (verdict.rule, verdict.desk) == (rule, desk)


def test_every_rule_of_the_example_but_the_gravest_is_tried() -> None:
    tried = {rule for _, rule, _ in EXAMPLES}
    assert {route.name for route in tarnhollow().routes} - tried == {"somebody may be in danger"}


@pytest.mark.parametrize(("heading", "shape"), [("When", When), ("Then", Then)])
def test_every_field_is_documented(heading: str, shape: type[When] | type[Then]) -> None:
    documented = [codes(cells[0])[0] for cells in table(DOCUMENT, heading)]
    assert documented == list(shape.model_fields)


def test_the_parts_of_a_rule_are_documented() -> None:
    (section,) = [one for one in re.split(r"^## ", DOCUMENT, flags=re.M) if one.startswith("A rule\n")]
    assert set(Route.model_fields) == set(codes(section))


@pytest.mark.parametrize(
    ("key", "values"),
    [("intents", Intent), ("sentiments", Sentiment), ("risks", Risk), ("addressed", Addressed)],
)
def test_every_value_is_documented(key: str, values: type) -> None:
    told = {codes(cells[0])[0]: codes(cells[1]) for cells in table(DOCUMENT, "When")}
    assert told[key] == [value.value for value in values]  # type: ignore[attr-defined]


def test_what_is_never_closed_is_documented() -> None:
    (promise,) = [line for line in DOCUMENT.splitlines() if "is never closed" in line]
    assert set(codes(promise)) == NEVER_CLOSED
    assert f"from {URGENT_FROM} on" in DOCUMENT
