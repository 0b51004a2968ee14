"""`earshot check`: settings, brands, prompts and policies, before anything relies on them."""

import json
import os

import click

from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.adapters.files.rule_file import read_rules
from chalicelib.settings import parse_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def check(as_json: bool) -> None:
    """Read everything that a deployment would read, and say what is wrong first."""
    settings = parse_settings(os.environ)
    brands = read_brands(settings.brand_files)
    for brand in brands.values():
        read_prompts(settings.prompts_dir, brand)
    rules = read_rules()
    result = {
        "table": settings.table,
        "brands": sorted(brands),
        "rules": f"{rules.network}@{rules.version}",
        "model": settings.model_name,
    }
    if as_json:
        click.echo(json.dumps(result))
        return
    click.echo(f"Settings: stage {settings.stage}, table {settings.table}")
    click.echo(f"Brands: {', '.join(sorted(brands)) or 'none yet; write one with earshot init'}")
    click.echo(f"Rules: {result['rules']}")
    click.echo(f"Model: {settings.model_name or 'none; drafts are written offline from saved replies'}")
