"""Reads the merge template and binds it to one stage."""

import json
from typing import Any

from chalice.package import YAMLTemplateSerializer

from infra.packaging.places import ROOT, Places

TEMPLATE = ROOT / "infra" / "template.yaml"


def read_template() -> dict[str, Any]:
    """The merge template, its short forms (`!Ref`, `!Sub` …) written out."""
    read: dict[str, Any] = YAMLTemplateSerializer().load_template(TEMPLATE.read_text(), str(TEMPLATE))
    return read


def write_merge_template(places: Places, stage: str) -> None:
    """Write it as JSON. Its parameter `Stage` takes this stage only: names in chalice's part hold it."""
    template = read_template()
    template["Parameters"]["Stage"] |= {"Default": stage, "AllowedValues": [stage]}
    places.merge_template.write_text(json.dumps(template, indent=2))
