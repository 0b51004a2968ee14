"""Runs the tools that packaging rests on."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from infra.packaging.errors import PackagingError


def run(*command: object, cwd: Path | None = None, environment: Mapping[str, str] | None = None) -> None:
    """Run a command, with these variables besides its own. Raises PackagingError with what it said."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=cwd, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PackagingError(f"{' '.join(words)}\n{(done.stderr or done.stdout).strip()}")
