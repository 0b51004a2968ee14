"""The `earshot` command as a person types it: bad input is one line, exit code 2, and nothing half-done."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from tests.conftest import ROOT

EARSHOT = Path(sys.executable).parent / "earshot"
BRAND = ROOT / "prompts" / "brands" / "tarnhollow.yaml"
GOOD = '{"id": "1", "text": "@tarnhollowcare my tent leaks", "lang": "en"}'


def earshot(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [EARSHOT, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | environment,
    )


def refused(done: subprocess.CompletedProcess[str], *named: str) -> None:
    """One line, exit code 2, and every word of `named` in it."""
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for word in named:
        assert word in done.stderr


def bad_lines() -> dict[str, tuple[str, str]]:
    return {
        "unreadable": ('{"id": "2", "text": ', "JSON"),
        "no text": ('{"id": "2"}', "text"),
        "10 MB": (json.dumps({"id": "2", "text": "x" * 10_000_000}), "1 MB"),
    }


@pytest.mark.parametrize(
    ("command", "line"), [*(("triage", line) for line in bad_lines()), ("draft", "unreadable")]
)
def test_a_bad_line_is_named_and_no_output_is_left(tmp_path: Path, command: str, line: str) -> None:
    content, named = bad_lines()[line]
    posts, out = tmp_path / "posts.jsonl", tmp_path / "out.jsonl"
    posts.write_text(f"{GOOD}\n{content}\n")
    brand = ["--brand", BRAND] if command == "draft" else []
    refused(earshot(command, *brand, "--in", posts, "--out", out), f"{posts}:2", named)
    assert sorted(tmp_path.iterdir()) == [posts]


def test_up_with_a_bad_line_starts_nothing_and_keeps_nothing(tmp_path: Path) -> None:
    posts, data = tmp_path / "posts.jsonl", tmp_path / "data"
    posts.write_text(f"{GOOD}\nnot json\n")
    refused(earshot("up", "--data", data, "--posts", posts, "--port", "0"), f"{posts}:2")
    posts.write_text(f"{GOOD}\n")
    with up(data, posts) as lines:
        assert lines["Console"].startswith("http://127.0.0.1:")


def test_an_unknown_key_in_a_brand_file_is_named_with_its_line(tmp_path: Path) -> None:
    brand, posts = tmp_path / "tarnhollow.yaml", tmp_path / "posts.jsonl"
    brand.write_text(BRAND.read_text() + "colour: green\n")
    posts.write_text(GOOD + "\n")
    last = len(brand.read_text().splitlines())
    refused(earshot("draft", "--brand", brand, "--in", posts, "--out", "-"), f"{brand}:{last}", "colour")
    refused(earshot("check", EARSHOT_BRANDS_DIR=str(tmp_path)), f"{brand}:{last}", "colour")


def test_a_missing_prompt_variable_is_named_with_file_and_line(tmp_path: Path) -> None:
    prompts = tmp_path / "prompts"
    subprocess.run(["cp", "-r", ROOT / "prompts", prompts], check=True)
    task = prompts / "tasks" / "draft.md"
    task.write_text(task.read_text().replace("{{ voice_tone }}", "{{ voice_tune }}"))
    refused(earshot("check", EARSHOT_PROMPTS_DIR=str(prompts)), f"{task}", "voice_tune")


@pytest.mark.parametrize("command", ["triage", "draft"])
def test_a_full_disk_is_said_in_one_line(tmp_path: Path, command: str) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text(GOOD + "\n")
    brand = ["--brand", BRAND] if command == "draft" else []
    refused(earshot(command, *brand, "--in", posts, "--out", "/dev/full"), "/dev/full", "no space")


def test_a_misspelt_setting_is_named() -> None:
    refused(earshot("check", EARSHOT_MODLE_NAME="x"), "EARSHOT_MODLE_NAME")


def test_init_writes_a_brand_that_check_accepts(tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text('{"text": "@AcornBikes hello"}\n{"text": "@AcornBikes my wheel"}\n')
    made = earshot("init", "--from", posts, "--out", tmp_path / "brands")
    assert made.returncode == 0, made.stderr
    checked = earshot("check", "--json", EARSHOT_BRANDS_DIR=str(tmp_path / "brands"))
    assert json.loads(checked.stdout)["brands"] == ["acornbikes"]
    refused(earshot("init", "--from", posts, "--out", tmp_path / "brands"), "acornbikes.yaml", "already")


def test_init_asks_for_what_it_is_not_told(tmp_path: Path) -> None:
    asked = subprocess.run(
        [EARSHOT, "init", "--out", tmp_path],
        input="acorn\nAcorn Bikes\nen, pl\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "acorn.yaml" in asked.stdout
    assert "- pl" in (tmp_path / "acorn.yaml").read_text()


def test_drafts_and_verdicts_come_line_by_line_in_the_same_order(tmp_path: Path) -> None:
    posts, out = tmp_path / "posts.jsonl", tmp_path / "out.jsonl"
    texts = ["@tarnhollowcare my tent leaks", "Which jacket for the Alps? @tarnhollow", "buy crypto now"]
    posts.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)))
    assert earshot("triage", "--in", posts, "--out", out).returncode == 0
    verdicts = [json.loads(line) for line in out.read_text().splitlines()]
    assert [verdict["id"] for verdict in verdicts] == ["0", "1", "2"]
    assert {"intent", "needs_reply", "sentiment", "urgency", "lang", "score", "why"} <= set(verdicts[0])
    assert earshot("draft", "--brand", BRAND, "--in", posts, "--out", out).returncode == 0
    drafts = [json.loads(line) for line in out.read_text().splitlines()]
    assert [draft["id"] for draft in drafts] == ["0", "1", "2"]
    assert {"text", "lang", "origin", "sources", "checks"} <= set(drafts[0])
    assert {draft["origin"] for draft in drafts} == {"offline"}


@contextmanager
def up(data: Path, posts: Path, *, port: int = 0) -> Iterator[dict[str, str]]:
    """`earshot up` until its two addresses are printed; ended by SIGTERM, and it must end well."""
    command = [str(EARSHOT), "up", "--data", str(data), "--posts", str(posts), "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    found: dict[str, str] = {}
    try:
        assert running.stdout is not None
        while len(found) < 2 and (line := running.stdout.readline()):
            if told := re.match(r"(Console|Network): (http://127\.0\.0\.1:\d+)$", line):
                found[told[1]] = told[2]
        assert len(found) == 2, running.stderr.read() if running.stderr else ""
        yield found
    finally:
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 0, said


def test_up_prints_its_addresses_ends_on_sigterm_and_starts_again_quickly(tmp_path: Path) -> None:
    posts, data = tmp_path / "posts.jsonl", tmp_path / "data"
    posts.write_text(GOOD + "\n")
    with up(data, posts) as first:
        port = int(first["Console"].rsplit(":", 1)[1])
        with up(tmp_path / "other", posts, port=port) as second:
            assert second["Console"] != first["Console"]
    began = monotonic()
    with up(data, posts):
        took = monotonic() - began
    print(f"\nthe second start took {took:.1f} s")
    assert not (data / "worker.pid").exists()


def test_queue_and_ingest_speak_to_a_running_sandbox(tmp_path: Path) -> None:
    posts, data, more = tmp_path / "posts.jsonl", tmp_path / "data", tmp_path / "more.jsonl"
    posts.write_text(GOOD + "\n")
    more.write_text(
        '{"id": "77", "text": "@tarnhollowcare my boots broke after a week", "author": "hiker"}\n'
    )
    with up(data, posts):
        added = earshot("ingest", "--brand", "tarnhollow", "--in", more, "--data", data)
        assert "1 new" in added.stdout, added.stderr
        again = earshot("ingest", "--brand", "tarnhollow", "--in", more, "--data", data)
        assert "1 known already" in again.stdout, again.stderr
        deadline, authors = monotonic() + 30, set[str]()
        while "hiker" not in authors and monotonic() < deadline:
            listed = earshot("queue", "--data", data, "--json")
            assert listed.returncode == 0, listed.stderr
            authors = {json.loads(line)["author"] for line in listed.stdout.splitlines()}
        assert "hiker" in authors
