"""`earshot check`: settings, brands, prompts and policies, before anything relies on them."""

import json
import os
from pathlib import Path
from typing import Any

import click

from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.adapters.files.rule_file import read_rules
from chalicelib.control.room import ControlRoom
from chalicelib.settings import parse_settings
from cli.connection import connect, of_a_deployment
from cli.proving import in_words, proofs
from cli.standing import standing, words


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.option("--model", "models", is_flag=True, help="Prove each connected model, with one call each.")
@of_a_deployment
def check(as_json: bool, models: bool, data: Path | None, stage: str | None) -> None:
    """Read everything that a deployment would read, and say what is wrong first.

    With --stage or --data, also what each desk of that deployment still needs before it may post, and
    whether its models answer.
    """
    from chalicelib.bootstrap import build_keyring

    deployed = connect(data, stage) if data or stage else None
    settings = parse_settings(os.environ)
    brands = read_brands(settings.brand_files)
    for brand in brands.values():
        read_prompts(settings.prompts_dir, brand)
    rules = read_rules()
    kept = (deployed.keyring if deployed else build_keyring(settings)).model()
    result: dict[str, Any] = {
        "table": settings.table,
        "brands": sorted(brands),
        "rules": f"{rules.network}@{rules.version}",
        "model": kept.name if kept else None,
        "models": proofs(kept, settings.model_timeout_seconds) if kept and (models or deployed) else [],
        "desks": _desks(deployed.control()) if deployed else [],
    }
    if as_json:
        click.echo(json.dumps(result))
        return
    click.echo(f"Settings: stage {settings.stage}, table {settings.table}")
    click.echo(f"Brands: {', '.join(sorted(brands)) or 'none yet; write one with earshot init'}")
    click.echo(f"Rules: {result['rules']}")
    click.echo(f"Model: {result['model'] or 'none; drafts are written offline from saved replies'}")
    for proof in result["models"]:
        click.echo(in_words(proof))
    for desk in result["desks"]:
        click.echo(words(desk))
    if not deployed:
        click.echo("Of a deployment, too: earshot check --stage STAGE")


def _desks(room: ControlRoom) -> list[dict[str, Any]]:
    return [standing(room, brand_id, desk) for brand_id, brand in room.brands.items() for desk in brand.desks]
