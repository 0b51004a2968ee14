"""What is asked for wrongly is one line and exit code 2, before AWS hears of it."""

import json
import zipfile
from pathlib import Path

import pytest

from infra.deploying.__main__ import main
from tests.unit.deploying.samples import a_template


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder with the package of stage dev."""
    (tmp_path / "dev").mkdir()
    zipfile.ZipFile(tmp_path / "dev" / "deployment.zip", "w").close()
    (tmp_path / "dev" / "sam.json").write_text(json.dumps(a_template()))
    return tmp_path


@pytest.fixture(autouse=True)
def no_account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine on which nobody has set AWS up. Port 9 of loopback, where AWS would be, answers nobody."""
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["deploy", "nope"], "make package STAGE=nope"),
        (["deploy", "dev", "--alarm-email", "ops"], "no email address"),
        (["deploy", "dev", "--parameter", "LogDays"], "not NAME=VALUE"),
        (["deploy", "dev"], "which region"),
        (["deploy", "dev", "--region", "eu-central-1"], "no AWS keys"),
    ],
)
def test_one_line_and_exit_code_2(
    arguments: list[str], told: str, packages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--packages", str(packages)]) == 2
    line = capsys.readouterr().err
    assert told in line
    assert line.count("\n") == 1


def test_what_aws_does_not_answer_is_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    assert main(["rollback", "dev", "--region", "eu-central-1"]) == 1
    line = capsys.readouterr().err
    assert line.startswith("asking AWS whose keys these are: Could not connect")
    assert line.count("\n") == 1
