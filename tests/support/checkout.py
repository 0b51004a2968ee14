"""A clone as a newcomer has it, to be written to. What `make setup` fetches is borrowed from this one."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

BORROWED = (".venv", ".venv-sandbox", "build/assets", "build/packages")
# Else setting up would find these to be another checkout's, and make them anew.
MARK_AS_SET_UP = """
from infra import setup
stamps = setup.ROOT / "build" / "setup"
stamps.mkdir(parents=True)
for number, (_, _, files, _) in enumerate(setup.PARTS, start=1):
    (stamps / str(number)).write_text(setup.fingerprint(files))
"""


def a_checkout(folder: Path) -> Path:
    """All files that git does not ignore, as they are now, in that folder."""
    list_files = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(list_files, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.split("\0"):
        if name and (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for name in BORROWED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(ROOT / name)
    # The Python that `make setup` runs with.
    python = getattr(sys, "_base_executable", sys.executable)
    subprocess.run([python, "-c", MARK_AS_SET_UP], cwd=folder, check=True)
    return folder
