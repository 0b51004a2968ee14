"""Offline drafts for 200 posts that people really wrote, in the name of a made-up airline."""

from collections import defaultdict
from pathlib import Path

import pytest

from chalicelib.domain.draft import Origin
from chalicelib.draft.checks import failed
from chalicelib.draft.topics import topics_of
from evals.drafts import DRAFTS, SAMPLE, Drafted, airline, drafts, page


@pytest.fixture(scope="module")
def made(earshot_data: Path) -> list[Drafted]:
    return drafts(earshot_data)


def test_every_post_has_a_draft_in_its_language_that_passes_every_check(made: list[Drafted]) -> None:
    assert len(made) == DRAFTS
    assert {one.draft.lang for one in made} == {"en"}
    assert [(one.post.id, failed(one.draft.checks)) for one in made if failed(one.draft.checks)] == []


def test_no_claim_is_without_a_source(made: list[Drafted]) -> None:
    claims = [(one.post.id, claim) for one in made for claim in one.draft.claims]
    assert claims
    assert [claim for claim in claims if claim[1].source is None] == []


def test_the_same_text_stands_only_under_posts_with_the_same_matter(made: list[Drafted]) -> None:
    by_text = defaultdict(list)
    for one in made:
        by_text[one.draft.text].append(one)
    assert len(by_text) >= 0.9 * DRAFTS
    for same in by_text.values():
        assert len({_matter(one) for one in same}) == 1, [one.post.id for one in same]


def _matter(one: Drafted) -> object:
    """What the saved reply is for, where the post names it; of one for nothing in particular, the intent."""
    if one.draft.origin is Origin.PROTOCOL:
        return one.draft.sources
    index = topics_of(airline().replies["en"])
    reply = index.reply(one.draft.sources[0].removeprefix("reply:"))
    assert reply is not None
    if not reply.topics:
        return one.verdict.intent
    assert not index.found_in(one.post.text).keys().isdisjoint(reply.topics), one.post.id
    return reply.topics


def test_the_page_shows_what_is_drafted_now(made: list[Drafted]) -> None:
    assert SAMPLE.read_text(encoding="utf-8") == page(made), "run `python -m evals.drafts` and read the page"
