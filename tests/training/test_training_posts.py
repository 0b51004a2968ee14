"""The posts that teach the small model: enough of every kind, none twice, and nobody's real words or data."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from chalicelib.domain.verdict import Intent
from training.posts import FOLDER, Business, TrainingPost, read_posts

LANGUAGES = ("en", "es", "de", "fr", "pt", "tr", "el", "pl", "lv", "ja")
# What is easily taken for something else.
HARD = ("sarcasm", "news", "others_complaint", "resale", "joke_buying")
TURNED = ("complaint_as_question", "question_as_complaint")
ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
# Domains that nobody can own.
NOBODYS = re.compile(r"(^|\.)(example(\.(com|net|org))?|test|invalid)$")
# A number by itself, no parcel's or order's with letters before it; and one to dial, whose figures
# tell that it is made up.
LONG_NUMBER = re.compile(r"(?<![A-Za-z\d])\d{9,}")
DIALLED = re.compile(r"(?<![\w-])(?:\+|0)(?:[ ().-]{0,2}\d){9,}")
MADE_UP = re.compile(r"555|000|07700900")

GOOD: dict[str, object] = {
    "text": "my kettle is broken",
    "lang": "en",
    "business": "home",
    "brand": None,
    "intents": ["complaint"],
    "sentiment": "negative",
    "addressed": "neither",
    "needs_reply": True,
    "kind": "plain",
}


@cache
def posts() -> list[TrainingPost]:
    """All posts, read once."""
    return read_posts()


def folded(text: str) -> str:
    """The text without differences of case and white space."""
    return " ".join(text.casefold().split())


def test_there_are_enough_in_every_language() -> None:
    assert len(posts()) >= 4_000
    by_language = Counter(post.lang for post in posts())
    assert sorted(by_language) == sorted(LANGUAGES)
    assert min(by_language.values()) >= 300, by_language


def test_there_are_enough_of_every_line_of_business() -> None:
    by_business = Counter(post.business for post in posts())
    assert sorted(by_business) == sorted(Business)
    assert len(by_business) == 13, "twelve, and everyday talk"
    assert min(by_business.values()) >= 300, by_business


def test_every_intent_is_there_in_every_language() -> None:
    found = Counter((post.lang, intent) for post in posts() for intent in post.intents)
    wanted = {(lang, intent) for lang in LANGUAGES for intent in Intent}
    assert {which: found[which] for which in wanted if found[which] < 10} == {}


def test_what_is_easily_mistaken_is_there() -> None:
    by_kind = Counter(post.kind for post in posts())
    assert {kind: by_kind[kind] for kind in (*HARD, *TURNED) if by_kind[kind] < 20} == {}


def test_no_post_is_there_twice() -> None:
    times = Counter(folded(post.text) for post in posts())
    assert [text for text, number in times.items() if number > 1] == []


def test_no_post_is_one_of_the_labelled_sets(earshot_data: Path) -> None:
    ours = {folded(post.text) for post in posts()}
    read = 0
    for path in sorted((earshot_data / "labelled").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in filter(str.strip, lines):
                read += 1
                assert folded(json.loads(line)["text"]) not in ours, f"{path.name}: {json.loads(line)['id']}"
    assert read > 1_000


def test_no_mail_address_could_be_anybodys() -> None:
    domains = [found for post in posts() for found in ADDRESS.findall(post.text)]
    assert [domain for domain in domains if not NOBODYS.search(domain)] == []


def test_no_number_could_be_anybodys() -> None:
    texts = [post.text for post in posts()]
    assert [text for text in texts if LONG_NUMBER.search(text)] == []
    dialled = [number for text in texts for number in DIALLED.findall(text)]
    assert dialled
    assert [number for number in dialled if not MADE_UP.search(re.sub(r"\D", "", number))] == []


def written(folder: Path, *rows: dict[str, object] | str) -> Path:
    """A folder with one file of these lines."""
    folder.mkdir(exist_ok=True)
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / "some.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_the_folder_tells_whether_a_feeling_is_the_authors_own(tmp_path: Path) -> None:
    (own,) = read_posts(written(tmp_path / "posts", GOOD))
    (public,) = read_posts(written(tmp_path / "public", GOOD))
    assert (own.text, own.intents, own.teaches_feeling) == (GOOD["text"], (Intent.COMPLAINT,), True)
    assert public == own.model_copy(update={"teaches_feeling": False})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 601}, "text"),
        ({"lang": "english"}, "lang"),
        ({"business": "mining"}, "business"),
        ({"intents": []}, "intents"),
        ({"intents": ["complaint", "grumbling"]}, "intents.1"),
        ({"sentiment": "mixed"}, "sentiment"),
        ({"needs_reply": "perhaps"}, "needs_reply"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_bad_line_is_refused_by_file_line_and_field(
    tmp_path: Path, change: dict[str, object], field: str
) -> None:
    folder = written(tmp_path, GOOD, GOOD | change)
    with pytest.raises(ValueError, match=rf"^some\.jsonl:2: {re.escape(field)}: "):
        read_posts(folder)


def test_a_line_that_is_no_json_is_refused_too(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^some\.jsonl:1: line: "):
        read_posts(written(tmp_path, "{"))


def test_the_folder_is_read_to_the_last_file() -> None:
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in FOLDER.rglob("*.jsonl"))
    assert len(posts()) == lines
