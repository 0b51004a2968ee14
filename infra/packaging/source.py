"""Lays out the project for chalice: what it zips, and nothing that lies about in the checkout."""

import json
import shutil
from pathlib import Path

import yaml

from infra.packaging.places import ROOT, Places

# chalice wants a role it need not make; the merge template puts a function's own in its place.
PLACEHOLDER_ROLE = "arn:aws:iam::000000000000:role/replaced-by-the-merge-template"
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.pyc", ".*", "README.md")


def lay_out(places: Places, stage: str, architecture: str) -> None:
    """Copy the app, and the prompts and assets into `vendor/`, which becomes the root of the zip."""
    source = places.source
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    shutil.copy(ROOT / "app.py", source)
    shutil.copytree(ROOT / "chalicelib", source / "chalicelib", ignore=NOT_SHIPPED)
    shutil.copytree(ROOT / "prompts", source / "vendor" / "prompts", ignore=NOT_SHIPPED)
    _leave_out_made_up(source / "vendor" / "prompts" / "brands")
    shutil.copytree(ROOT / "build" / "assets", source / "vendor" / "assets", ignore=NOT_SHIPPED)
    config = source / ".chalice" / "config.json"
    config.parent.mkdir()
    config.write_text(json.dumps(_config(stage, architecture), indent=2))


def _leave_out_made_up(brands: Path) -> None:
    """The sample brand stays here as soon as there is a real one."""
    made_up = [path for path in brands.glob("*.yaml") if yaml.safe_load(path.read_text()).get("fictitious")]
    if len(made_up) < len(list(brands.glob("*.yaml"))):
        for path in made_up:
            path.unlink()


def _config(stage: str, architecture: str) -> dict[str, object]:
    """The checkout's settings with this stage's; they hold no name of a stage themselves."""
    common = json.loads((ROOT / ".chalice" / "config.json").read_text())
    return {
        **common,
        "manage_iam_role": False,
        "iam_role_arn": PLACEHOLDER_ROLE,
        "lambda_architecture": architecture,
        "stages": {stage: {"api_gateway_stage": "console", "api_gateway_endpoint_type": "REGIONAL"}},
    }
