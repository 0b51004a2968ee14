"""`earshot connect`: keys to X and to a model, tried, and kept in the deployment's secrets."""

import json
import os
from pathlib import Path

import click

from chalicelib.domain.credentials import ModelSecret, XSecret
from chalicelib.domain.errors import BadInputError, NotFoundError
from chalicelib.ports import Secrets
from chalicelib.settings import Settings, parse_settings
from cli.connected import connected, in_words
from cli.connection import of_a_deployment
from sandbox.data_folder import kept_settings

FROM_STDIN = click.option(
    "--from-stdin", is_flag=True, help="Read the keys as a JSON object from standard input."
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="The result as JSON.")


@click.group(invoke_without_command=True)
@of_a_deployment
@click.option("--show", is_flag=True, help="Tell what is connected; never a key.")
@AS_JSON
@click.pass_context
def connect(context: click.Context, stage: str | None, data: Path | None, show: bool, as_json: bool) -> None:
    """Connect X accounts and a model. Keys are asked for, tried with one cheap call, and kept."""
    if context.invoked_subcommand:
        if stage or data or show or as_json:
            raise BadInputError(f"options of `connect {context.invoked_subcommand}` stand after its name")
        return
    if not show:
        click.echo(context.get_help())
        return
    found = connected(_secrets(_settings(stage, data)))
    click.echo(json.dumps(found) if as_json else in_words(found))


@connect.command()
@of_a_deployment
@click.option("--account", metavar="HANDLE", help="The account that the keys should belong to, without @.")
@FROM_STDIN
@AS_JSON
def x(stage: str | None, data: Path | None, account: str | None, from_stdin: bool, as_json: bool) -> None:
    """Connect one account of X; further ones are added, the same one again replaces its keys."""
    from cli.connect_x import connect_x

    settings = _settings(stage, data)
    told = connect_x(settings, _keeping(settings, data, XSecret.NAME), account, from_stdin)
    click.echo(json.dumps(told.as_json()) if as_json else told.in_words())


@connect.command()
@of_a_deployment
@click.option("--name", help="The model's name, as its server knows it.")
@click.option("--url", help="Its server, where that is not OpenAI's: https://host/v1.")
@click.option("--region", help="Where it works, for whoever decides which data may go there.")
@click.option(
    "--dialect",
    type=click.Choice(["openai", "llama.cpp", "vllm", "ollama"]),
    help="Which server it is, where its answers do not tell.",
)
@click.option(
    "--for",
    "task",
    type=click.Choice(["drafts", "triage", "fallback"]),
    default="drafts",
    show_default=True,
    help="Second opinions may have a model of their own; fallbacks are asked in the order they are added.",
)
@click.option("--remove", metavar="NAME", help="Ask this model for triage, or this fallback, no more.")
@FROM_STDIN
@AS_JSON
def model(
    stage: str | None,
    data: Path | None,
    name: str | None,
    url: str | None,
    region: str | None,
    dialect: str | None,
    task: str,
    remove: str | None,
    from_stdin: bool,
    as_json: bool,
) -> None:
    """Connect a model; it takes the place of the one before, a fallback its place behind the others."""
    from cli.connect_model import Removed, Task, Told, connect_model, remove_model

    settings = _settings(stage, data)
    secrets = _keeping(settings, data, ModelSecret.NAME)
    options = {"name": name, "url": url, "region": region, "dialect": dialect}
    told: Told | Removed
    if remove:
        told = remove_model(secrets, Task(task), remove)
    else:
        told = connect_model(secrets, Task(task), options, from_stdin)
    click.echo(json.dumps(told.as_json()) if as_json else told.in_words())


def _settings(stage: str | None, data: Path | None) -> Settings:
    if data:
        return parse_settings(os.environ | kept_settings(data))
    if stage:
        return parse_settings(os.environ | {"EARSHOT_STAGE": stage, "EARSHOT_SECRETS": f"earshot/{stage}"})
    return parse_settings(os.environ)


def _secrets(settings: Settings) -> Secrets:
    from chalicelib.bootstrap import build_secrets

    return build_secrets(settings)


def _keeping(settings: Settings, data: Path | None, name: str) -> Secrets | None:
    """Where to keep what is connected; None for a sandbox, which has keys of its own.

    Raises BadInputError or NotFoundError, before anybody is asked for a key, where there is no such place.
    """
    if data:
        return None
    if settings.secrets is None:
        raise BadInputError("nothing says where to keep keys: name the deployed stage with --stage")
    secrets = _secrets(settings)
    if secrets.get(name) is None:
        raise NotFoundError(
            f"there is no secret {secrets.place(name)} in {settings.aws_region}: deploy the stage first"
        )
    return secrets
