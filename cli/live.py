"""`earshot live`: what a desk needs before it may post, and the decision that it may."""

import json
from pathlib import Path
from typing import Any

import click

from chalicelib.control import going_live
from chalicelib.control.room import ControlRoom
from chalicelib.domain.caps import Caps
from chalicelib.domain.errors import BadInputError
from cli.connection import connect, of_a_deployment, operator
from cli.standing import standing, words

CAPS = tuple(Caps.model_fields)


def _with_caps(command: Any) -> Any:
    for name in reversed(CAPS):
        option = f"--{name.replace('_', '-')}"
        command = click.option(option, type=click.IntRange(min=0), help="Cap; all six are set together.")(
            command
        )
    return command


@click.command()
@click.option("--brand", help="The brand; may be left out where there is only one.")
@click.option("--desk", help="The desk; without it, every desk is shown and nothing is changed.")
@_with_caps
@click.option(
    "--ai-replies-approved/--no-ai-replies-approved", default=None, help="X has approved AI replies."
)
@click.option("--automated-label", is_flag=True, default=None, help="Label and bio are as X asks.")
@click.option("--regions-fit", is_flag=True, default=None, help="Posts may go where table and model are.")
@click.option("--on/--off", "live", default=None, help="Go live, or observe again.")
@of_a_deployment
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def live(
    brand: str | None,
    desk: str | None,
    data: Path | None,
    stage: str | None,
    as_json: bool,
    live: bool | None,
    **given: Any,
) -> None:
    """Set a desk's caps, state what has to be stated, go live; or see what is missing."""
    room = connect(data, stage).control()
    caps, stated = {name: given.pop(name) for name in CAPS}, given
    changes = [live, *caps.values(), *stated.values()]
    if desk is None and any(one is not None for one in changes):
        raise BadInputError("--desk: name the desk that this is for")
    if desk is not None:
        _change(room, _brand(room, brand), desk, caps, stated, live)
    shown = [standing(room, one, each) for one, each in _desks(room, brand, desk)]
    click.echo("\n".join(json.dumps(one) for one in shown) if as_json else "\n".join(map(words, shown)))


def _brand(room: ControlRoom, brand: str | None) -> str:
    if brand is None and len(room.brands) != 1:
        raise BadInputError(f"--brand: name one of {', '.join(sorted(room.brands))}")
    return brand or next(iter(room.brands))


def _desks(room: ControlRoom, brand: str | None, desk: str | None) -> list[tuple[str, str]]:
    if desk is not None:
        return [(_brand(room, brand), desk)]
    return [(one, each) for one in room.brands if brand in (None, one) for each in room.brands[one].desks]


def _change(
    room: ControlRoom, brand: str, desk: str, caps: dict[str, Any], stated: dict[str, Any], live: bool | None
) -> None:
    room.brand_with(brand, desk)
    who = operator()
    if any(number is not None for number in caps.values()):
        if missing := [f"--{name.replace('_', '-')}" for name, number in caps.items() if number is None]:
            raise BadInputError(f"{missing[0]}: all six caps are set together")
        going_live.set_caps(room, brand, desk, Caps(**caps), who=who)
    if said := {name: value for name, value in stated.items() if value is not None}:
        before = room.controls.desk(brand, desk).statements
        going_live.state(room, brand, desk, before.model_copy(update=said), who=who)
    if live is not None:
        (going_live.go_live if live else going_live.observe)(room, brand, desk, who=who)
