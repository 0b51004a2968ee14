"""The sample posts: enough of everything that the demo promises, and all of it findable."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.domain.brand import Brand, SearchKind
from sandbox.network import query
from sandbox.network.loading import Draft, read
from sandbox.network.posts import Post
from sandbox.network.text import analyse, weighted_length
from tests.conftest import ROOT
from tests.unit.sandbox_sample.kinds import AT_LEAST, KEYWORD_ONLY, KINDS, RANT

FILE = ROOT / "sandbox" / "sample" / "posts.jsonl"
LANGUAGES = ("en", "es", "de", "fr", "tr", "el", "pl", "lv")
NOISE = frozenset(KINDS["noise"])


@pytest.fixture(scope="module")
def posts() -> dict[str, Draft]:
    return {draft.id or "": draft for draft in read(FILE)}


@pytest.fixture(scope="module")
def brand() -> Brand:
    return read_brand(ROOT / "prompts" / "brands" / "tarnhollow.yaml")


def _tagged(post: Draft, brand: Brand) -> bool:
    return bool(analyse(post.text).handles & brand.handles)


def _on_network(post: Draft) -> Post:
    return Post(
        id=1,
        author=post.author or "",
        text=post.text,
        lang=post.lang or "",
        conversation_id=1,
        indexed_at=datetime(2026, 1, 1, tzinfo=UTC),
        via="file",
    )


def test_there_are_sixty_posts_of_sixty_ids(posts: dict[str, Draft]) -> None:
    assert list(posts) == [f"t{number:03d}" for number in range(1, 61)]


def test_each_line_has_only_the_documented_keys() -> None:
    known = {"id", "text", "author", "name", "created_at", "lang", "in_reply_to", "follow_ups"}
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not json.loads(line).keys() <= known] == []


def test_each_language_has_at_least_five_posts(posts: dict[str, Draft]) -> None:
    count = Counter(post.lang for post in posts.values())
    assert set(count) == set(LANGUAGES)
    assert min(count.values()) >= 5


def test_every_kind_is_there_often_enough_and_every_post_is_of_one_kind(posts: dict[str, Draft]) -> None:
    assert {kind for kind, least in AT_LEAST.items() if len(KINDS[kind]) < least} == set()
    assert sorted(id_ for ids in KINDS.values() for id_ in ids) == sorted(posts)


def test_posts_and_follow_ups_are_as_long_as_the_network_allows(posts: dict[str, Draft]) -> None:
    texts = [text for post in posts.values() for text in (post.text, *post.follow_ups)]
    assert [text for text in texts if weighted_length(text) > 280] == []


def test_handles_and_names_are_as_the_network_allows(posts: dict[str, Draft]) -> None:
    assert [post.author for post in posts.values() if not 1 <= len(post.author or "") <= 15] == []
    assert [post.name for post in posts.values() if not 1 <= len(post.name or "") <= 50] == []


def test_posts_span_five_hours_and_the_last_twelve_four_minutes(posts: dict[str, Draft]) -> None:
    times = [post.created_at for post in posts.values() if post.created_at]
    assert len(times) == 60
    assert times == sorted(times)
    assert timedelta(hours=4, minutes=30) < times[-1] - times[0] <= timedelta(hours=5)
    assert times[-1] - times[-12] <= timedelta(minutes=4) < times[-1] - times[-13]


def test_the_rant_is_one_conversation_of_one_author(posts: dict[str, Draft]) -> None:
    authors = {posts[id_].author for id_ in RANT}
    assert len(authors) == 1
    assert [posts[id_].in_reply_to for id_ in RANT] == [None, *RANT[:-1]]
    assert [id_ for id_, post in posts.items() if post.author in authors and id_ not in RANT] == []


def test_everybody_else_writes_once(posts: dict[str, Draft]) -> None:
    authors = Counter(post.author for id_, post in posts.items() if id_ not in RANT)
    assert [author for author, count in authors.items() if count > 1] == []


def test_only_the_keyword_posts_leave_the_brand_out(posts: dict[str, Draft]) -> None:
    silent = [id_ for id_, post in posts.items() if "tarnhollow" not in post.text.lower()]
    assert tuple(silent) == KEYWORD_ONLY


def test_every_post_is_found_by_a_search_of_the_brand(posts: dict[str, Draft], brand: Brand) -> None:
    by_words = [query.parse(s.query or "") for s in brand.searches if s.kind is SearchKind.SEARCH]
    found = {
        id_
        for id_, post in posts.items()
        if _tagged(post, brand) or any(one.matches(_on_network(post)) for one in by_words)
    }
    assert found == set(posts)


def test_the_keyword_posts_are_found_by_the_buying_search(posts: dict[str, Draft], brand: Brand) -> None:
    buying = next(search for search in brand.searches if search.id == "buying")
    matches = query.parse(buying.query or "").matches
    assert tuple(id_ for id_, post in posts.items() if matches(_on_network(post))) == KEYWORD_ONLY


def test_enough_posts_name_the_brand_without_addressing_it(posts: dict[str, Draft], brand: Brand) -> None:
    untagged = {id_ for id_, post in posts.items() if not _tagged(post, brand)}
    assert len(untagged - NOISE - set(KEYWORD_ONLY)) >= 8
    assert untagged >= NOISE


def test_ten_tagged_authors_or_more_answer_back(posts: dict[str, Draft], brand: Brand) -> None:
    answering = [post for post in posts.values() if post.follow_ups and _tagged(post, brand)]
    assert len(answering) >= 10
    assert max(len(post.follow_ups) for post in answering) == 2


def test_links_lead_only_to_domains_that_cannot_exist(posts: dict[str, Draft]) -> None:
    linking = [post.text for post in posts.values() if "http" in post.text or "👉" in post.text]
    assert linking != []
    assert [text for text in linking if ".example" not in text] == []
