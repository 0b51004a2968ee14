"""Fetches what `requirements.txt` pins, built for Lambda's machines instead of this one."""

import fcntl
import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from infra.packaging.archive import add_bytecode
from infra.packaging.commands import run
from infra.packaging.places import BUILD, ROOT

BYTECODE = Path(__file__).with_name("bytecode.py")
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
# Python 3.11 runs on Amazon Linux 2, whose C library takes wheels of manylinux2014 at most.
PLATFORMS = {"arm64": "aarch64-manylinux2014", "x86_64": "x86_64-manylinux2014"}


def fetch_packages(requirements: Path, architecture: str) -> Path:
    """A folder with the packages and their bytecode, checked against their hashes; kept until either changes.

    `architecture` is `arm64` or `x86_64`. Raises PackagingError where a package has no wheel for it.
    """
    pins = hashlib.sha256(requirements.read_bytes() + BYTECODE.read_bytes()).hexdigest()[:16]
    folder = BUILD / "packages" / f"{architecture}-{PYTHON}-{pins}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name("lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two that package at once, one fetches
        if not folder.exists():
            _install(requirements, architecture, folder)
    return folder


def _install(requirements: Path, architecture: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as unfinished:
        target = Path(unfinished) / "packages"
        run(
            Path(sys.executable).parent / "uv", "pip", "install", "-q", "--target", target,
            "--python", sys.executable, "--python-version", PYTHON,
            "--python-platform", PLATFORMS[architecture],
            "--no-compile", "--require-hashes", "-r", requirements, cwd=ROOT,
        )  # fmt: skip
        shutil.rmtree(target / "bin", ignore_errors=True)
        add_bytecode(target)
        target.rename(folder)
