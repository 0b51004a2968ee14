"""The `earshot` command: one file a subcommand, thin, over the same steps as the deployed functions."""

import errno
import sys
from importlib import import_module

import click

from chalicelib.domain.errors import EarshotError

BAD_INPUT = 2
COMMANDS = (
    "up", "init", "ingest", "triage", "draft", "queue", "voice", "cost", "connect", "check", "live", "stop",
    "start", "redrive", "migrate",
)  # fmt: skip


class Commands(click.Group):
    """Imports a command only when it is asked for: SDKs take longer to import than most commands to run."""

    def list_commands(self, context: click.Context) -> list[str]:
        """In the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of `cli/<name>.py`."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"cli.{name}"), name)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def earshot() -> None:
    """Everything said within earshot of your brand, answered: by people, with a good draft at hand."""


def main() -> None:
    """Run a command. What a person got wrong is one line on stderr, and exit code 2."""
    try:
        earshot.main(standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except click.Abort:
        sys.exit(130)
    except EarshotError as problem:
        _say_and_end(" ".join(str(problem).split()))
    except BrokenPipeError:
        # Whoever read our output has had enough, as in `earshot queue | head`.
        sys.stderr.close()
        sys.exit(0)
    except OSError as problem:
        if problem.errno not in (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT):
            raise
        place = f"{problem.filename}: " if problem.filename else ""
        _say_and_end(f"{place}{str(problem.strerror).lower()}; nothing half-done was kept")


def _say_and_end(line: str) -> None:
    click.echo(f"earshot: {line}", err=True)
    sys.exit(BAD_INPUT)
