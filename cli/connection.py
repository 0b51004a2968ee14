"""Which deployment a command speaks to: the one of the environment, or a sandbox that is running."""

import json
import os
from pathlib import Path

from chalicelib.bootstrap import Services, build
from chalicelib.domain.errors import BadInputError
from chalicelib.settings import parse_settings
from sandbox.clock import SandboxClock
from sandbox.laptop import RUNNING


def connect(sandbox: Path | None) -> Services:
    """Services of the environment's deployment or, with a folder, of the sandbox that runs on it."""
    if sandbox is None:
        return build(parse_settings(os.environ))
    kept = sandbox / RUNNING
    if not kept.exists():
        raise BadInputError(
            f"no sandbox runs on this folder: start one with `earshot up --data {sandbox}`", file=str(kept)
        )
    os.environ.update(json.loads(kept.read_text()))
    return build(parse_settings(os.environ), SandboxClock(sandbox))
