"""`earshot migrate`: brings every item of the table to the newest schema, while all goes on working."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.dynamodb.migration import Migration, Walked
from chalicelib.adapters.dynamodb.migrations import SCHEMA
from cli.connection import of_a_deployment, settings_of

# A table that is billed by the request gives 12,000 units a second to begin with; the rest is for the work.
UNITS_A_SECOND = 500


@click.command()
@click.option("--dry-run", is_flag=True, help="Count what is old, and write nothing.")
@click.option(
    "--units",
    type=click.FloatRange(min=1),
    default=UNITS_A_SECOND,
    show_default=True,
    help="How many of the table's units it may take a second.",
)
@of_a_deployment
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def migrate(dry_run: bool, units: float, data: Path | None, stage: str | None, as_json: bool) -> None:
    """Bring items of an older schema to the newest. One that is interrupted goes on where it was.

    Older items are also read as they are, so nothing waits for this. Exit code 1 while some are left.
    """
    settings, _ = settings_of(data, stage)
    client = dynamodb_client(settings.aws_region, settings.aws_endpoint)
    walked = Walked()
    for walked in Migration(settings.table, client, units_a_second=units).run(dry_run=dry_run):
        if sys.stderr.isatty():
            click.echo(f"\r{walked.looked:,} items, {walked.old:,} of them old …", nl=False, err=True)
    if sys.stderr.isatty():
        click.echo(err=True)
    if as_json:
        result = {"table": settings.table, "schema": SCHEMA, "dry_run": dry_run, **asdict(walked)}
        click.echo(json.dumps(result))
    else:
        click.echo(_words(walked, dry_run))
    if walked.left:
        sys.exit(1)


def _words(walked: Walked, dry_run: bool) -> str:
    looked = f"{walked.looked:,} items looked at"
    if dry_run:
        return f"{looked}; {walked.old:,} are older than schema {SCHEMA}. Nothing was written."
    left = f"; {walked.left:,} kept changing: run it again" if walked.left else ""
    return f"{looked}; {walked.migrated:,} brought to schema {SCHEMA}{left}."
