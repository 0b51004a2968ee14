"""What the deployer's policy names is what the packaged template makes CloudFormation call."""

import json
from pathlib import Path

from infra.deploying.permissions import everything, of_types
from infra.deploying.template import types
from infra.packaging.places import Places
from tests.support.translated import translated


def test_the_types_of_the_template_are_those_that_sam_writes_out(packaged: Places, tmp_path: Path) -> None:
    template = json.loads(packaged.template.read_text())
    plain = json.loads(translated(packaged.template, tmp_path).read_text())
    assert types(template) == {resource["Type"] for resource in plain["Resources"].values()}


def test_every_type_has_its_actions_in_the_policy(packaged: Places) -> None:
    assert of_types(types(json.loads(packaged.template.read_text()))) <= everything()
