"""The laptop's AWS: it keeps what it holds, is seen by this machine only, and leaves with its starter."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.dynamodb.table import create_table
from chalicelib.domain.errors import BadInputError, NotFoundError
from sandbox.emulator import REGION, ROOT, Emulator, EmulatorError
from tests.support.values import BRAND, NOW, a_post

TABLE = "earshot-kept"


def until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def store_on(emulator: Emulator) -> DynamoStore:
    client = dynamodb_client(REGION, emulator.endpoint)
    create_table(client, TABLE)
    return DynamoStore(TABLE, client)


def has_post(emulator: Emulator) -> bool:
    try:
        return store_on(emulator).post(BRAND, "x:1001")[0] == a_post()
    except NotFoundError:
        return False


def is_on_disk(folder: Path) -> bool:
    state = folder / "state" / "dynamodb.json"
    return state.exists() and "POST#x:1001" in state.read_text()


def test_a_stopped_one_finds_everything_again(tmp_path: Path) -> None:
    with Emulator(tmp_path, snapshot_seconds=3_600) as first:
        assert not has_post(first)
        store_on(first).add_posts(BRAND, [a_post()], "page 1", NOW)
    with Emulator(tmp_path) as second:
        assert has_post(second)


def test_a_killed_one_finds_again_what_was_written_seconds_before(tmp_path: Path) -> None:
    with Emulator(tmp_path, snapshot_seconds=0.2) as first:
        store_on(first).add_posts(BRAND, [a_post()], "page 1", NOW)
        assert until(lambda: is_on_disk(tmp_path))
        assert first.pid is not None
        os.kill(first.pid, signal.SIGKILL)
    with Emulator(tmp_path) as second:
        assert has_post(second)


def test_it_leaves_when_its_starter_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time, pathlib; from sandbox.emulator import Emulator;"
        "one = Emulator(pathlib.Path(sys.argv[1])); one.start(); print(one.pid, flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    pid = int(starter.stdout.readline())
    assert Path(f"/proc/{pid}").exists()
    starter.kill()
    starter.communicate()
    assert until(lambda: _has_ended(pid))


def _has_ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_only_this_machine_can_reach_it(emulator: Emulator) -> None:
    port = int(emulator.endpoint.rsplit(":", 1)[1])
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [line[1] for line in lines if line[3] == "0A" and line[1].endswith(f":{port:04X}")]
    assert listening == [f"0100007F:{port:04X}"]


def test_a_port_that_is_taken_is_said_so(emulator: Emulator, tmp_path: Path) -> None:
    taken = int(emulator.endpoint.rsplit(":", 1)[1])
    with pytest.raises(EmulatorError, match=f"port {taken} "):
        Emulator(tmp_path, taken).start()


def test_a_missing_environment_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as told:
        Emulator(tmp_path, environment=tmp_path / "nothing").start()
    assert str(told.value).startswith(f"{tmp_path}/nothing: the sandbox's environment is not there")
    assert "\n" not in str(told.value)


def test_its_environment_holds_no_key_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with Emulator(tmp_path) as running:
        held = Path(f"/proc/{running.pid}/environ").read_text()
    assert "a-secret" not in held
    assert "PROXY" not in held
