"""Danger, lawyers, the press and fraud: what the brand laid down is followed, and nobody generates words."""

import pytest

from chalicelib.domain.draft import Approach, Origin
from chalicelib.draft.checks import failed
from chalicelib.draft.compose import compose
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.protocol import protocol_for
from chalicelib.ports import DraftRequest, Suggestion
from tests.support.values import a_verdict
from tests.unit.draft.requests import a_request, sample
from tests.unit.draft.test_compose import LABEL
from tests.unit.draft.test_offline import LANGUAGES, brand_without_words

URGENT_FIRST = ("self_harm", "crisis", "safety", "legal", "press", "fraud")
BRANDS = pytest.mark.parametrize("prompts", [sample(), brand_without_words()], ids=["sample", "default"])


class Untouchable:
    """A drafter that nobody may ask."""

    def suggest(self, request: DraftRequest) -> Suggestion:
        raise AssertionError("a model was asked about a matter for people")


def risky(
    *risk: str, lang: str = "en", name: str = "Wren Addlestone", prompts: Prompts | None = None
) -> DraftRequest:
    return a_request("x", name=name, verdict=a_verdict(lang=lang, risk=risk), prompts=prompts)


@BRANDS
@pytest.mark.parametrize("risk", URGENT_FIRST)
def test_each_risk_has_its_holding_reply_in_each_language(risk: str, prompts: Prompts) -> None:
    protocol = next(one for one in prompts.protocols if risk in one.risks)
    for lang in LANGUAGES:
        for name in ("Wren Addlestone", "x 1"):
            request = risky(risk, lang=lang, name=name, prompts=prompts)
            draft = compose(request, Untouchable(), prompts, LABEL)
            assert (draft.origin, draft.approach, draft.lang) == (
                Origin.PROTOCOL,
                Approach.PROTOCOL,
                lang,
            )
            assert draft.sources == (f"protocol:{protocol.id}",)
            assert draft.text.rstrip().endswith(protocol.say[lang].rstrip()[-20:]), lang
            assert not failed(draft.checks), (lang, failed(draft.checks))
            assert len(draft.checks) > 10
            assert {claim.source for claim in draft.claims} <= set(draft.sources)
            assert draft.steps == protocol.steps
            assert draft.note == f"The brand's protocol {protocol.id}, for {protocol.who}."
            assert draft.variants == ()
            assert draft.usage.tokens == 0


@BRANDS
def test_of_several_risks_the_most_urgent_is_followed(prompts: Prompts) -> None:
    for place, risk in enumerate(URGENT_FIRST):
        others = URGENT_FIRST[place:]
        followed = protocol_for(risky(*reversed(others), prompts=prompts), prompts)
        assert followed is not None
        assert risk in followed.risks


@pytest.mark.parametrize("risk", ["abuse", "personal_data", "injection", "unheard-of"])
def test_other_risks_are_matters_for_an_ordinary_draft(risk: str) -> None:
    assert protocol_for(risky(risk), sample()) is None
    assert compose(risky(risk), None, sample(), LABEL).origin is Origin.OFFLINE


def test_a_brand_without_a_protocol_for_the_risk_drafts_as_usual() -> None:
    without = sample().model_copy(update={"protocols": ()})
    assert compose(risky("legal"), None, without, LABEL).origin is Origin.OFFLINE
    assert compose(risky("crisis"), None, without, LABEL).sources == ("reply:safety",)


def _saying(say: dict[str, str]) -> Prompts:
    protocols = tuple(one.model_copy(update={"say": say}) for one in sample().protocols)
    return sample().model_copy(update={"protocols": protocols})


def test_without_words_for_the_language_those_of_the_first_are_suggested() -> None:
    draft = compose(risky("legal", lang="it"), None, _saying({"en": "{name}, it is read."}), LABEL)
    assert (draft.text, draft.lang) == ("Wren, it is read.", "en")


def test_without_words_at_all_nothing_is_said_in_public() -> None:
    for say in ({}, {"pl": "Czytamy."}):
        draft = compose(risky("legal", lang="de"), None, _saying(say), LABEL)
        assert draft.text == ""
        assert draft.note.endswith(". Nothing is said in public.")
        assert draft.steps
        assert (draft.checks, draft.claims) == ((), ())


def test_a_protocol_is_followed_whoever_was_answered_before() -> None:
    draft = compose(risky("crisis")._replace(replies=("We look.",)), None, sample(), LABEL)
    assert draft.origin is Origin.PROTOCOL
