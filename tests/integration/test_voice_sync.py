"""`earshot voice pull` and `push`: files and the console's versions, three ways, on the emulator's table."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from chalicelib.adapters.dynamodb import DynamoDocuments
from chalicelib.domain.document import Document, text_digest
from chalicelib.domain.errors import BadInputError
from cli.voice import voice
from sandbox.emulator import Emulator
from tests.support.prompting import PROMPTS
from tests.support.values import NOW
from tests.unit.voice.rooms import BRAND, VOICE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SALES = "voices/tarnhollow/sales.yaml"
FILE = (PROMPTS / VOICE).read_text()
FREE, NONE = (FILE.replace("emoji: few", f"emoji: {how}") for how in ("free", "none"))
Earshot = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))


@pytest.fixture
def documents(dynamodb: "DynamoDBClient", table_name: str) -> DynamoDocuments:
    return DynamoDocuments(table_name, dynamodb)


@pytest.fixture
def earshot(emulator: Emulator, table_name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Earshot:
    """The command on this table and this folder, run in this process."""
    monkeypatch.setenv("EARSHOT_AWS_ENDPOINT", emulator.endpoint)
    monkeypatch.setenv("EARSHOT_STAGE", table_name.removeprefix("earshot-"))
    monkeypatch.setenv("EARSHOT_PROMPTS_DIR", str(folder))
    monkeypatch.setenv("EARSHOT_QUEUE_URLS", '{"triage": "t", "draft": "d", "publish": "p"}')

    def run(*words: str) -> Result:
        return CliRunner().invoke(voice, words, standalone_mode=False)

    return run


def console(documents: DynamoDocuments, text: str, path: str = VOICE) -> None:
    """Somebody saves it in the console."""
    version = documents.heads(BRAND).get(path, 0) + 1
    file = (PROMPTS / path).read_text()
    before = documents.document(BRAND, path, version - 1).text if version > 1 else file
    documents.save_document(
        Document(
            brand=BRAND, path=path, version=version, text=text, by="ana", at=NOW, note="lighter",
            replaces=text_digest(before), file=text_digest(file),
        )
    )  # fmt: skip


def test_what_the_console_changed_is_written_into_its_file_alone(
    earshot: Earshot, documents: DynamoDocuments, folder: Path
) -> None:
    console(documents, FREE)
    assert "pulled   " + VOICE in earshot("pull", "--dry-run").stdout
    assert (folder / VOICE).read_text() == FILE
    done = earshot("pull")
    assert (done.exit_code, done.stdout.strip()) == (0, f"pulled   {VOICE} (version 1, by ana)")
    assert (folder / VOICE).read_text() == FREE
    assert (folder / SALES).read_text() == (PROMPTS / SALES).read_text()
    assert earshot("pull").stdout == ""


def test_what_was_changed_here_becomes_a_version_and_nothing_else_does(
    earshot: Earshot, documents: DynamoDocuments, folder: Path
) -> None:
    earshot("pull")
    (folder / VOICE).write_text(FREE)
    assert VOICE in earshot("push", "--dry-run").stdout
    assert documents.heads(BRAND) == {}
    assert earshot("push", "--note", "from the agency").stdout.strip() == f"pushed   {VOICE}"
    assert documents.heads(BRAND) == {VOICE: 1}
    document = documents.document(BRAND, VOICE, 1)
    assert (document.text, document.note, document.by[:4]) == (FREE, "from the agency", "cli:")
    assert earshot("push").stdout == ""


def test_a_file_that_was_never_met_is_pushed_only_by_name(
    earshot: Earshot, documents: DynamoDocuments
) -> None:
    assert earshot("push").stdout == ""
    assert documents.heads(BRAND) == {}
    earshot("push", SALES)
    assert documents.heads(BRAND) == {SALES: 1}


def test_each_direction_says_what_the_other_would_do(
    earshot: Earshot, documents: DynamoDocuments, folder: Path
) -> None:
    earshot("pull")
    console(documents, FREE)
    (folder / SALES).write_text((folder / SALES).read_text() + "# more\n")
    assert f"left     {SALES} (changed here: earshot voice push)" in earshot("pull", "--dry-run").stdout
    assert f"left     {VOICE} (newer in the console: earshot voice pull)" in earshot("push").stdout
    assert (folder / VOICE).read_text() == FILE


@pytest.mark.parametrize("direction", ["pull", "push"])
def test_what_both_changed_is_shown_and_left(
    earshot: Earshot, documents: DynamoDocuments, folder: Path, direction: str
) -> None:
    earshot("pull")
    console(documents, FREE)
    (folder / VOICE).write_text(NONE)
    done = earshot(direction)
    assert isinstance(done.exception, SystemExit)
    assert done.exit_code == 1
    told = (f"conflict {VOICE}", "version 1, by ana", "lighter", "last written", "-emoji: free")
    assert all(said in done.stdout for said in (*told, "+emoji: none"))
    assert (folder / VOICE).read_text() == NONE
    assert documents.heads(BRAND) == {VOICE: 1}
    assert json.loads(earshot(direction, "--json", VOICE).stdout)["done"] == "conflict"


def test_a_conflict_is_decided_for_the_console_or_for_the_file(
    earshot: Earshot, documents: DynamoDocuments, folder: Path
) -> None:
    console(documents, FREE)
    (folder / VOICE).write_text(NONE)
    assert earshot("pull").exit_code == 1
    assert earshot("pull", "--ours").exit_code == 0
    assert (folder / VOICE).read_text() == NONE
    assert earshot("push").stdout.strip() == f"pushed   {VOICE}"
    assert documents.document(BRAND, VOICE, 2).text == NONE
    console(documents, FREE)
    (folder / VOICE).write_text(FILE + "# ours\n")
    assert earshot("push", "--theirs").exit_code == 0
    assert (folder / VOICE).read_text() == FREE


def test_a_wrong_file_is_named_with_its_line_and_nothing_is_pushed(
    earshot: Earshot, documents: DynamoDocuments, folder: Path
) -> None:
    earshot("pull")
    (folder / SALES).write_text((folder / SALES).read_text() + "# fine\n")
    (folder / VOICE).write_text(FILE.replace("emoji: few", "emoji: many"))
    done = earshot("push")
    assert isinstance(done.exception, BadInputError)
    assert f"{folder / VOICE}:{FILE.splitlines().index('emoji: few') + 1}: 'emoji'" in str(done.exception)
    assert documents.heads(BRAND) == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [(("pull", "--brand", "nobody"), "no brand 'nobody'"), (("push", "../../etc/passwd"), "no brand has")],
)
def test_what_is_not_there_is_said(earshot: Earshot, words: tuple[str, ...], said: str) -> None:
    done = earshot(*words)
    assert isinstance(done.exception, BadInputError)
    assert said in str(done.exception)


def test_a_record_that_is_none_is_said(earshot: Earshot, folder: Path) -> None:
    (folder / ".voice.json").write_text("[]")
    done = earshot("pull")
    assert isinstance(done.exception, BadInputError)
    assert ".voice.json: this is no record" in str(done.exception)
