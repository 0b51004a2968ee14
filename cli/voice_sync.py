"""`earshot voice pull` and `push`: the console's versions into files, and files into versions."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.domain.errors import BadInputError
from chalicelib.voice.sync import Sides, Where
from cli.connection import connect, of_a_deployment
from cli.voice_carry import Carrier, Done
from cli.voice_told import as_json, in_words

F = TypeVar("F", bound=Callable[..., Any])


def _of_both(command: F) -> F:
    """The options of both directions."""
    for option in (
        click.option("--json", "json_lines", is_flag=True, help="One JSON object a line."),
        click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing."),
        click.option("--theirs", "decide", flag_value="theirs", help="In a conflict the console's stays."),
        click.option("--ours", "decide", flag_value="ours", help="In a conflict the file stays."),
        click.option("--brand", "brand_id", help="The brand; all of them otherwise."),
        click.argument("paths", nargs=-1, metavar="[PATH]..."),
    ):
        command = option(command)
    return of_a_deployment(command)


@click.command()
@_of_both
def pull(**options: Any) -> None:
    """Write what was changed in the console into the files, all or those at PATH (below prompts/).

    What was changed on both sides is shown and left as it is, and the exit code is 1.
    """
    _carry("pull", **options)


@click.command()
@_of_both
@click.option("--note", default="Pushed from files", show_default=True, help="Why, for the versions' list.")
def push(note: str, **options: Any) -> None:
    """Keep what was changed in the files as new versions of the console, all or those at PATH.

    A file that has no version there yet, and was not pulled before, is pushed only where it is named. All
    files are checked first. What was changed on both sides is shown and left, and the exit code is 1.
    """
    _carry("push", note=note, **options)


def _carry(
    direction: str,
    *,
    data: Path | None,
    stage: str | None,
    brand_id: str | None,
    paths: tuple[str, ...],
    decide: str | None,
    dry_run: bool,
    json_lines: bool,
    note: str = "",
) -> None:
    services = connect(data, stage)
    if brand_id and brand_id not in services.brands:
        known = ", ".join(sorted(services.brands))
        raise BadInputError(f"--brand: there is no brand {brand_id!r}; there are {known}")
    brands = [brand_id] if brand_id else sorted(services.brands)
    carrier = Carrier(services, note=note, dry_run=dry_run)
    plan = [(one, sides) for one in brands for sides in carrier.sides(one, paths)]
    _refuse_unknown(paths, {sides.path for _, sides in plan})
    if direction == "push":
        for one in {one for one, sides in plan if sides.where in (Where.HERE, Where.BOTH, Where.FILE_ONLY)}:
            read_prompts(services.settings.prompts_dir, services.brands[one])
    conflicts = 0
    for one, sides in plan:
        done = carrier.carry(direction, one, sides, decide, named=bool(paths))
        conflicts += done is Done.CONFLICT
        _tell(one, sides, done, carrier.written_at(sides.path), json_lines=json_lines)
    if conflicts:
        sys.exit(1)


def _tell(brand: str, sides: Sides, done: Done, written: datetime | None, *, json_lines: bool) -> None:
    if json_lines:
        click.echo(as_json(brand, sides, done))
    elif words := in_words(sides, done, written):
        click.echo(words)


def _refuse_unknown(paths: tuple[str, ...], known: set[str]) -> None:
    for path in paths:
        if path not in known:
            raise BadInputError(f"{path}: no brand has a document there; paths begin below prompts/")
