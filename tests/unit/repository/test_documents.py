"""What the documents claim of formats, settings, keys and layers is what the code does."""

import inspect
import json
import re
import tomllib
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import BaseModel

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.domain.brand import AnswerTargets, Brand, Desk, Search
from chalicelib.domain.verdict import Intent, Risk
from chalicelib.draft import filling, task
from chalicelib.draft.prompts import Example, KnowledgeEntry, NetworkVoice, Protocol, SavedReply, Voice
from chalicelib.settings import PREFIX, Settings
from cli.check import check
from cli.draft import draft
from cli.queue import row
from cli.triage import triage
from tests.conftest import ROOT
from tests.support.values import a_case
from tests.unit.repository.test_habits import tracked

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
FORMATS = (ROOT / "docs" / "formats.md").read_text()
SETTINGS = (ROOT / "docs" / "settings.md").read_text()
PROMPTS = (ROOT / "prompts" / "README.md").read_text()
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
BRAND = ROOT / "prompts" / "brands" / "tarnhollow.yaml"


def codes(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", text)


def table(document: str, heading: str, *, number: int = 0) -> list[list[str]]:
    """The rows of a section's table (the first, unless another is asked for), without its head."""
    section = re.split(r"^## ", document, flags=re.M)
    (body,) = [one for one in section if one.startswith(heading)]
    rows = re.findall(r"(?:^\|.*\n?)+", body, flags=re.M)[number].splitlines()
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def keys_of(heading: str) -> list[str]:
    """The keys that a section of the formats lists."""
    return [key for cells in table(FORMATS, heading) for key in codes(cells[0])]


def first_line(command: Any, folder: Path, *more: str) -> dict[str, Any]:
    """What a command makes of one post."""
    posts, out = folder / "posts.jsonl", folder / "out.jsonl"
    posts.write_text(json.dumps({"id": "1", "text": "@tarnhollow my tent arrived broken"}))
    arguments = ["--in", str(posts), "--out", str(out), *more]
    CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)
    line: dict[str, Any] = json.loads(out.read_text())
    return line


def test_a_verdict_has_the_documented_keys(tmp_path: Path) -> None:
    assert list(first_line(triage, tmp_path)) == keys_of("Verdicts")


def test_a_draft_has_the_documented_keys(tmp_path: Path) -> None:
    line = first_line(draft, tmp_path, "--brand", str(BRAND))
    assert sorted(line) == sorted(set(keys_of("Drafts")))
    (checks,) = [cells[1] for cells in table(FORMATS, "Drafts") if codes(cells[0]) == ["checks"]]
    assert list(line["checks"][0]) == codes(checks)


def test_a_row_of_the_queue_has_the_documented_keys() -> None:
    assert list(row(a_case())) == keys_of("Cases")


def test_what_check_found_has_the_documented_keys() -> None:
    told = CliRunner().invoke(check, ["--json"], catch_exceptions=False, standalone_mode=False)
    assert list(json.loads(told.stdout)) == keys_of("What was found")


def test_every_intent_and_every_risk_is_documented() -> None:
    explained = {cells[0]: codes(cells[1]) for cells in table(FORMATS, "Verdicts")}
    assert explained["`intent`"] == [intent.value for intent in Intent]
    assert explained["`risk`"] == [flag.value for flag in Risk]


def shown(value: object) -> str:
    """A default as the settings' document writes it."""
    if value is None:
        return "–"
    if isinstance(value, Path):
        return value.relative_to(ROOT).as_posix()
    if isinstance(value, bool | dict):
        return json.dumps(value)
    if isinstance(value, tuple):
        return ",".join(shown(one) for one in value)
    return str(value.value if isinstance(value, Enum) else value)


# Where the value of no variable is worked out from another, or is somebody else's.
TOLD_IN_WORDS = {"brands_dir": "`prompts/brands`", "aws_region": "`AWS_REGION`, else `eu-central-1`"}
TOLD_IN_WORDS |= {"model_url": "OpenAI's", "model_fallbacks": "`[]`"}


def test_every_setting_has_the_documented_default() -> None:
    documented = {codes(cells[0])[0]: cells[1] for cells in table(SETTINGS, "", number=0)}
    defaults = {}
    for name, field in Settings.model_fields.items():
        default = shown(field.get_default(call_default_factory=True))
        defaults[f"{PREFIX}{name.upper()}"] = default if default == "–" else f"`{default}`"
        if name in TOLD_IN_WORDS:
            defaults[f"{PREFIX}{name.upper()}"] = TOLD_IN_WORDS[name]
    assert documented == defaults
    assert shown(Settings().brand_files) == "prompts/brands"
    assert Settings().aws_region == "eu-central-1"


