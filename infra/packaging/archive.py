"""Puts the zip together: chalice's part, the packages, and bytecode for all of it."""

import shutil
import sys
import zipfile
from pathlib import Path

from infra.packaging.commands import run
from infra.packaging.places import ROOT

# Two packagings of the same inputs are the same bytes, so the zip's hash names its content.
MOMENT = (1980, 1, 1, 0, 0, 0)
MODE = 0o644 << 16
# What the installer notes for itself, and powertools' page for trying out an API, which we do not serve.
NOT_SHIPPED = frozenset({
    ".lock", "RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json",
    "swagger-ui-bundle.min.js", "swagger-ui.min.css",
})  # fmt: skip


def unpack(chalice_zip: Path, folder: Path) -> None:
    """Lay out what chalice zipped, with its bytecode."""
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(chalice_zip) as archive:
        archive.extractall(folder)
    add_bytecode(folder)


def add_bytecode(folder: Path) -> None:
    """Put each module's bytecode beside it; see bytecode.py."""
    run(sys.executable, "-X", "no_debug_ranges", "-m", "infra.packaging.bytecode", folder, cwd=ROOT)


def write_zip(target: Path, *folders: Path) -> None:
    """Write what the folders hold; where two hold a file, the later one's counts."""
    files = {name: path for folder in folders for name, path in _files_in(folder).items()}
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            archive.writestr(_entry(name), files[name].read_bytes(), zipfile.ZIP_DEFLATED, 6)


def _files_in(folder: Path) -> dict[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and path.name not in NOT_SHIPPED
    }


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.external_attr = MODE
    return entry
