"""The whole product in a folder: nothing is lost or doubled, and everything survives a stop."""

import json
import re
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.state import OPEN, State
from chalicelib.entrypoints.services import services
from chalicelib.measure.count import Figures, count
from sandbox.laptop import Laptop
from sandbox.sample import SAMPLE_POSTS
from tests.support.laptop import a_laptop, eventually

HANDLE = re.compile(r"(?<![\w@])@([A-Za-z0-9_]{1,15})")


def figures(laptop: Laptop) -> Figures:
    return sum((count(services().store, brand) for brand in laptop.brands.values()), Figures())


def is_settled(laptop: Laptop, found: int) -> bool:
    now = figures(laptop)
    return now.found >= found and now.undecided == 0 and now.drafts == now.cases


def every_case(laptop: Laptop) -> list[Case]:
    found: list[Case] = []
    for brand in laptop.brands.values():
        for desk in brand.desks:
            for state in State:
                page: str | None = None
                while True:
                    answer = services().store.queue(brand.brand, desk, state, limit=100, page=page)
                    found += answer.cases
                    page = answer.next_page
                    if page is None:
                        break
    return found


def addressed(posts: Path, laptop: Laptop) -> int:
    """How often the file's posts address one of the brands: what must be found, no more and no less."""
    brands = [brand.handles for brand in laptop.brands.values()]
    texts = [json.loads(line)["text"] for line in posts.read_text().splitlines()]
    mentioned = [{handle.lower() for handle in HANDLE.findall(text)} for text in texts]
    return sum(1 for handles in mentioned for own in brands if handles & own)


def assert_authors_are_joined(cases: list[Case]) -> None:
    """Nobody has two open cases with one brand that lie within 24 hours of each other."""
    by_author: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        if case.state in OPEN:
            by_author[case.brand, case.author.id].append(case)
    for theirs in by_author.values():
        theirs.sort(key=lambda case: case.since)
        for earlier, later in pairwise(theirs):
            assert later.since - earlier.last_post_at > timedelta(hours=24)


def replay(folder: Path, posts: Path, seconds: float) -> Figures:
    """Replay a file into a fresh folder until nothing is owed; check that everything adds up."""
    began = monotonic()
    with a_laptop(folder, posts) as laptop:
        expected = addressed(posts, laptop)
        eventually("every post is decided and drafted", lambda: is_settled(laptop, expected), seconds)
        result, cases = figures(laptop), every_case(laptop)
    posts_in_cases = Counter((case.brand, ref) for case in cases for ref in case.posts)
    print(f"\n{result} of {expected} expected, in {monotonic() - began:.0f} s")
    assert result.found == expected
    assert result.found == result.ignored + result.joined + result.cases
    assert len(posts_in_cases) == expected
    assert set(posts_in_cases.values()) == {1}
    assert_authors_are_joined(cases)
    return result


def test_real_posts_are_neither_lost_nor_doubled(tmp_path: Path, earshot_data: Path) -> None:
    lines = (earshot_data / "labelled" / "airline.jsonl").read_text().splitlines()[:120]
    posts = tmp_path / "posts.jsonl"
    posts.write_text("\n".join(lines) + "\n")
    result = replay(tmp_path / "data", posts, 100)
    assert result.joined > 0


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_the_whole_airline_set_is_neither_lost_nor_doubled(tmp_path: Path, earshot_data: Path) -> None:
    result = replay(tmp_path / "data", earshot_data / "labelled" / "airline.jsonl", 1500)
    assert result.cases > 1000


@pytest.mark.soak
def test_a_second_start_finds_everything_and_the_clock_stood(tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text("".join(SAMPLE_POSTS.read_text().splitlines(keepends=True)[:10]))
    with a_laptop(tmp_path / "data", posts) as laptop:
        eventually("the posts are decided", lambda: is_settled(laptop, 1), 60)
        before, stopped_at = figures(laptop), laptop.clock()
    began = monotonic()
    with a_laptop(tmp_path / "data", posts) as laptop:
        took = monotonic() - began
        assert figures(laptop) == before
        away = laptop.clock() - stopped_at
        # What passed is the stopping and the starting, not the time between them.
        assert away < timedelta(seconds=30)
        assert took < 20
