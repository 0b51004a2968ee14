"""Blame, mockery, other brands, contacts and figures that no source holds: found in every language."""

import pytest

from chalicelib.draft.checks import check
from chalicelib.draft.prompts import NetworkVoice, Prompts
from chalicelib.ports import DraftRequest
from tests.unit.draft.requests import a_request, in_language, sample

GOOD = "That is a long wait. Tell us more by DM and we will look."


def found(
    text: str,
    *,
    prompts: Prompts | None = None,
    request: DraftRequest | None = None,
    sources: tuple[str, ...] = (),
) -> dict[str, str]:
    checks = check(text, request or a_request(), prompts or sample(), sources=sources)
    return {one.name: one.passage for one in checks if not one.passed}


@pytest.mark.parametrize(
    "passage",
    [
        *("your own fault", "Calm down", "es culpa tuya", "selbst schuld", "Calmez-vous", "sakin olun"),
        *("φταίτε εσείς", "uspokój się", "Jūsu vaina", "acalme-se", "お客様の責任"),
        *("Nice try", "menuda sorpresa", "Na toll", "quelle surprise", "hadi canım", "no brawo", "nu bravo"),
        *("que surpresa", "はいはい"),
    ],
)
def test_blame_and_mockery_are_found(passage: str) -> None:
    assert {"blame", "voice"} & set(found(f"Well: {passage}!"))


@pytest.mark.parametrize(
    "passage",
    [
        *("We understand your frustration", "lamentamos las molestias", "Unannehmlichkeiten"),
        *("la gêne occasionnée", "değerli müşterimiz", "λυπούμαστε για την ταλαιπωρία"),
        *("przepraszamy za niedogodności", "saprotam Jūsu vilšanos", "pedimos desculpa pelo incômodo"),
        "ご不便をおかけして",
    ],
)
def test_what_only_pretends_to_feel_is_found(passage: str) -> None:
    assert "voice" in found(f"{passage}.")


@pytest.mark.parametrize("text", ["Better than Grovenhal", "HARNSTOKE's tents", "ask velmorask"])
def test_no_other_brand_is_named(text: str) -> None:
    assert "competitor" in found(text)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Mail jo@evil.example", "jo@evil.example"),
        ("Call 020 7946 0958", "020 7946 0958"),
        ("０９０１２３４５６７８まで", "０９０１２３４５６７８"),
        ("Order #12345678 is on its way", "12345678"),
    ],
)
def test_an_address_or_a_number_that_no_source_names_is_found(text: str, passage: str) -> None:
    assert found(text)["contact"] == passage


def test_an_address_of_the_brands_own_passes_where_it_is_cited() -> None:
    text = "Journalists write to press@tarnhollow.example"
    assert "contact" in found(text)
    assert "contact" not in found(text, sources=("knowledge:press",))


@pytest.mark.parametrize("text", ["Only 9 EUR", "Just £19", "49 EUR less", "SKARN20 helps"])
def test_a_figure_is_not_allowed_by_a_longer_one_of_a_source(text: str) -> None:
    assert "promise" in found(text, sources=("knowledge:skarn",))
    assert found("It is 249 EUR", sources=("knowledge:skarn",)) == {}


@pytest.mark.parametrize(
    "text",
    ["Tomorrow", "Bis Freitag", "demain", "yarın", "αύριο", "jutro", "amanhã", "明日", "rīt", "el lunes"],
)
def test_a_day_to_come_that_no_source_names_is_found(text: str) -> None:
    assert "promise" in found(f"{text}.")


def test_what_the_network_wants_every_reply_to_say_must_stand_in_it() -> None:
    voice = NetworkVoice.model_validate(
        {"schema": 1, "version": 1, "network": "x", "notes": "", "disclosure": {"en": "Ad by Tarnhollow"}}
    )
    asking = sample().model_copy(update={"networks": {"x": voice}})
    assert found(GOOD, prompts=asking) == {"disclosure": "“Ad by Tarnhollow” is missing"}
    assert found(f"{GOOD} ad by tarnhollow", prompts=asking) == {}
    german = a_request(verdict=in_language("de"))
    assert "disclosure" not in found(GOOD, prompts=asking, request=german)
