"""Training anew gives byte for byte what ships."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from chalicelib.triage.model.small import FILES
from tests.conftest import ROOT, missing

PYTHON = ROOT / ".venv-training" / "bin" / "python"
# What a training reads, and where it writes: a copy leaves this checkout as it is.
NEEDED = ("chalicelib", "training")


@pytest.fixture
def a_copy(tmp_path: Path) -> Path:
    """A copy of what a training needs, without what it is to write."""
    for name in NEEDED:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    # Emptied, so that nothing of what ships is left over.
    for path in _written_in(tmp_path):
        path.write_bytes(b"")
    return tmp_path


def _written_in(root: Path) -> list[Path]:
    return sorted((root / FILES.relative_to(ROOT)).iterdir())


def train(root: Path, data: Path) -> subprocess.CompletedProcess[str]:
    """Run the training of a copy."""
    environment = os.environ | {"PYTHONPATH": str(root), "EARSHOT_DATA": str(data)}
    command = (PYTHON, "-m", "training")
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_training_anew_gives_what_ships(a_copy: Path, earshot_data: Path) -> None:
    if not PYTHON.exists():
        missing("training needs numpy: `python3 infra/setup.py --training` sets up what has it")
    done = train(a_copy, earshot_data)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in _written_in(a_copy)] == [path.name for path in _written_in(ROOT)]
    differing = [
        path.name for path in _written_in(a_copy) if path.read_bytes() != (FILES / path.name).read_bytes()
    ]
    assert differing == [], "run `make model` and commit what it writes, `make eval` too"


@pytest.mark.soak
def test_without_the_text_messages_nothing_is_written(a_copy: Path, tmp_path: Path) -> None:
    if not PYTHON.exists():
        missing("training needs numpy: `python3 infra/setup.py --training` sets up what has it")
    done = train(a_copy, tmp_path)
    assert done.returncode == 2
    assert "EARSHOT_DATA" in done.stdout
    assert all(path.read_bytes() == b"" for path in _written_in(a_copy))
