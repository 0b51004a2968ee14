"""A shell in which `earshot`, `aws` and `make` are the ones of this checkout, pointed to an emulator.

Scripts run in bash as they are written. `earshot` and `aws` hand their words to this process, which carries
them out: starting Python and its SDKs for each would take longer than all that they do.
"""

import json
import os
import shlex
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from click import ClickException
from click.testing import CliRunner

from chalicelib.domain.errors import EarshotError
from cli.main import earshot
from tests.conftest import ROOT
from tests.support.aws_command import CannotDoError, Client, aws

SHIM = """#!{python} -IS
import json, os, socket, sys
line = socket.socket(socket.AF_UNIX)
line.connect({address!r})
mine = {{name: value for name, value in os.environ.items() if name.startswith(("AWS_", "EARSHOT_"))}}
line.sendall(json.dumps([[{name!r}, *sys.argv[1:]], mine]).encode() + b"\\n")
code, said = json.loads(line.makefile().readline())
(sys.stderr if code else sys.stdout).write(said)
sys.exit(code)
"""
MAKE = """#!/bin/sh
exec /usr/bin/make --no-print-directory -C {root} -o package -o setup DEPLOYING={deploying} "$@"
"""
DEPLOYING = """#!/bin/sh
exec {python} -m infra.deploying "$@" --packages {packages}
"""


@dataclass
class Shell:
    """`variables` are the environment. `ran` are the commands that were carried out, with what each said."""

    client: Client
    variables: dict[str, str]
    ran: list[tuple[str, str]] = field(default_factory=list)

    def run(self, script: str, timeout: float = 120.0) -> str:
        """Run a script; every command in it has to end well. What it said."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"{script}\nenv -0 > \"$VARIABLES\""],
            cwd=ROOT, env=self.variables, capture_output=True, text=True, check=False, timeout=timeout,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
        told = Path(self.variables["VARIABLES"]).read_text().split("\0")
        # What a block exports is there in the next one, as at one terminal.
        self.variables = dict(one.split("=", 1) for one in told if "=" in one)
        return done.stdout

    def carry_out(self, words: list[str], variables: dict[str, str]) -> tuple[int, str]:
        """A command with its variables: its exit code, and what it says."""
        try:
            is_aws = words[0] == "aws"
            said = aws(words[1:], self.client) if is_aws else self._earshot(words[1:], variables)
        except (EarshotError, ClickException, CannotDoError, ClientError, BotoCoreError) as error:
            return 2, f"{shlex.join(words)}: {error}\n"
        except SystemExit as end:
            return int(end.code or 0), ""
        self.ran.append((shlex.join(words), said))
        return 0, said

    def _earshot(self, words: list[str], variables: dict[str, str]) -> str:
        before = dict(os.environ)
        os.environ.update(variables)
        try:
            return CliRunner().invoke(earshot, words, catch_exceptions=False, standalone_mode=False).stdout
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def a_shell(folder: Path, packages: Path, client: Client, variables: Mapping[str, str]) -> Iterator[Shell]:
    """A shell whose `make` deploys what lies in `packages`, without packaging it anew."""
    shims, address = folder / "bin", str(folder / "line")
    shims.mkdir()
    shell = Shell(client, {**variables, "VARIABLES": str(folder / "variables")})
    shell.variables["PATH"] = f"{shims}:{os.environ['PATH']}"
    for name in ("earshot", "aws"):
        _write(shims / name, SHIM.format(python=sys.executable, address=address, name=name))
    deploying = shims / "deploying"
    _write(deploying, DEPLOYING.format(python=sys.executable, packages=packages))
    _write(shims / "make", MAKE.format(root=ROOT, deploying=deploying))
    server = socketserver.ThreadingUnixStreamServer(address, _line_to(shell))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield shell
    finally:
        server.shutdown()
        server.server_close()


def _write(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def _line_to(shell: Shell) -> type[socketserver.StreamRequestHandler]:
    class Line(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            words, variables = json.loads(self.rfile.readline())
            self.wfile.write(json.dumps(shell.carry_out(words, variables)).encode() + b"\n")

    return Line
