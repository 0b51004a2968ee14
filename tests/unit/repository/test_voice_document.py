"""What docs/voice.md says of the commands is what they take."""

import re
import shlex

import click
import pytest

from cli.voice import voice
from tests.conftest import ROOT

DOCUMENT = (ROOT / "docs" / "voice.md").read_text()
COMMANDS = re.findall(r"^earshot voice (.*)$", DOCUMENT, flags=re.M)


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_document_is_understood(line: str) -> None:
    name, *words = shlex.split(line)
    command = voice.get_command(click.Context(voice), name)
    assert command
    command.make_context(name, words)


def test_every_option_that_is_spoken_of_exists() -> None:
    spoken_of = set(re.findall(r"--[a-z][a-z-]+", DOCUMENT))
    known: set[str] = set()
    for name in ("pull", "push"):
        command = voice.get_command(click.Context(voice), name)
        assert command
        known |= {option for one in command.params for option in one.opts}
    assert len(COMMANDS) > 3
    assert spoken_of <= known
