"""Prompts: the sample reads whole, a brand without words gets ours, and a mistake names file and line."""

import shutil
from pathlib import Path

import pytest

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import BadInputError
from tests.conftest import ROOT

PROMPTS = ROOT / "prompts"
EN = "saved_replies/tarnhollow/en.yaml"
TASK = "tasks/draft.md"


@pytest.fixture
def brand() -> Brand:
    return read_brand(PROMPTS / "brands" / "tarnhollow.yaml")


def a_newcomer(brand: Brand, *languages: str) -> Brand:
    """The brand under a name that has no files of its own."""
    desks = {
        name: desk.model_copy(update={"voice": f"newcomer/{name}"}) for name, desk in brand.desks.items()
    }
    return brand.model_copy(update={"brand": "newcomer", "languages": languages, "desks": desks})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))


def test_the_sample_is_read_whole(brand: Brand) -> None:
    prompts = read_prompts(PROMPTS, brand)
    assert set(prompts.voices) == set(brand.desks)
    assert set(prompts.replies) == set(brand.languages)
    assert all(replies for replies in prompts.replies.values())
    assert prompts.knowledge
    assert "{{ saved_replies }}" in prompts.task


def test_a_brand_without_words_gets_the_default_ones(brand: Brand) -> None:
    prompts = read_prompts(PROMPTS, a_newcomer(brand, "pt", "en", "it"))
    assert set(prompts.replies) == {"pt", "en"}
    assert prompts.knowledge == ()
    assert prompts.voices["sales"] == prompts.voices["support"]
    assert prompts.language_for("pt-BR") == "pt"
    assert prompts.language_for("it") == "pt"


def test_a_language_without_own_replies_gets_the_default_ones(brand: Brand, folder: Path) -> None:
    (folder / "saved_replies/tarnhollow/de.yaml").unlink()
    assert all(reply.desk == "any" for reply in read_prompts(folder, brand).replies["de"])


def test_the_first_language_must_have_replies(brand: Brand) -> None:
    with pytest.raises(BadInputError, match=r"newcomer/it\.yaml: the brand's first language needs"):
        read_prompts(PROMPTS, a_newcomer(brand, "it", "en"))


def test_a_desk_without_a_voice_is_said(brand: Brand, folder: Path) -> None:
    (folder / "voices/tarnhollow/sales.yaml").unlink()
    with pytest.raises(BadInputError, match=r"sales\.yaml: desk 'sales' has no voice; write this file"):
        read_prompts(folder, brand)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "says"),
    [
        (EN, "{name}", "{nmae}", "unknown variable {nmae}; those that may be used are {name}, {account}"),
        (EN, "{name}", "{name.__class__}", "unknown variable {name.__class__}"),
        (EN, "{name}", "{}", "unknown variable {}"),
        (EN, "{name}", "{name", "a brace opens or closes nothing"),
        (EN, "desk: support", "desk: suport", "is for desk 'suport'; the desks are sales, support, any"),
        (EN, "id: damaged-item", "id: late-delivery", "two replies are called 'late-delivery'"),
        (EN, "language: en", "language: de", "the language is 'de', but the file is named for 'en'"),
        (EN, "intents: [complaint]", "intents: [moaning]", "replies.0.intents.0"),
        (EN, "topics:", "topic:", "unknown key 'topic' in 'replies.0'; did you mean 'topics'?"),
        ("voices/tarnhollow/sales.yaml", "^{agent}", "^{agnet}", "unknown variable {agnet}"),
        ("voices/tarnhollow/sales.yaml", "emoji: few", "emoji: many", "'emoji': input should be 'none'"),
        ("knowledge/tarnhollow.yaml", "id: returns", "id: late-parcels", "two entries are called"),
        (TASK, "{{ language }}", "{{ langauge }}", "unknown variable 'langauge'; those that may be used"),
        (TASK, "{{ knowledge }}", "knowledge", "the variable 'knowledge' is missing; write {{ knowledge }}"),
        (TASK, "{{ knowledge }}", "{{ knowledge", "not a valid template"),
    ],
)
def test_a_mistake_is_one_line_with_file_and_line(
    brand: Brand, folder: Path, file: str, right: str, wrong: str, says: str
) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(BadInputError) as problem:
        read_prompts(folder, brand)
    message = str(problem.value)
    place, _, rest = message.removeprefix(f"{path}:").partition(": ")
    assert place.isdigit()
    assert says in rest
    assert "\n" not in message


def test_the_line_is_that_of_the_variable(brand: Brand, folder: Path) -> None:
    path = folder / EN
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(index for index, line in enumerate(lines) if "{name}" in line)
    lines[number] = lines[number].replace("{name}", "{nobody}")
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadInputError, match=rf"en\.yaml:{number + 1}: unknown variable {{nobody}}"):
        read_prompts(folder, brand)


def test_replies_that_all_take_up_something_are_refused(brand: Brand, folder: Path) -> None:
    path = folder / EN
    text = path.read_text(encoding="utf-8").replace("text: >-\n      ", "text: >-\n      {waited} ")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=r"en\.yaml: every reply takes up {waited}, {thing}, {place}"):
        read_prompts(folder, brand)


@pytest.mark.parametrize("file", [TASK, "voices/_default.yaml"])
def test_an_absent_file_is_said(brand: Brand, folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(BadInputError, match=f"{file}: there is no such file"):
        read_prompts(folder, a_newcomer(brand, "en"))
