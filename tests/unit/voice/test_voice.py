"""A brand's documents: which there are, how they stand, changing them and taking changes back."""

import shutil
from pathlib import Path

import pytest

from chalicelib.adapters.memory import MemoryDocuments
from chalicelib.domain.document import text_digest
from chalicelib.domain.errors import BadInputError, ConflictError, NotFoundError
from chalicelib.voice.catalogue import Item, catalogue, item_of
from chalicelib.voice.change import roll_back, save
from chalicelib.voice.room import VoiceRoom
from chalicelib.voice.standing import NO_FILE, Standing, standing, standings
from tests.support.prompting import PROMPTS
from tests.unit.voice.rooms import BRAND, BRANDS, VOICE, a_room, kept

FILE = (PROMPTS / VOICE).read_text()
FREE = FILE.replace("emoji: few", "emoji: free")
NONE = FILE.replace("emoji: few", "emoji: none")
SUPPORT = item_of(BRANDS[BRAND], "voice-support")


@pytest.fixture
def room() -> VoiceRoom:
    return a_room()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))


def saved(room: VoiceRoom, text: str, seen: int, item: Item = SUPPORT) -> Standing:
    save(room, BRAND, item, text, seen=seen, who="ana", note=" why not ")
    return standing(room, BRAND, item)


# --- which there are ------------------------------------------------------------------------------


def test_every_file_that_a_draft_is_made_from_is_among_them(room: VoiceRoom) -> None:
    places = {path for one in catalogue(BRANDS[BRAND]) for path in (one.path, one.shared)}
    assert set(room.prompting.reading(BRAND).prompts.versions) <= places
    assert len({one.id for one in catalogue(BRANDS[BRAND])}) == len(catalogue(BRANDS[BRAND]))


def test_desks_with_one_voice_have_one_document() -> None:
    brand = BRANDS[BRAND]
    shared = {desk: one.model_copy(update={"voice": "tarnhollow/all"}) for desk, one in brand.desks.items()}
    (voice,) = [one for one in catalogue(brand.model_copy(update={"desks": shared})) if one.desks]
    assert (voice.path, voice.desks) == ("voices/tarnhollow/all.yaml", tuple(brand.desks))


def test_an_id_that_is_none_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        item_of(BRANDS[BRAND], "../../etc/passwd")


# --- how they stand -------------------------------------------------------------------------------


def test_at_first_the_file_is_what_counts(room: VoiceRoom) -> None:
    now = standing(room, BRAND, SUPPORT)
    assert (now.text, now.version, now.file_path, now.has_newer_file) == (FILE, 0, VOICE, False)


def test_a_brand_without_an_own_document_has_the_shared_one_until_it_is_changed(folder: Path) -> None:
    shutil.rmtree(folder / "saved_replies" / "tarnhollow" / "de.yaml", ignore_errors=True)
    (folder / "saved_replies" / "tarnhollow" / "de.yaml").unlink(missing_ok=True)
    room, german = a_room(folder), item_of(BRANDS[BRAND], "replies-de")
    assert standing(room, BRAND, german).file_path == "saved_replies/_default/de.yaml"
    now = saved(room, standing(room, BRAND, german).text + "# ours\n", 0, german)
    assert now.document
    assert now.document.path == "saved_replies/tarnhollow/de.yaml"


def test_a_newer_file_of_a_deployment_is_told_and_replaces_nothing(folder: Path) -> None:
    room = a_room(folder)
    saved(room, FREE, 0)
    assert not standing(room, BRAND, SUPPORT).has_newer_file
    (folder / VOICE).write_text(NONE)
    assert isinstance(room.documents, MemoryDocuments)
    deployed = a_room(folder, room.documents)
    now = standing(deployed, BRAND, SUPPORT)
    assert (now.has_newer_file, now.text) == (True, FREE)
    assert deployed.prompting.reading(BRAND).prompts.voices["support"].emoji == "free"
    assert not saved(deployed, FREE + "# with the deployment's in mind\n", 1).has_newer_file


def test_a_deployment_of_the_consoles_own_text_is_no_news(folder: Path) -> None:
    room = a_room(folder)
    saved(room, FREE, 0)
    (folder / VOICE).write_text(FREE)
    assert not standing(room, BRAND, SUPPORT).has_newer_file


def test_a_first_file_is_news(folder: Path) -> None:
    room, examples = a_room(folder), item_of(BRANDS[BRAND], "examples")
    text = (folder / examples.path).read_text()
    (folder / examples.path).unlink()
    now = saved(room, "schema: 1\nversion: 1\n", 0, examples)
    assert (now.document and now.document.file, now.has_newer_file) == (NO_FILE, False)
    (folder / examples.path).write_text(text)
    assert standing(room, BRAND, examples).has_newer_file


def test_a_version_that_cannot_be_read_is_told_with_its_text(room: VoiceRoom) -> None:
    kept(room, VOICE, FILE.replace("emoji: few", "emoji: many"))
    now = next(one for one in standings(room, BRAND) if one.item == SUPPORT)
    assert "'emoji'" in now.unused
    assert "emoji: many" in now.text


# --- changing them --------------------------------------------------------------------------------


def test_a_version_says_who_when_why_and_what_it_replaces(room: VoiceRoom) -> None:
    first, second = saved(room, FREE, 0).document, saved(room, NONE, 1).document
    assert first
    assert second
    assert (first.by, first.note, first.at) == ("ana", "why not", room.clock())
    assert first.replaces == first.file == second.file == text_digest(FILE)
    assert second.replaces == first.digest


@pytest.mark.parametrize(
    ("text", "note", "said"),
    [
        (FILE, "x", "nothing to save"),
        (FILE.replace("\n", "\r\n"), "x", "nothing to save"),
        (FREE, " ", "say why"),
        (FREE, "x" * 501, "at most 500"),
        (FREE + "# " + "ω" * 100_000, "x", "at most 200,000 are kept"),
        (FREE.replace("tone:", "tune:"), "x", f"{VOICE}:4: unknown key 'tune'"),
        ("tone: [", "x", f"{VOICE}:"),
        ("", "x", f"{VOICE}"),
    ],
)
def test_what_no_draft_could_use_is_not_saved(room: VoiceRoom, text: str, note: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        save(room, BRAND, SUPPORT, text, seen=0, who="ana", note=note)
    assert room.documents.heads(BRAND) == {}


def test_who_saw_an_older_version_saves_nothing(room: VoiceRoom) -> None:
    saved(room, FREE, 0)
    with pytest.raises(ConflictError):
        save(room, BRAND, SUPPORT, NONE, seen=0, who="tom", note="x")
    assert standing(room, BRAND, SUPPORT).text == FREE


def test_rolling_back_makes_an_old_text_the_newest_version(room: VoiceRoom) -> None:
    saved(room, FREE, 0)
    saved(room, NONE, 1)
    roll_back(room, BRAND, SUPPORT, 1, seen=2, who="tom", note="too cold")
    roll_back(room, BRAND, SUPPORT, 0, seen=3, who="tom", note="as it was")
    history = room.documents.document_history(BRAND, VOICE)
    assert [one.text for one in history] == [FILE, FREE, NONE, FREE]
    assert [one.by for one in history] == ["tom", "tom", "ana", "ana"]


def test_there_is_no_rolling_back_to_what_never_was(room: VoiceRoom) -> None:
    with pytest.raises(NotFoundError):
        roll_back(room, BRAND, SUPPORT, 7, seen=0, who="tom", note="x")
