"""`earshot start`: what was approved may leave again."""

import json
from pathlib import Path

import click

from chalicelib.adapters.dynamodb import DynamoControls
from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.control.switch import start as start_again
from cli.connection import of_a_deployment, operator, settings_of


@click.command()
@click.option("--why", default="", help="The reason, for the trace.")
@of_a_deployment
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def start(why: str, data: Path | None, stage: str | None, as_json: bool) -> None:
    """Let leave what was approved, where its desk is live. Refused while a restored table is settled."""
    settings, clock = settings_of(data, stage)
    client = dynamodb_client(settings.aws_region, settings.aws_endpoint)
    controls = DynamoControls(settings.table, client, clock)
    switch = start_again(controls, clock, who=operator(), why=why)
    if as_json:
        click.echo(json.dumps({"stopped": switch.stopped, "who": switch.who, "why": switch.why}))
        return
    click.echo("Started: what was approved leaves within a minute, where its desk is live.")
