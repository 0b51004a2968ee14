"""What is in the zip, what is not, and that the same inputs make the same zip."""

import importlib.util
import json
import marshal
import shutil
import zipfile
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from jinja2 import ModuleLoader

from chalicelib.adapters.files.yaml_file import PACKAGED, YamlFile
from chalicelib.console import render
from infra.package import package
from infra.packaging import rewrite
from infra.packaging.archive import write_zip
from infra.packaging.bytecode import NEVER_LOADED, compiled
from infra.packaging.errors import PackagingError
from infra.packaging.places import ROOT, Places

LARGEST = 17_000_000
UNCHECKED = (1).to_bytes(4, "little")


@pytest.fixture(scope="module")
def names(packaged: Places) -> set[str]:
    """The names of what is in the zip."""
    with zipfile.ZipFile(packaged.zip) as archive:
        return set(archive.namelist())


def test_prompts_and_assets_are_at_the_root(names: set[str]) -> None:
    files = [path for path in (ROOT / "prompts").rglob("*.*") if path.name != "README.md"]
    assert files
    assert {str(path.relative_to(ROOT)) for path in files} <= names
    assert "assets/htmx.min.js" in names


def test_files_mean_the_same_as_in_the_checkout(packaged: Places) -> None:
    files = [
        path.relative_to(ROOT) for room in ("prompts", "chalicelib") for path in (ROOT / room).rglob("*.yaml")
    ]
    rewritten = [file for file in files if (packaged.app / file).read_text().startswith(PACKAGED)]
    assert set(files) == set(rewritten)
    for file in rewritten:
        here, there = YamlFile(ROOT / file).data, YamlFile(packaged.app / file).data
        assert json.loads(json.dumps(here, default=str)) == there, file


def test_the_templates_are_compiled_and_say_the_same(
    packaged: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = {path.name for path in render.TEMPLATES.iterdir()}
    here = render.environment.__wrapped__()
    monkeypatch.setattr(render, "COMPILED", packaged.app / render.COMPILED.relative_to(ROOT))
    there = render.environment.__wrapped__()
    assert isinstance(there.loader, ModuleLoader)
    values = {"urls": None, "static": str, "has_htmx": True}
    for name in templates:
        assert there.get_template(name).blocks.keys() == here.get_template(name).blocks.keys(), name
    assert there.get_template("keys.html").render(values) == here.get_template("keys.html").render(values)


@pytest.mark.parametrize("wrong", ["brands/tarnhollow.yaml", "saved_replies/tarnhollow/en.yaml"])
def test_a_wrong_file_is_named_before_anything_is_packaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    shutil.copytree(ROOT / "prompts", tmp_path / "prompts")
    (tmp_path / "prompts" / wrong).write_text("schema: 1\nnonsense: yes\n")
    monkeypatch.setattr(rewrite, "ROOT", tmp_path)
    with pytest.raises(PackagingError, match=f"{wrong}:2"):
        rewrite.rewrite_files(tmp_path / "source")


def test_everything_of_ours_that_runs_is_in_it(names: set[str]) -> None:
    own = [path for path in (ROOT / "chalicelib").rglob("*.*") if "__pycache__" not in path.parts]
    assert {str(path.relative_to(ROOT)) for path in own} <= names
    assert "app.py" in names


def test_nothing_is_in_it_that_lambda_brings_or_nobody_runs(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    unwanted = {"boto3", "botocore", "s3transfer", "setuptools", "pip", "tests", "cli", "sandbox", "infra"}
    assert not tops & unwanted
    assert not [name for name in names if name.startswith("chalice/cli")]


def test_it_is_small_enough(packaged: Places) -> None:
    assert packaged.zip.stat().st_size < LARGEST


def test_each_module_has_bytecode_that_is_never_checked(packaged: Places, names: set[str]) -> None:
    modules = [name for name in names if name.endswith(".py") and not name.startswith(NEVER_LOADED)]
    assert len(modules) < sum(name.endswith(".py") for name in names)
    with zipfile.ZipFile(packaged.zip) as archive:
        for name in modules:
            bytecode = archive.read(importlib.util.cache_from_source(name))
            assert bytecode[:8] == importlib.util.MAGIC_NUMBER + UNCHECKED, name
        code = marshal.loads(archive.read(importlib.util.cache_from_source("app.py"))[16:])
    assert isinstance(code, CodeType)
    assert code.co_filename == "/var/task/app.py"


def test_bytecode_keeps_lines_and_what_classes_say_and_leaves_out_what_functions_say() -> None:
    source = (
        b'"""A module."""\n\nclass A:\n    """A class."""\n\n    def f(self):\n        """Says."""\n'
        b'        return 1 / 0\n\n    def g(self):\n        """Says only."""\n'
    )
    code = marshal.loads(compiled(source, "a.py")[16:])
    found: dict[str, Any] = {}
    exec(code, found)
    assert (found.get("__doc__"), found["A"].__doc__) == (None, "A class.")
    assert (found["A"].f.__doc__, found["A"].g.__doc__, found["A"]().g()) == (None, None, None)
    with pytest.raises(ZeroDivisionError) as raised:
        found["A"]().f()
    assert raised.traceback[-1].lineno == 7


def test_no_time_and_no_order_of_this_machine_is_in_it(packaged: Places) -> None:
    with zipfile.ZipFile(packaged.zip) as archive:
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.external_attr >> 16 for entry in entries} == {0o644}


def test_the_same_files_make_the_same_zip(packaged: Places, tmp_path: Path) -> None:
    write_zip(tmp_path / "one.zip", packaged.app)
    for path in sorted(packaged.app.rglob("*.py"))[:5]:
        path.touch()
    write_zip(tmp_path / "two.zip", packaged.app)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.parametrize("stage", ["assets", "setup", "packages"])
def test_a_stage_cannot_take_a_folder_of_build(stage: str) -> None:
    with pytest.raises(PackagingError, match="choose another name"):
        package(stage, "arm64")


@pytest.mark.parametrize("stage", ["", "Prod", "a_b", "a" * 21, "prod\n", "../prod"])
def test_what_is_no_stage_is_refused_before_anything_is_written(stage: str, tmp_path: Path) -> None:
    with pytest.raises(PackagingError, match="1 to 20"):
        package(stage, "arm64", Places(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
