"""`earshot draft`: a line out for a line in, in the same order, and one clear line for bad input."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chalicelib.domain.errors import BadInputError
from chalicelib.settings import read_settings
from cli.draft import draft
from sandbox.model import ModelServer, says
from tests.conftest import ROOT
from tests.unit.draft.requests import PROMPTS

BRAND = PROMPTS / "brands" / "tarnhollow.yaml"
SAMPLE = ROOT / "sandbox" / "sample" / "posts.jsonl"
KEYS = {
    *("id", "text", "lang", "origin", "approach", "sources", "claims", "checks", "note", "gap", "cost"),
}


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EARSHOT_MODEL_URL", "EARSHOT_MODEL_KEY", "EARSHOT_MODEL_NAME"):
        monkeypatch.delenv(name, raising=False)
    read_settings.cache_clear()


def drafted(source: Path, target: Path, *more: str) -> list[dict[str, Any]]:
    """The lines that the command writes. Raises what it raises."""
    arguments = ["--brand", str(BRAND), "--in", str(source), "--out", str(target), *more]
    CliRunner().invoke(draft, arguments, catch_exceptions=False)
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def written(folder: Path, *posts: dict[str, Any]) -> Path:
    """A file of these posts."""
    path = folder / "posts.jsonl"
    path.write_text("".join(json.dumps(post) + "\n" for post in posts), encoding="utf-8")
    return path


def test_every_post_of_the_sample_gets_a_draft_in_order(tmp_path: Path) -> None:
    lines = drafted(SAMPLE, tmp_path / "out.jsonl")
    posts = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == [post["id"] for post in posts]
    assert [line["lang"] for line in lines] == [post["lang"] for post in posts]
    for line in lines:
        assert set(line) == KEYS
        assert line["sources"]
        assert [check for check in line["checks"] if not check["passed"]] == []
        assert set(line["checks"][0]) == {"name", "passed", "passage"}
        assert [claim for claim in line["claims"] if not claim["source"]] == []
        assert line["cost"] == "0.000000"
    told = {line["id"]: line["sources"] for line in lines if line["origin"] != "offline"}
    assert told == {"t057": ["protocol:somebody-in-danger"]}


def test_only_id_and_text_are_needed(tmp_path: Path) -> None:
    (line,) = drafted(written(tmp_path, {"id": 7, "text": "my parcel is late"}), tmp_path / "out.jsonl")
    assert line["id"] == "7"
    assert line["sources"] == ["reply:late-delivery", "knowledge:delivery-times"]
    assert "@" not in line["text"]


def test_the_desk_is_the_one_spoken_to_else_by_what_is_wanted(tmp_path: Path) -> None:
    posts = written(
        tmp_path,
        {"id": "1", "text": "@tarnhollow which rain jacket for Skye?", "lang": "en"},
        {"id": "2", "text": "@tarnhollowcare will the rain jacket survive Skye?", "lang": "en"},
        {"id": "3", "text": "looking to buy a waterproof jacket, any recommendations?", "lang": "en"},
    )
    lines = drafted(posts, tmp_path / "out.jsonl")
    assert [line["sources"][0] for line in lines][::2] == ["reply:which-jacket"] * 2
    assert lines[1]["sources"] != ["reply:which-jacket"]


def test_a_model_is_used_where_one_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer(lambda _: says("That is a long wait for a parcel.")) as model:
        monkeypatch.setenv("EARSHOT_MODEL_URL", model.url)
        monkeypatch.setenv("EARSHOT_MODEL_KEY", "sk-1")
        monkeypatch.setenv("EARSHOT_MODEL_NAME", "scripted-1")
        posts = written(tmp_path, {"id": "1", "text": "my parcel is late", "lang": "en"})
        (line,) = drafted(posts, tmp_path / "out.jsonl")
    read_settings.cache_clear()
    assert (line["origin"], line["text"]) == ("model", "That is a long wait for a parcel.")


def test_own_prompts_may_be_named(tmp_path: Path) -> None:
    posts = written(tmp_path, {"id": "1", "text": "late"})
    with pytest.raises(BadInputError, match="there is no such file"):
        drafted(posts, tmp_path / "out.jsonl", "--prompts", str(tmp_path))


@pytest.mark.parametrize("bad", ["{", '{"id": "2"}', "[]"])
def test_bad_input_names_its_line_and_writes_nothing(tmp_path: Path, bad: str) -> None:
    posts = written(tmp_path, {"id": "1", "text": "late"})
    posts.write_text(posts.read_text(encoding="utf-8") + bad + "\n", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"posts\.jsonl:2: "):
        drafted(posts, tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()
