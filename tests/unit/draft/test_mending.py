"""A model's text that fails is mended once; what passes is taken, all of it is billed, and gaps are named."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from chalicelib.domain.draft import Approach, Claim, Draft, Origin, Usage
from chalicelib.domain.errors import ModelUnavailableError
from chalicelib.domain.verdict import Intent
from chalicelib.draft.checks import failed
from chalicelib.draft.compose import PriceOf, compose
from chalicelib.ports import DraftRequest, Mending, Suggestion
from tests.support.values import a_verdict
from tests.unit.draft.requests import a_request, in_language, sample
from tests.unit.draft.test_compose import LABEL

SPENT = Usage(prompt_tokens=100, completion_tokens=10, cached_tokens=60)
BAD, GOOD = "See evil.example", "That is a long wait, Wren."


def says(text: str, *others: Suggestion, **more: object) -> Suggestion:
    made = Suggestion(text=text, lang="en", origin="model", note="By a script.", usage=SPENT, others=others)
    return replace(made, **more)  # type: ignore[arg-type]


@dataclass
class InTurn:
    """A drafter that gives each of its answers once, and keeps what it was asked."""

    answers: Sequence[Suggestion | ModelUnavailableError]
    asked: list[DraftRequest] = field(default_factory=list)

    def suggest(self, request: DraftRequest) -> Suggestion:
        self.asked.append(request)
        answer = self.answers[len(self.asked) - 1]
        if isinstance(answer, ModelUnavailableError):
            raise answer
        return answer


def drafted(
    *answers: Suggestion | ModelUnavailableError,
    request: DraftRequest | None = None,
    price_of: PriceOf = lambda model, usage: None,
) -> tuple[Draft, list[DraftRequest]]:
    drafter = InTurn(answers)
    return compose(request or a_request(), drafter, sample(), LABEL, price_of=price_of), drafter.asked


def test_a_text_that_passes_is_asked_for_once() -> None:
    draft, asked = drafted(says(GOOD))
    assert (draft.text, draft.note, draft.usage) == (GOOD, "By a script.", SPENT)
    assert [one.mending for one in asked] == [None]


def test_the_second_call_gets_the_text_and_its_problems_and_both_are_billed() -> None:
    draft, asked = drafted(says(BAD), says(GOOD), price_of=lambda model, usage: usage.tokens * 2)
    assert [one.mending for one in asked] == [None, Mending(BAD, "links: evil.example")]
    assert asked[1]._replace(mending=None) == asked[0]
    assert (draft.text, draft.note) == (GOOD, "By a script. Mended once (links: evil.example).")
    assert (draft.usage, draft.made.cost) == (SPENT + SPENT, 440)


def test_what_fails_twice_gives_way_and_is_billed_all_the_same() -> None:
    draft, asked = drafted(says(BAD), says("Ask @somebody"))
    assert (draft.origin, len(asked), draft.usage) == (Origin.OFFLINE, 2, SPENT + SPENT)
    assert draft.note.startswith("The model's text was set aside (handles: @somebody). Written offline")
    assert draft.made.model == ""


@pytest.mark.parametrize("first", [[], [says(BAD)]], ids=["at once", "when it mends"])
def test_what_a_silent_model_cost_is_counted(first: list[Suggestion]) -> None:
    silent = ModelUnavailableError("nothing in 3 s", usage=SPENT)
    draft, _ = drafted(*first, silent)
    assert draft.origin is Origin.OFFLINE
    assert draft.usage.tokens == 110 * (len(first) + 1)
    assert draft.note.startswith("The model's text was set aside (links: evil.example). " if first else "No")
    assert "No text from the model (nothing in 3 s). Written offline" in draft.note


def test_only_ways_that_pass_are_variants_and_the_first_of_them_is_the_draft() -> None:
    other = says("Could you tell us more?", approach=Approach.ASK)
    draft, asked = drafted(says(BAD, says("Take 99% off"), other, says(GOOD)))
    assert len(asked) == 1
    assert (draft.text, draft.approach) == ("Could you tell us more?", Approach.ASK)
    assert [one.text for one in draft.variants] == [GOOD]
    assert not any(failed(one.checks) for one in draft.variants)


def test_offline_variants_differ_in_approach_and_pass() -> None:
    for number in range(20):
        draft = compose(a_request("my parcel is late", id=str(number)), None, sample(), LABEL)
        approaches = [draft.approach, *(one.approach for one in draft.variants)]
        assert len(set(approaches)) == len(approaches)
        assert not any(failed(one.checks) for one in draft.variants)
        assert {one.origin for one in draft.variants} <= {Origin.OFFLINE}


def test_a_models_claims_lose_sources_that_do_not_hold_them() -> None:
    text = "Returns are free within 99 days."
    own = (Claim(passage="within 99 days", source="knowledge:returns"),)
    draft, _ = drafted(says(text, sources=("knowledge:returns",), claims=own))
    assert draft.claims == (Claim(passage="within 99 days"),)


def test_a_post_that_instructs_machines_never_reaches_one() -> None:
    request = a_request(verdict=a_verdict(risk=("injection",)))
    draft, asked = drafted(request=request)
    assert (draft.origin, asked) == (Origin.OFFLINE, [])
    assert draft.note.startswith("The model was not asked, because the post tries to instruct machines.")


def test_only_the_documents_that_were_used_are_recorded() -> None:
    draft = compose(a_request(verdict=in_language("de")), None, sample(), LABEL)
    assert set(draft.made.versions.items()) < set(sample().versions.items())
    assert "saved_replies/tarnhollow/de.yaml" in draft.made.versions
    assert "saved_replies/tarnhollow/en.yaml" not in draft.made.versions
    assert "voices/tarnhollow/sales.yaml" not in draft.made.versions
    assert (draft.made.model, draft.made.cost) == ("", 0)


def test_a_question_without_knowledge_is_named_by_the_brand_or_by_the_model() -> None:
    question = in_language("en", Intent.QUESTION)
    strange = a_request("do you hire zeppelins", verdict=question)
    assert drafted(says(GOOD), request=strange)[0].gap == "do you hire zeppelins"
    known = a_request("how do I wash the skarn", verdict=question)
    assert drafted(says(GOOD), request=known)[0].gap == ""
    assert drafted(says(GOOD, unanswered="starch?"), request=known)[0].gap == "starch?"


def test_of_ways_with_the_same_approach_one_is_shown() -> None:
    class Wordy:
        def suggest(self, request: DraftRequest) -> Suggestion:
            def way(text: str) -> Suggestion:
                return Suggestion(text=text, lang="en", origin="model", approach=Approach.ASK)

            others = (way("Which tent is it, Wren?"), way("Could you tell us which one it is?"))
            return replace(way("Which one is it, Wren?"), others=others)

    draft = compose(a_request(), Wordy(), sample(), LABEL)
    assert (draft.text, draft.variants) == ("Which one is it, Wren?", ())
