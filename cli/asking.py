"""Asks for keys: at the terminal without showing them, or as JSON on standard input. Never as an argument."""

import json
import sys
from collections.abc import Mapping
from typing import TypeVar

import click
from pydantic import ValidationError

from chalicelib.domain.credentials import Credentials, what_is_wrong
from chalicelib.domain.errors import BadInputError

LONGEST_INPUT = 64 * 1024

C = TypeVar("C", bound=Credentials)


def from_stdin(shape: type[C], more: Mapping[str, str | None]) -> C:
    """The JSON object on standard input, with what options gave. Raises BadInputError naming the field."""
    text = sys.stdin.read(LONGEST_INPUT + 1)
    if len(text) > LONGEST_INPUT:
        raise BadInputError("standard input: is longer than any keys are")
    try:
        given = json.loads(text)
    except json.JSONDecodeError:
        given = None
    if not isinstance(given, dict):
        raise BadInputError("standard input: is not a JSON object; docs/connecting.md shows its fields")
    return _checked(shape, given | _told(more), "standard input")


def at_the_terminal(
    shape: type[C], questions: Mapping[str, str], more: Mapping[str, str | None], optional: str = ""
) -> C:
    """What a person types in, hidden, field by field. `optional` names the field that Enter leaves out."""
    need_a_terminal()
    answers = {}
    for field, question in questions.items():
        default = "" if field == optional else None
        typed = click.prompt(question, hide_input=True, default=default, show_default=False, err=True)
        if typed.strip():
            answers[field] = typed.strip()
    return _checked(shape, answers | _told(more), "what you typed")


def need_a_terminal() -> None:
    """Raises BadInputError where nobody could be asked."""
    if not sys.stdin.isatty():
        raise BadInputError("there is no terminal to ask at: give the keys as JSON with --from-stdin")


def _told(more: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in more.items() if value is not None}


def _checked(shape: type[C], given: Mapping[str, object], place: str) -> C:
    try:
        return shape.model_validate(dict(given))
    except ValidationError as error:
        problem = what_is_wrong(error)
    raise BadInputError(f"{place}: {problem}")
