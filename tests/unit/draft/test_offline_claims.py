"""Everything that a saved reply states has a source, and every source that it names is there."""

import pytest

from chalicelib.draft.claims import with_sources
from chalicelib.draft.filling import can_fill, fill, values_for
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.support import said_by
from chalicelib.ports import Context
from tests.support.values import NOW
from tests.unit.draft.requests import a_request, in_language, sample
from tests.unit.draft.test_offline import brand_without_words

BRANDS = pytest.mark.parametrize("prompts", [sample(), brand_without_words()], ids=["sample", "default"])


@BRANDS
def test_every_saved_reply_rests_on_knowledge_that_there_is(prompts: Prompts) -> None:
    known = {entry.id for entry in prompts.knowledge}
    for language, replies in prompts.replies.items():
        assert [reply.id for reply in replies if not known.issuperset(reply.rests_on)] == [], language


@BRANDS
def test_each_claim_of_an_offline_draft_has_a_source(prompts: Prompts) -> None:
    for language, replies in prompts.replies.items():
        for reply in replies:
            desk = "support" if reply.desk == "any" else reply.desk
            request = a_request("x", verdict=in_language(language), desk=desk, prompts=prompts)
            request = request._replace(context=Context(NOW))
            values = values_for(request, prompts)
            assert can_fill(reply, values), (language, reply.id)
            sources = (*(f"knowledge:{one}" for one in reply.rests_on), f"reply:{reply.id}")
            said = said_by(sources, request, prompts)
            assert set(said) == set(sources), (language, reply.id)
            claims = with_sources(fill(reply, values), said)
            assert [one.passage for one in claims if one.source is None] == [], (language, reply.id)


def test_what_states_a_figure_rests_on_knowledge_that_holds_it() -> None:
    """In English, the language of most of the knowledge."""
    request = a_request("x")._replace(context=Context(NOW))
    unheld: dict[str, list[str]] = {}
    for reply in sample().replies["en"]:
        text = fill(reply, values_for(request, sample()))
        said = said_by([f"knowledge:{one}" for one in reply.rests_on], request, sample())
        open_ones = [one.passage for one in with_sources(text, said) if one.source is None]
        unheld[reply.id] = [one for one in open_ones if _is_figure(one)]
    assert {id: figures for id, figures in unheld.items() if figures} == {}


def _is_figure(passage: str) -> bool:
    return any(one.isdigit() for one in passage) or passage.isupper()
