"""Whatever the model does, there is a draft, and its note says where it comes from."""

from dataclasses import dataclass

from chalicelib.domain.draft import Origin
from chalicelib.domain.errors import ModelUnavailableError
from chalicelib.draft.compose import Label, compose
from chalicelib.ports import DraftRequest, Suggestion
from tests.support.values import NOW
from tests.unit.draft.requests import a_request, in_language, sample

LABEL = Label("draft-9", 4, "rules-7", NOW)


@dataclass
class Scripted:
    """A drafter that says what it is told, or nothing."""

    text: str | None
    lang: str = "en"

    def suggest(self, request: DraftRequest) -> Suggestion:
        if self.text is None:
            raise ModelUnavailableError("it did not answer within 3 s")
        return Suggestion(text=self.text, lang=self.lang, origin="model", note="Written by a script.")


def test_without_a_model_the_note_says_how_to_connect_one() -> None:
    draft = compose(a_request(), None, sample(), LABEL)
    assert draft.origin is Origin.OFFLINE
    assert draft.note == (
        "Written offline from saved reply late-delivery: connect a model with EARSHOT_MODEL_URL, "
        "EARSHOT_MODEL_KEY and EARSHOT_MODEL_NAME."
    )


def test_the_label_is_on_the_draft() -> None:
    draft = compose(a_request(), None, sample(), LABEL)
    marks = (draft.id, draft.conversation_version, draft.rules_version, draft.made_at)
    assert marks == ("draft-9", 4, "rules-7", NOW)


def test_a_models_text_that_passes_is_the_draft() -> None:
    draft = compose(a_request(), Scripted("That is a long wait, Wren."), sample(), LABEL)
    assert (draft.text, draft.origin) == ("That is a long wait, Wren.", Origin.MODEL)
    assert draft.note == "Written by a script."
    assert [check.name for check in draft.checks if not check.passed] == []


def test_a_silent_model_gives_way_and_the_note_says_why() -> None:
    draft = compose(a_request(), Scripted(None), sample(), LABEL)
    assert draft.note == (
        "No text from the model (it did not answer within 3 s). "
        "Written offline from saved reply late-delivery."
    )


def test_a_models_text_that_fails_a_check_gives_way_and_the_note_says_which() -> None:
    draft = compose(a_request(), Scripted("See evil.example"), sample(), LABEL)
    assert draft.origin is Origin.OFFLINE
    assert draft.note.startswith("The model's text was set aside (links: evil.example). Written offline")


def test_a_model_that_answers_in_another_language_gives_way() -> None:
    request = a_request("Paket kommt nicht", verdict=in_language("de"))
    draft = compose(request, Scripted("That is a long wait."), sample(), LABEL)
    assert (draft.lang, draft.origin) == ("de", Origin.OFFLINE)
    lying = Scripted("That is a long wait.", lang="de")
    caught = compose(
        request, lying, sample(), LABEL, language_of=lambda text: "en" if "wait" in text else "de"
    )
    assert (caught.lang, caught.origin) == ("de", Origin.OFFLINE)


def test_a_model_that_says_our_reply_again_gives_way() -> None:
    said = "That is a long wait, Wren."
    draft = compose(a_request(replies=(said,)), Scripted(said), sample(), LABEL)
    assert draft.origin is Origin.OFFLINE
    assert draft.text != said
    assert draft.note.startswith("The model's text was set aside (said-before: ")
