"""`earshot voice`: what a brand says and how, between files and a deployment."""

from importlib import import_module

import click

PARTS = {"pull": "cli.voice_sync", "push": "cli.voice_sync", "test": "cli.voice_test"}


class Parts(click.Group):
    """Imports a part only when it is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """In the order in which one needs them."""
        return list(PARTS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of its file."""
        if name not in PARTS:
            return None
        command: click.Command = getattr(import_module(PARTS[name]), name)
        return command


@click.group(cls=Parts)
def voice() -> None:
    """Voices, saved replies and all else that drafts are made from."""
