"""What ships of triage was made from what training/ holds now."""

import json
from pathlib import Path

import pytest

from chalicelib.triage.model.small import FILES, META
from training.lexicon import FOLDER, compile_all
from training.posts import read_posts

AGAIN = "run `make model` and commit what it writes"
LISTS = sorted(path.name for path in FILES.glob("words.*.json"))


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The word lists as they are compiled now."""
    folder = tmp_path_factory.mktemp("compiled")
    compile_all(folder)
    return folder


def test_every_language_ships(compiled: Path) -> None:
    assert sorted(path.name for path in compiled.iterdir()) == LISTS, AGAIN
    assert sorted(f"words.{path.stem}.json" for path in FOLDER.glob("*.yaml")) == LISTS, AGAIN


@pytest.mark.parametrize("name", LISTS)
def test_a_word_list_that_ships_is_what_its_source_compiles_to(compiled: Path, name: str) -> None:
    assert (FILES / name).read_bytes() == (compiled / name).read_bytes(), AGAIN


def test_the_model_has_learned_from_every_post() -> None:
    written = json.loads((FILES / META).read_text(encoding="utf-8"))
    assert written["posts"] == len(read_posts()), AGAIN
