"""`earshot stop`: nothing leaves any more, for any brand or desk, until `earshot start`."""

import json
from pathlib import Path

import click

from chalicelib.adapters.dynamodb import DynamoControls, DynamoStore
from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.control.switch import stop as stop_everything
from chalicelib.domain.state import State
from cli.connection import of_a_deployment, operator, settings_of


@click.command()
@click.option("--why", required=True, help="The reason, for whoever starts it again.")
@of_a_deployment
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def stop(why: str, data: Path | None, stage: str | None, as_json: bool) -> None:
    """Stop everything that leaves, also what is already queued. What is approved stays approved."""
    # Only what this needs is imported and built: every second counts here.
    settings, clock = settings_of(data, stage)
    client = dynamodb_client(settings.aws_region, settings.aws_endpoint)
    switch = stop_everything(DynamoControls(settings.table, client, clock), clock, who=operator(), why=why)
    store = DynamoStore(settings.table, client, clock)
    under_way = [
        case.id
        for brand in read_brands(settings.brand_files).values()
        for desk in brand.desks
        for case in store.queue(brand.brand, desk, State.PUBLISHING, limit=100).cases
    ]
    if as_json:
        result = {"stopped": True, "who": switch.who, "why": switch.why, "under_way": under_way}
        click.echo(json.dumps(result))
        return
    click.echo(f"Everything that leaves is stopped ({switch.who}: {switch.why}).")
    if under_way:
        click.echo(f"Already under way, over within 30 seconds: {', '.join(under_way)}")
    click.echo("Start again with: earshot start")
