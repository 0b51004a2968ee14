"""`earshot triage`, as somebody would call it."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chalicelib.domain.errors import BadInputError
from chalicelib.domain.verdict import Intent
from cli.triage import triage

ROOT = Path(__file__).resolve().parents[3]
FIELDS = {"id", "intent", "needs_reply", "sentiment", "urgency", "lang", "score", "risk", "why"}
FIELDS |= {"confidence", "addressed", "product", "topic"}
FIELDS |= {"desk", "rule", "account", "priority", "tags", "closed"}
POSTS = (
    {"id": "b", "text": "@brackwater the kettle arrived broken, refund please", "author": "somebody"},
    {"id": "a", "text": "wo kann ich einen leisen Wasserkocher kaufen?", "lang": "de"},
    {"id": 3, "text": "quiet evening by the harbour", "lang": 7},
)


def posts_file(folder: Path, *lines: str) -> Path:
    """A file with these lines, or with the posts above."""
    path = folder / "in.jsonl"
    path.write_text("\n".join(lines or [json.dumps(post) for post in POSTS]), encoding="utf-8")
    return path


def verdicts(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of verdicts."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def run(*arguments: object) -> Any:
    """The command's result; what it raises comes through, as it does to `earshot`."""
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(triage, words, catch_exceptions=False, standalone_mode=False)


def test_every_post_gets_its_line_in_the_same_order(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run("--in", posts_file(tmp_path), "--out", out)
    lines = verdicts(out)
    assert [line["id"] for line in lines] == ["b", "a", "3"]
    assert [line["intent"] for line in lines] == ["complaint", "purchase_intent", "other"]
    assert [line["needs_reply"] for line in lines] == [True, True, False]
    for line in lines:
        assert set(line) == FIELDS
        assert set(line["score"]) == set(Intent)


def test_the_brands_file_tells_whose_account_is_spoken_to(tmp_path: Path) -> None:
    source = posts_file(
        tmp_path,
        '{"id": "1", "text": "@tarnhollowcare you were late and rude", "lang": "en"}',
        '{"id": "2", "text": "@someoneelse you were late and rude", "lang": "en"}',
    )
    out, brand = tmp_path / "out.jsonl", ROOT / "prompts" / "brands" / "tarnhollow.yaml"
    run("--in", source, "--out", out, "--brand", brand)
    assert [line["needs_reply"] for line in verdicts(out)] == [True, False]


def test_with_a_brands_file_each_post_is_routed_and_without_one_none_is(tmp_path: Path) -> None:
    source = posts_file(
        tmp_path,
        '{"id": "1", "text": "@tarnhollow which Skarn for the Alps? I want to buy one", "lang": "en"}',
        '{"id": "2", "text": "@tarnhollowcare the zip of my tent broke", "lang": "en", "created_at": "?"}',
        '{"id": "3", "text": "FREE airdrop, 100x, claim now at coin.example #giveaway", "lang": "en"}',
    )
    out, brand = tmp_path / "out.jsonl", ROOT / "prompts" / "brands" / "tarnhollow.yaml"
    run("--in", source, "--out", out, "--brand", brand)
    buyer, broken, noise = verdicts(out)
    assert (buyer["desk"], buyer["rule"], buyer["product"]) == ("sales", "ready to buy", "skarn-jacket")
    assert (broken["desk"], broken["topic"], broken["tags"]) == ("support", "repairs", ["repair"])
    assert (noise["closed"], noise["needs_reply"]) == ("advertising", False)
    run("--in", source, "--out", out)
    assert {(line["desk"], line["rule"], line["closed"]) for line in verdicts(out)} == {(None, None, None)}


def test_a_dash_means_the_standard_streams() -> None:
    lines = "\n".join(json.dumps(post) for post in POSTS)
    done = CliRunner().invoke(triage, ["--in", "-", "--out", "-"], input=lines, standalone_mode=False)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["b", "a", "3"]


@pytest.mark.parametrize("line", ["{bad", '{"id": "9"}', '{"id": "9", "text": "' + "x" * 10_000_000 + '"}'])
def test_bad_input_is_told_and_leaves_no_file(tmp_path: Path, line: str) -> None:
    source = posts_file(tmp_path, json.dumps(POSTS[0]), line)
    with pytest.raises(BadInputError) as told:
        run("--in", source, "--out", tmp_path / "out.jsonl")
    assert str(told.value).startswith(f"{source}:2: ")
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    source = tmp_path / "many.jsonl"
    filler = "walk by the harbour " * 40
    with source.open("w", encoding="utf-8") as file:
        for number in range(1_000):
            print(json.dumps({"id": number, "text": filler, "lang": "en", "more": "x" * 100_000}), file=file)
    # 100 MB go through; a process that kept them would die at this limit.
    limit = 400_000_000
    code = "from cli.triage import triage; triage()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--in", str(source), "--out", str(tmp_path / "out.jsonl")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(verdicts(tmp_path / "out.jsonl")) == 1_000
