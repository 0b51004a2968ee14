"""The `earshot` command: one file a subcommand, thin, over the same steps as the deployed functions."""

import errno
import sys

import click

from chalicelib.domain.errors import EarshotError
from cli.check import check
from cli.draft import draft
from cli.ingest import ingest
from cli.init import init
from cli.queue import queue
from cli.triage import triage
from cli.up import up

BAD_INPUT = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def earshot() -> None:
    """Everything said within earshot of your brand, answered: by people, with a good draft at hand."""


for command in (up, init, ingest, triage, draft, queue, check):
    earshot.add_command(command)


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
        _say_and_end(f"{place}{problem.strerror}; nothing half-done was kept")


def _say_and_end(line: str) -> None:
    click.echo(f"earshot: {line}", err=True)
    sys.exit(BAD_INPUT)
