"""Which deployment a command speaks to: the one of the environment, or a sandbox that is running."""

import os
from pathlib import Path

from chalicelib.bootstrap import Services, build
from chalicelib.settings import parse_settings
from sandbox.clock import SandboxClock
from sandbox.data_folder import kept_settings


def connect(sandbox: Path | None) -> Services:
    """Services of the environment's deployment or, with a folder, of the sandbox that runs on it."""
    if sandbox is None:
        return build(parse_settings(os.environ))
    os.environ.update(kept_settings(sandbox))
    return build(parse_settings(os.environ), SandboxClock(sandbox))
