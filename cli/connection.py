"""Which deployment a command speaks to: a stage, the one of the environment, or a sandbox that is running."""

import getpass
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.dynamodb.client import sqs_client, stacks_client
from chalicelib.adapters.dynamodb.messages import find_queues
from chalicelib.adapters.dynamodb.restored import restored_table
from chalicelib.ports import Clock
from chalicelib.settings import Settings, parse_settings
from sandbox.clock import SandboxClock
from sandbox.data_folder import kept_settings

if TYPE_CHECKING:
    from chalicelib.bootstrap import Services

F = TypeVar("F", bound=Callable[..., Any])


def of_a_deployment(command: F) -> F:
    """Give a command the options `--stage` and `--data`; `connect` takes what they hold."""
    stage = click.option("--stage", help="A deployed stage, in place of what the environment says.")
    data = click.option(
        "--data",
        type=click.Path(path_type=Path),
        help="A running sandbox's folder, in its place.",
    )
    return stage(data(command))


def connect(sandbox: Path | None, stage: str | None = None) -> "Services":
    """Services of a sandbox that runs on this folder, of a deployed stage, or of what the environment says.

    Raises BadInputError where there is no such sandbox, NotFoundError where no such stage is deployed.
    """
    from chalicelib.bootstrap import build

    settings, clock = settings_of(sandbox, stage)
    return build(settings, clock)


def settings_of(sandbox: Path | None, stage: str | None = None) -> tuple[Settings, Clock]:
    """The settings and the clock of the same, for commands that cannot wait until everything is built."""
    if sandbox is not None:
        os.environ.update(kept_settings(sandbox))
        return parse_settings(os.environ), SandboxClock(sandbox)
    if stage is not None:
        os.environ.update(_of_stage(stage))
    return parse_settings(os.environ), utc_now


def operator() -> str:
    """Who works at this terminal, for the trace."""
    return f"cli:{getpass.getuser()}"


def _of_stage(stage: str) -> dict[str, str]:
    variables = {"EARSHOT_STAGE": stage, "EARSHOT_SECRETS": f"earshot/{stage}"}
    settings = parse_settings(os.environ | variables)
    place = settings.aws_region, settings.aws_endpoint
    queues = find_queues(sqs_client(*place), stage)
    restored = restored_table(stacks_client(*place), stage)
    return variables | {"EARSHOT_QUEUE_URLS": json.dumps(queues), "EARSHOT_RESTORED_TABLE": restored or ""}
