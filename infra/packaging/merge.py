"""Reads the merge template and binds it to one stage."""

import json
from typing import Any

import yaml
from chalice.package import YAMLTemplateSerializer

from infra.packaging.places import ROOT, Places

TEMPLATE = ROOT / "infra" / "template.yaml"
DASHBOARD = ROOT / "infra" / "dashboard.yaml"
# What several parts of a file have in common stands here, and is no part of what is made of it.
SHARED = "x-shared"


def read_template() -> dict[str, Any]:
    """The merge template, its short forms (`!Ref`, `!Sub` …) written out, with the dashboard in it."""
    template: dict[str, Any] = YAMLTemplateSerializer().load_template(TEMPLATE.read_text(), str(TEMPLATE))
    del template[SHARED]
    template["Resources"]["Dashboard"]["Properties"]["DashboardBody"] = {"Fn::Sub": _dashboard()}
    return template


def write_merge_template(places: Places, stage: str) -> None:
    """Write it as JSON. Its parameter `Stage` takes this stage only: names in chalice's part hold it."""
    template = read_template()
    template["Parameters"]["Stage"] |= {"Default": stage, "AllowedValues": [stage]}
    places.merge_template.write_text(json.dumps(template, indent=2))


def _dashboard() -> str:
    dashboard = yaml.safe_load(DASHBOARD.read_text())
    del dashboard[SHARED]
    return json.dumps(dashboard)
