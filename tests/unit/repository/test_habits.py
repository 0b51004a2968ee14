"""Habits of this repository that no linter knows."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from cli.main import COMMANDS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text()


def tracked(*patterns: str) -> list[Path]:
    """The files that git knows."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).exists()]


def calls(path: Path) -> set[str]:
    """The names of everything that a Python file calls."""
    tree = ast.parse(path.read_text())
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "") for f in functions}


def test_only_review_makes_an_approval() -> None:
    makers = tracked("chalicelib/*.py", "cli/*.py", "sandbox/*.py", "app.py")
    granting = {path.relative_to(ROOT).as_posix() for path in makers if {"grant", "Approval"} & calls(path)}
    assert granting == {"chalicelib/domain/approval.py", "chalicelib/review/decide.py"}


def test_only_publish_asks_the_network_to_reply() -> None:
    call = re.compile(r"\bnetwork\.reply\(")
    asking = [path for path in tracked("chalicelib/*.py", "cli/*.py") if call.search(path.read_text())]
    assert asking == [ROOT / "chalicelib" / "publish" / "send.py"]


def test_nothing_scans_but_the_one_command_that_walks_the_whole_table() -> None:
    sources = tracked("chalicelib/*.py", "cli/*.py", "app.py")
    scanning = [path for path in sources if {"scan", "execute_statement", "get_paginator"} & calls(path)]
    assert scanning == [ROOT / "chalicelib" / "adapters" / "dynamodb" / "migration.py"]
    walking = [path for path in sources if "adapters.dynamodb.migration import" in path.read_text()]
    assert walking == [ROOT / "cli" / "migrate.py"]


def test_no_file_names_a_package_registry() -> None:
    registry = re.compile(r"(pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org)")
    naming = [
        path
        for path in tracked()
        if path != Path(__file__).resolve() and registry.search(path.read_text(errors="ignore"))
    ]
    assert naming == []


def test_every_make_command_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    assert set(re.findall(r"`?make ([a-z-]+)", README)) <= targets


def test_every_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"`earshot ([a-z]+)`", README))
    assert named == set(COMMANDS)


@pytest.mark.parametrize("document", tracked("*.md"), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_within_the_repository_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
    broken = [link for link in links if not (document.parent / link).exists()]
    assert broken == []
