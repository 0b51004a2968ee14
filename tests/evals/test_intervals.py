"""The bootstrap: checked where numpy is, and by what the committed intervals must look like anywhere."""

import os
import subprocess
from math import sqrt

import pytest

from evals.measured import SHARE
from evals.report import load
from tests.conftest import ROOT, missing

TRAINING = ROOT / ".venv-training" / "bin" / "python"


@pytest.mark.soak
def test_the_bootstrap_by_hand() -> None:
    if not TRAINING.exists():
        missing("the bootstrap needs numpy: `python3 infra/setup.py --training` sets up what has it")
    command = (TRAINING, "-m", "tests.evals.intervals_by_hand")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_figure_lies_in_its_interval() -> None:
    for line in load().lines:
        assert line.interval.low <= line.figure <= line.interval.high, line
        if line.auc is not None and line.auc_interval is not None:
            assert line.auc_interval.low <= line.auc <= line.auc_interval.high, line


def test_the_interval_of_a_share_is_about_the_binomial_one() -> None:
    shares = [line for line in load().lines if line.measure == SHARE]
    assert shares
    for line in shares:
        part = line.figure / 100
        width = 100 * 2 * 1.96 * sqrt(part * (1 - part) / line.posts)
        assert line.interval.high - line.interval.low == pytest.approx(width, rel=0.2, abs=0.5), line
