"""One Earshot at a time runs on a folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.domain.errors import BadInputError
from sandbox.data_folder import hold
from tests.conftest import ROOT

HOLDER = "import sys, pathlib; from sandbox.data_folder import hold; held = hold(pathlib.Path(sys.argv[1]));"


def test_a_second_one_is_told_and_changes_nothing(tmp_path: Path) -> None:
    held = hold(tmp_path)
    with pytest.raises(BadInputError, match="already") as told:
        hold(tmp_path)
    assert str(tmp_path) in str(told.value)
    held.close()
    hold(tmp_path).close()


def test_one_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"{HOLDER} print('held', flush=True); sys.stdin.read()", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(BadInputError):
            hold(tmp_path)
        other.kill()
    hold(tmp_path).close()
