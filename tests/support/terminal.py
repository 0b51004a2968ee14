"""Somebody at a terminal: types an answer whenever a command asks for one."""

import os
import pty
import select
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE = 60.0  # seconds without a word


def converse(command: str, answers: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> str:
    """Run a shell command at a terminal of its own; what stood there. It has to end well.

    An answer is typed only once the command has asked, with a colon at the end: what is typed sooner is
    thrown away by whatever asks for a password.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", "--wait", "bash", "-c", command],
        cwd=cwd, env=dict(environment), stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    said, asked = "", 0
    while text := _next(ours):
        said += text
        if said.rstrip(" ").endswith(":") and len(said) > asked and answers:
            answer, *answers = answers
            os.write(ours, f"{answer}\n".encode())
            asked = len(said)
    os.close(ours)
    assert process.wait(PATIENCE) == 0, said
    return said


def _next(terminal: int) -> str:
    """What comes next; empty once the command has hung up."""
    ready, _, _ = select.select([terminal], [], [], PATIENCE)
    assert ready, f"nothing was said for {PATIENCE:.0f} s"
    try:
        return os.read(terminal, 4096).decode(errors="replace")
    except OSError:
        return ""
