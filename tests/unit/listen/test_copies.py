"""Posts found together that say the same are told from somebody's own words."""

import random

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.post import Author, Post
from chalicelib.listen.copies import with_copies
from tests.support.values import NOW, a_post, minutes

CAMPAIGN = "Tell @tarnhollowhelp to stop selling down jackets by the end of this year"


def by(number: int, text: str, at: int = 0) -> Post:
    who = Author(id=str(number), handle=f"walker{number}", name="A walker")
    return a_post(str(1000 + number), text, author=who, created_at=NOW + minutes(at))


def copies(*posts: Post) -> dict[str, str | None]:
    return {post.id: post.copy_of for post in with_copies(posts)}


def test_the_earliest_is_the_original_in_whatever_order_they_come() -> None:
    posts = [by(1, CAMPAIGN, 3), by(2, CAMPAIGN, 1), by(3, CAMPAIGN, 2)]
    assert copies(*posts) == {"1001": "x:1002", "1002": None, "1003": "x:1002"}


def test_handles_links_numbers_marks_and_capitals_make_no_difference() -> None:
    other = (
        "TELL @somebody_else to stop selling down-jackets by the end of this year!!! 2 https://t.co/xYz #down"
    )
    assert copies(by(1, CAMPAIGN), by(2, other, 1)) == {"1001": None, "1002": "x:1001"}


def test_one_other_word_is_somebody_s_own() -> None:
    assert set(copies(by(1, CAMPAIGN), by(2, CAMPAIGN + " please", 1)).values()) == {None}


def test_who_repeats_herself_is_no_copy_and_short_texts_are_the_same_by_chance() -> None:
    assert set(copies(by(1, CAMPAIGN), by(1, CAMPAIGN, 1)).values()) == {None}
    assert set(copies(by(1, "where is my parcel"), by(2, "where is my parcel", 1)).values()) == {None}


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.sampled_from([CAMPAIGN, "another thing", "x" * 50])), max_size=12
    )
)
def test_order_and_number_stay_and_no_original_is_a_copy(drawn: list[tuple[int, str]]) -> None:
    posts = [
        by(author, text, at).model_copy(update={"id": str(at)}) for at, (author, text) in enumerate(drawn)
    ]
    random.Random(len(posts)).shuffle(posts)
    marked = with_copies(posts)
    assert [post.ref for post in marked] == [post.ref for post in posts]
    originals = {post.copy_of for post in marked if post.copy_of}
    assert all(post.copy_of is None for post in marked if post.ref in originals)