def test_every_variable_that_is_spoken_of_is_a_setting() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {"EARSHOT_DATA"}
    files = tracked("*.md", "Makefile", "chalicelib/*.py", "chalicelib/*.html", "cli/*.py", "sandbox/*.py")
    spoken_of = {name for path in files for name in re.findall(r"EARSHOT_[A-Z_]*[A-Z]", path.read_text())}
    assert spoken_of - known == set()


def pattern(function: Any) -> Any:
    """What a function of the keys answers, each value replaced by the name of its parameter."""
    given: dict[str, Any] = {name: name for name in inspect.signature(function).parameters}
    values = {name: 7 if name == "version" else name for name in given}
    names = {name: name for name in given} | {"00000007": "version"}
    answer = function(**values)
    parts = (
        re.sub(r"[^#:]+", lambda match: f"<{names[match[0]]}>" if match[0] in names else match[0], part)
        for part in (answer if isinstance(answer, Key) else (answer,))
    )
    return tuple(parts)


def test_the_tables_keys_are_the_documented_ones() -> None:
    makers = [
        function
        for _, function in inspect.getmembers(keys, inspect.isfunction)
        if function.__module__ == keys.__name__ and inspect.signature(function).return_annotation is Key
    ]
    documented = {
        (codes(cells[0])[0], sort_key)
        for cells in table(ARCHITECTURE, "The table")
        for sort_key in codes(cells[1])
    }
    assert {pattern(maker) for maker in makers} == documented


def test_the_indexes_are_the_documented_ones() -> None:
    indexes = table(ARCHITECTURE, "The table", number=1)
    partitions = {codes(cells[0])[0]: codes(cells[1])[0] for cells in indexes}
    assert partitions == {
        keys.QUEUE: pattern(keys.queue_partition)[0],
        keys.WORK: pattern(keys.work_partition)[0],
    }


def layers() -> str:
    """The layers of the contract, as the documents draw them."""
    names = [layer.replace("chalicelib.", "") for layer in CONTRACT["layers"]]
    return " → ".join("steps" if "listen" in name else name for name in names)


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_the_layers_are_drawn_as_they_are_checked(document: str) -> None:
    text = " ".join((ROOT / document).read_text().split())
    assert f"`{layers()}`" in text


def test_the_steps_are_those_that_the_contract_keeps_apart() -> None:
    (steps,) = [layer for layer in CONTRACT["layers"] if "listen" in layer]
    drawn = re.search(r"listen → .*measure", ARCHITECTURE)
    assert drawn
    assert [step.strip().replace(" ", "_") for step in drawn[0].split("→")] == [
        step.strip().removeprefix("chalicelib.") for step in steps.split("|")
    ]


def test_every_room_exists_and_every_room_is_told() -> None:
    told = {codes(cells[0])[0] for cells in table(ARCHITECTURE, "The rooms")}
    steps = set(re.findall(r"`(chalicelib/\w+)`\)", ARCHITECTURE))
    python = {path.relative_to(ROOT).parts for path in tracked("*.py")}
    rooms = {"/".join(parts[:2]) if parts[0] == "chalicelib" else parts[0] for parts in python}
    assert told | steps | {"chalicelib/__init__.py", "tests"} == rooms | {"prompts"}


PARTS: list[tuple[str, type[BaseModel]]] = [
    ("Brand", Brand),
    ("Brand", Desk),
    ("Brand", AnswerTargets),
    ("Brand", Search),
    ("Voice", Voice),
    ("Saved replies", SavedReply),
    ("Knowledge", KnowledgeEntry),
    ("Network", NetworkVoice),
    ("Examples", Example),
    ("Protocols", Protocol),
]


@pytest.mark.parametrize(("heading", "shape"), PARTS, ids=lambda one: getattr(one, "__name__", None))
def test_every_key_of_a_prompt_file_is_documented(heading: str, shape: type[BaseModel]) -> None:
    (section,) = [one for one in re.split(r"^## ", PROMPTS, flags=re.M) if one.startswith(f"{heading}\n")]
    keys_of_shape = {field.alias or name for name, field in shape.model_fields.items()} - {"schema"}
    assert keys_of_shape - set(codes(section)) == set()


def test_every_variable_of_a_prompt_is_documented() -> None:
    assert set(re.findall(r"\{\{ (\w+) \}\}", PROMPTS)) == task.VARIABLES
    assert {f"{{{name}}}" for name in filling.VARIABLES} <= set(codes(PROMPTS))


def test_decisions_are_numbered_and_say_what_was_rejected() -> None:
    decisions = sorted(tracked("docs/decisions/0*.md"))
    assert [path.name[:4] for path in decisions] == [f"{n:04d}" for n in range(1, len(decisions) + 1)]
    for path in decisions:
        text = path.read_text()
        assert text.startswith(f"# {int(path.name[:4])}. ")
        assert re.search(r"\brejected\b", text, flags=re.I), path.name
