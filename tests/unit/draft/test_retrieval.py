"""Knowledge is found whatever the language of the question, only while it holds, and always in one order."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.verdict import Intent
from chalicelib.draft.compose import compose
from chalicelib.draft.prompts import KnowledgeEntry, Prompts
from chalicelib.draft.retrieval import KnowledgeIndex, asked_about, index_of, terms_of
from chalicelib.draft.support import knowledge_hits, said_by, shown_knowledge
from chalicelib.ports import Context, DraftRequest
from tests.support.values import NOW
from tests.unit.draft.requests import a_request, in_language, sample
from tests.unit.draft.test_compose import LABEL

TODAY = NOW.date()
SAME_AGAIN = KnowledgeIndex(sample().knowledge)


def asking(text: str, lang: str = "en", prompts: Prompts | None = None) -> DraftRequest:
    return a_request(text, verdict=in_language(lang), prompts=prompts)._replace(context=Context(NOW))


def an_entry(id: str, text: str = "We lend ice axes.", **more: object) -> KnowledgeEntry:
    return KnowledgeEntry.model_validate({"id": id, "language": "en", "title": id, "text": text, **more})


def knowing(*entries: KnowledgeEntry) -> Prompts:
    return sample().model_copy(update={"knowledge": entries})


@pytest.mark.parametrize(
    ("text", "lang", "entry"),
    [
        ("how do returns work", "en", "returns"),
        ("wie läuft die Rückgabe?", "de", "returns"),
        ("¿cómo hago una devolución?", "es", "returns"),
        ("comment être remboursé ?", "fr", "returns"),
        ("iade nasıl yapılır", "tr", "returns"),
        ("πώς γίνεται η επιστροφή;", "el", "returns"),
        ("jak zrobić zwrot?", "pl", "returns"),
        ("kā atgriezt preci", "lv", "returns"),
        ("como faço a devolução?", "pt", "returns"),
        ("返品したいです", "ja", "returns"),
        ("welche Größe nehme ich?", "de", "sizes"),
        ("サイズが分からない", "ja", "sizes"),
        ("fermuar tamiri olur mu", "tr", "repair-promise"),
        ("kad būs piegāde?", "lv", "delivery-times"),
        ("το αδιάβροχο Skarn", "el", "skarn"),
    ],
)
def test_a_question_in_any_language_finds_the_english_entry(text: str, lang: str, entry: str) -> None:
    best = [hit.entry.id for hit in knowledge_hits(asking(text, lang), sample())][:5]
    assert entry in best
    assert entry in [one.id for one in shown_knowledge(asking(text, lang), sample())]


def test_the_brands_own_words_stand_for_what_the_post_names() -> None:
    assert set(terms_of("returns refund")) & set(asked_about("Rückgabe?", sample().brand)) >= {"refund"}
    assert asked_about("nothing of the sort", sample().brand) == terms_of("nothing of the sort")


@pytest.mark.parametrize(
    ("bounds", "shown"),
    [
        ({}, True),
        ({"valid_from": TODAY, "valid_until": TODAY}, True),
        ({"valid_until": TODAY - timedelta(days=1)}, False),
        ({"valid_from": TODAY + timedelta(days=1)}, False),
    ],
)
def test_an_entry_is_shown_and_speaks_only_while_it_holds(bounds: dict[str, Any], shown: bool) -> None:
    prompts = knowing(an_entry("axes", **bounds), an_entry("hours", "Monday", kind="hours", **bounds))
    request = asking("do you lend ice axes?")
    assert [one.id for one in shown_knowledge(request, prompts)] == (["axes", "hours"] if shown else [])
    assert [hit.entry.id for hit in knowledge_hits(request, prompts)] == (["axes"] if shown else [])
    assert bool(said_by(["knowledge:axes"], request, prompts)) is shown


def test_the_day_is_the_desks_own() -> None:
    prompts = knowing(an_entry("axes", valid_from=TODAY + timedelta(days=1)))
    late = NOW.replace(hour=23, minute=30)  # past midnight in Berlin, where support is
    request = asking("do you lend ice axes?")._replace(context=Context(late))
    assert [one.id for one in shown_knowledge(request, prompts)] == ["axes"]
    assert shown_knowledge(request._replace(desk="sales"), prompts) == []


def test_what_has_ended_takes_no_room_from_what_holds() -> None:
    over = TODAY - timedelta(days=1)
    old = [an_entry(f"old-{n}", title="Ice axes", valid_until=over) for n in range(30)]
    past = [an_entry(f"past-{n}", "Monday", kind="hours", valid_until=over) for n in range(3)]
    more = [an_entry(f"more-{n}", "Something else.") for n in range(60)]
    prompts = knowing(*old, *past, *more, an_entry("axes"), an_entry("hours", "Monday", kind="hours"))
    shown = [one.id for one in shown_knowledge(asking("do you lend ice axes?"), prompts)]
    assert shown == ["axes", "hours"]


def test_what_the_best_replies_rest_on_comes_first() -> None:
    shown = shown_knowledge(asking("my parcel is late"), sample())
    assert shown[0].id == "delivery-times"
    assert "contact-direct-message" in {
        one.id for one in shown_knowledge(asking("x"), _without_hours(sample()))
    }


def _without_hours(prompts: Prompts) -> Prompts:
    return knowing(*(one for one in prompts.knowledge if one.kind != "hours"))


words = st.lists(st.sampled_from(["rückgabe", "テント", "skarn", "refund", "days", "xyz"]), max_size=6)


@given(words.map(" ".join), st.integers(1, 30))
def test_the_same_question_always_has_the_same_ranking(text: str, most: int) -> None:
    asked = asked_about(text, sample().brand)
    first = index_of(sample().knowledge).ranked(asked, most)
    assert first == SAME_AGAIN.ranked(asked, most)
    assert len(first) <= most
    assert [hit.score for hit in first] == sorted((hit.score for hit in first), reverse=True)
    assert all(hit.score > 0 for hit in first)


def test_the_index_of_other_entries_is_another() -> None:
    one, other = (an_entry("a"),), (an_entry("b"),)
    assert index_of(one) is index_of(one)
    assert index_of(other).ranked(terms_of("axes"), 5)[0].entry.id == "b"
    assert index_of(one).ranked(terms_of(""), 5) == []


@pytest.mark.parametrize("entries", [(), (an_entry("empty", "!", title="?"),)])
def test_a_brand_without_knowledge_gets_drafts_all_the_same(entries: tuple[KnowledgeEntry, ...]) -> None:
    prompts = knowing(*entries)
    request = a_request("do you sell kayaks?", prompts=prompts, verdict=in_language("en", Intent.QUESTION))
    draft = compose(request, None, prompts, LABEL)
    assert draft.text
    assert draft.gap == "do you sell kayaks?"
