"""The saved replies: the same in every language, short enough, and promising nothing."""

import re
from collections import Counter
from string import Formatter
from typing import Any

import pytest
import yaml

from sandbox.network.text import weighted_length
from tests.conftest import ROOT

FOLDER = ROOT / "prompts" / "saved_replies" / "tarnhollow"
LANGUAGES = ("en", "es", "de", "fr", "tr", "el", "pl", "lv", "pt", "ja")
INTENTS = ("purchase_intent", "complaint", "question", "praise", "other")
DESKS = ("sales", "support")
FILLED = {
    "name": "A" * 15,
    "account": "@tarnhollowcare",
    "agent": "MK",
    "website": "https://tarnhollow.example",
    "brand": "Tarnhollow",
}
ROBOT = re.compile(
    r"inconvenience|unannehmlichkeit|molestias|désagrément|verdiğimiz rahatsızlı|ταλαιπωρία|niedogodno"
    r"|neērtīb|thank you for (contacting|reaching)|valued customer|sehr geehrte|estimad[oa]|cher client"
    r"|sayın|szanown",
    re.IGNORECASE,
)
PRIVATE = re.compile(r"order number|bestellnummer|número de pedido|numéro de commande|sipariş numara"
                     r"|αριθμό παραγγελίας|numer zamówienia|pasūtījuma numuru|número do pedido|注文番号",
                     re.IGNORECASE)  # fmt: skip
IN_PRIVATE = re.compile(r"\bDM\b|mensaje directo|message privé|προσωπικό μήνυμα|prywatn|privāt"
                        r"|mensagem privada|ダイレクトメッセージ")  # fmt: skip

Reply = dict[str, Any]
Shape = tuple[str, str, tuple[str, ...], bool, str | None]
ANOTHER_MANNER = {"formal", "playful"}


def _read(language: str) -> dict[str, Any]:
    data = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


@pytest.fixture(scope="module", params=LANGUAGES)
def replies(request: pytest.FixtureRequest) -> list[Reply]:
    data = _read(request.param)
    assert (data["schema"], data["version"], data["language"]) == (1, 3, request.param)
    found: list[Reply] = data["replies"]
    return found


def test_there_is_a_file_for_each_language_and_no_other() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(LANGUAGES)


def test_every_language_has_the_same_replies() -> None:
    def shape(language: str) -> list[Shape]:
        rows = _read(language)["replies"]
        return [
            (r["id"], r["desk"], tuple(r["intents"]), bool(r["topics"]), r.get("approach"))
            for r in rows
            if not ANOTHER_MANNER.intersection(r.get("manners", ()))
        ]

    shapes = {language: shape(language) for language in LANGUAGES}
    assert len(shapes["en"]) >= 14
    assert [language for language in LANGUAGES if shapes[language] != shapes["en"]] == []


def test_twelve_matters_are_answered_in_three_manners_in_english_and_german_alone() -> None:
    for language in LANGUAGES:
        rows = _read(language)["replies"]
        by_manner = {
            manner: {r["id"].removesuffix(f"-{manner}") for r in rows if r.get("manners") == [manner]}
            for manner in ("neutral", *ANOTHER_MANNER)
        }
        assert by_manner["formal"] == by_manner["playful"], language
        assert len(by_manner["formal"]) == (12 if language in ("en", "de") else 0), language
        assert not by_manner["formal"] or by_manner["neutral"] == by_manner["formal"], language


def test_each_reply_is_complete_and_its_id_unique(replies: list[Reply]) -> None:
    keys, optional = (
        {"id", "desk", "intents", "topics", "text"},
        {"approach", "manners", "incentive", "rests_on"},
    )
    assert [reply for reply in replies if not keys <= reply.keys() <= keys | optional] == []
    assert [id_ for id_, count in Counter(reply["id"] for reply in replies).items() if count > 1] == []
    assert {reply["desk"] for reply in replies} == {*DESKS, "any"}
    assert {intent for reply in replies for intent in reply["intents"]} == set(INTENTS)


def test_each_desk_has_one_fallback_for_each_intent(replies: list[Reply]) -> None:
    fallbacks = [(r["desk"], intent) for r in replies if not r["topics"] for intent in r["intents"]]
    assert sorted(fallbacks) == sorted((desk, intent) for desk in DESKS for intent in INTENTS)


def test_two_replies_of_any_desk_follow_up_and_a_long_name_leaves_room(replies: list[Reply]) -> None:
    follow_ups = [reply for reply in replies if "follow-up" in reply["topics"]]
    assert [(reply["id"], reply["desk"]) for reply in follow_ups] == [
        ("follow-up-1", "any"),
        ("follow-up-2", "any"),
    ]
    assert max(weighted_length(r["text"].format(**FILLED | {"name": "A" * 20})) for r in follow_ups) <= 250


def test_the_safety_reply_is_for_every_crisis(replies: list[Reply]) -> None:
    assert [reply["id"] for reply in replies if "crisis" in reply["topics"]] == ["safety"]


def test_topics_are_lower_case_and_not_repeated(replies: list[Reply]) -> None:
    for reply in replies:
        topics = reply["topics"]
        assert [topic for topic in topics if topic != topic.lower() or topic != topic.strip()] == []
        assert len(topics) == len(set(topics)), reply["id"]


def test_a_filled_reply_leaves_room_for_the_sign_off(replies: list[Reply]) -> None:
    lengths = {reply["id"]: weighted_length(reply["text"].format(**FILLED)) for reply in replies}
    assert {id_: length for id_, length in lengths.items() if length > 260} == {}


def test_only_the_known_variables_are_used(replies: list[Reply]) -> None:
    used = {field for reply in replies for _, field, _, _ in Formatter().parse(reply["text"])}
    assert used - {None} <= set(FILLED)


def test_no_reply_speaks_like_a_form_letter(replies: list[Reply]) -> None:
    assert [reply["text"] for reply in replies if ROBOT.search(reply["text"])] == []


def test_an_order_number_is_asked_for_only_in_private(replies: list[Reply]) -> None:
    asking = [reply["text"] for reply in replies if PRIVATE.search(reply["text"])]
    assert len(asking) >= 6
    assert [text for text in asking if not IN_PRIVATE.search(text)] == []


def test_no_two_replies_begin_alike(replies: list[Reply]) -> None:
    openings = Counter(" ".join(reply["text"].split()[:2]).lower() for reply in replies)
    assert [opening for opening, count in openings.items() if count > 1] == []


def test_only_the_one_offer_code_is_named(replies: list[Reply]) -> None:
    codes = {code for reply in replies for code in re.findall(r"\b[A-Z]{3,}\d+\b", reply["text"])}
    assert codes == {"HILLS10"}
