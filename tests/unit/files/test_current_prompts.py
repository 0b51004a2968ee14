"""What drafting uses now: the console's versions in the place of files, and files where those are no good."""

import json
import logging
import shutil
from pathlib import Path

import pytest
import yaml

from chalicelib.adapters.files.current_prompts import CurrentPrompts
from chalicelib.adapters.files.yaml_file import packaged
from chalicelib.domain.document import Document
from chalicelib.domain.errors import BadInputError
from tests.support.prompting import PROMPTS, prompts_of
from tests.support.values import NOW
from tests.unit.voice.rooms import BRAND, BRANDS, VOICE

FILE = (PROMPTS / VOICE).read_text()
SALES = "voices/tarnhollow/sales.yaml"


@pytest.fixture
def current() -> CurrentPrompts:
    return prompts_of(BRANDS)


def keep(current: CurrentPrompts, text: str, version: int = 1, path: str = VOICE) -> None:
    current.documents.save_document(
        Document(brand=BRAND, path=path, version=version, text=text, by="ana", at=NOW)
    )


def test_without_a_version_of_the_console_the_files_count(current: CurrentPrompts) -> None:
    assert current[BRAND].voices["support"].tone.startswith("Calm, warm")
    assert all(version.startswith("file ") for version in current[BRAND].versions.values())


def test_the_next_look_has_a_version_that_was_just_saved(current: CurrentPrompts) -> None:
    before = current[BRAND]
    keep(current, FILE.replace("emoji: few", "emoji: none"))
    assert (before.voices["support"].emoji, current[BRAND].voices["support"].emoji) == ("few", "none")
    assert current[BRAND].versions[VOICE] == "console 1"
    keep(current, FILE.replace("emoji: few", "emoji: free"), 2)
    assert current[BRAND].voices["support"].emoji == "free"
    assert current[BRAND].versions[VOICE] == "console 2"
    assert current[BRAND].voices["sales"] == before.voices["sales"]


def test_what_was_parsed_is_kept_while_nothing_changes(current: CurrentPrompts) -> None:
    keep(current, FILE)
    assert current[BRAND] is current[BRAND]


def test_a_version_that_cannot_be_read_is_left_out_and_told(
    current: CurrentPrompts, caplog: pytest.LogCaptureFixture
) -> None:
    keep(current, FILE.replace("emoji: few", "emoji: many"))
    keep(current, (PROMPTS / SALES).read_text().replace("emoji: few", "emoji: none"), path=SALES)
    with caplog.at_level(logging.WARNING):
        reading = current.reading(BRAND)
    assert reading.prompts.voices["support"].emoji == "few"
    assert reading.prompts.voices["sales"].emoji == "none"
    assert (set(reading.used), set(reading.unused)) == ({SALES}, {VOICE})
    assert f"{VOICE}:" in reading.unused[VOICE]
    assert reading.prompts.versions[VOICE].startswith("file ")
    assert [vars(record)["document"] for record in caplog.records] == [VOICE]


def test_of_a_packaged_file_people_see_what_they_wrote(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))
    data = json.dumps(yaml.safe_load(FILE))
    (folder / VOICE).write_text(packaged(data, FILE))
    current = prompts_of(BRANDS, folder)
    assert current.file(VOICE) == FILE
    assert current.file("voices/tarnhollow/none.yaml") is None
    keep(current, FILE.replace("emoji: few", "emoji: none"), path=SALES)
    assert {desk: voice.emoji for desk, voice in current[BRAND].voices.items()} == {
        "sales": "none",
        "support": "few",
    }


def test_a_file_that_is_wrong_is_still_an_error(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))
    (folder / SALES).write_text("schema: 1\n")
    current = prompts_of(BRANDS, folder)
    keep(current, FILE)
    with pytest.raises(BadInputError, match=r"sales\.yaml"):
        current.reading(BRAND)


def test_a_text_can_be_looked_at_before_it_is_saved(current: CurrentPrompts) -> None:
    keep(current, FILE.replace("emoji: few", "emoji: none"))
    edited = current.edited(BRAND, {SALES: FILE.replace("emoji: few", "emoji: free")})
    assert (edited.voices["support"].emoji, edited.voices["sales"].emoji) == ("none", "free")
    assert current.documents.heads(BRAND) == {VOICE: 1}
    line = FILE.splitlines().index("emoji: few") + 1
    with pytest.raises(BadInputError, match=f"{VOICE}:{line}: 'emoji'") as told:
        current.edited(BRAND, {VOICE: FILE.replace("emoji: few", "emoji: many")})
    assert (told.value.file, told.value.line) == (VOICE, line)


def test_a_brand_on_the_shared_voice_can_change_one_desks(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))
    shutil.rmtree(folder / "voices" / "tarnhollow")
    current = prompts_of(BRANDS, folder)
    keep(current, FILE.replace("emoji: few", "emoji: free"))
    assert current[BRAND].voices["support"].emoji == "free"
    assert current[BRAND].versions["voices/_default.yaml"].startswith("file ")
