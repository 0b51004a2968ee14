"""Setting up: what a machine lacks is said in one line, and nothing half-made counts as made."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Only what setting up reads, without any environment."""
    for name in ("infra", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("requirements.txt", "pyproject.toml", "Makefile"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def test_without_venv_one_line_says_what_to_install(checkout: Path) -> None:
    lacking = checkout / "lacking"
    lacking.mkdir()
    (lacking / "ensurepip.py").write_text("raise ModuleNotFoundError('ensurepip')\n")
    done = subprocess.run(
        [sys.executable, "infra/setup.py"],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(lacking)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "apt install python3-venv" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (checkout / "build" / "setup" / "1").exists()


def test_without_python_make_says_so(checkout: Path) -> None:
    done = subprocess.run(
        ["make", "setup", "PYTHON=no-such-python"],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "Python 3.11 or newer" in done.stderr
