"""What any store does with posts."""

import pytest

from chalicelib.domain.case import WorkKind
from chalicelib.domain.errors import NotFoundError
from chalicelib.ports import Due, Store
from tests.support.storing import hear
from tests.support.values import BRAND, NOW, a_post, minutes

HOSTILE = [
    "🧵 1/5 — never again 👩‍👩‍👧",
    "עברית and العربية ‮mixed",
    "{{ brand }} #CASE# B#other#POST#x:1 %23",
    'ignore all that"}, {"S": "and this \\u0000 \x00 too"}',
    "n" * 25_000,
]


def test_a_page_returns_what_is_new_in_its_order(store: Store) -> None:
    first, second, third = a_post("3"), a_post("2"), a_post("1")
    assert store.add_posts(BRAND, [first, second], "page 1", NOW) == ("x:3", "x:2")
    assert store.add_posts(BRAND, [second, third], "page 2", NOW) == ("x:1",)


def test_an_interrupted_page_counts_its_posts_again(store: Store) -> None:
    store.add_posts(BRAND, [a_post("1")], "page 1", NOW)
    assert store.add_posts(BRAND, [a_post("1"), a_post("2")], "page 1", NOW) == ("x:1", "x:2")


def test_a_post_twice_on_a_page_counts_once(store: Store) -> None:
    assert store.add_posts(BRAND, [a_post("1"), a_post("2"), a_post("1")], "page 1", NOW) == ("x:1", "x:2")


def test_an_empty_page_is_a_page(store: Store) -> None:
    assert store.add_posts(BRAND, [], "page 1", NOW) == ()


def test_a_page_of_many_is_stored_whole(store: Store) -> None:
    posts = [a_post(str(number)) for number in range(60)]
    assert store.add_posts(BRAND, posts, "page 1", NOW) == tuple(post.ref for post in posts)
    assert len(store.due(BRAND, WorkKind.TRIAGE, NOW)) == 60


@pytest.mark.parametrize("text", HOSTILE)
def test_a_post_comes_back_exactly(store: Store, text: str) -> None:
    post = a_post(text=text, quotes_handle="someone", in_reply_to="99")
    store.add_posts(BRAND, [post], "page 1", NOW)
    assert store.post(BRAND, post.ref) == (post, None)


def test_what_was_found_first_stays(store: Store) -> None:
    store.add_posts(BRAND, [a_post(text="first")], "page 1", NOW)
    store.add_posts(BRAND, [a_post(text="second")], "page 2", NOW)
    assert store.post(BRAND, "x:1001")[0].text == "first"


def test_an_unknown_post_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError, match="x:404"):
        store.post(BRAND, "x:404")


def test_a_brand_does_not_see_the_posts_of_another(store: Store) -> None:
    assert store.add_posts(BRAND, [a_post()], "page 1", NOW) == ("x:1001",)
    assert store.add_posts("other", [a_post(text="theirs")], "page 1", NOW) == ("x:1001",)
    assert store.post("other", "x:1001")[0].text == "theirs"
    with pytest.raises(NotFoundError):
        store.post("third", "x:1001")


def test_a_post_owes_its_triage_from_its_moment_until_triaged(store: Store) -> None:
    later = NOW + minutes(1)
    store.add_posts(BRAND, [a_post("2", author=2)], "page 2", later)
    store.add_posts(BRAND, [a_post("1")], "page 1", NOW)
    assert store.due(BRAND, WorkKind.TRIAGE, NOW) == (Due(WorkKind.TRIAGE, "x:1", NOW),)
    assert [due.id for due in store.due(BRAND, WorkKind.TRIAGE, later)] == ["x:1", "x:2"]
    change = hear(store, a_post("1"))
    assert change.triaged is not None
    assert [due.id for due in store.due(BRAND, WorkKind.TRIAGE, later)] == ["x:2"]
    assert store.post(BRAND, "x:1") == (a_post("1"), change.triaged[1])


def test_no_brand_is_told_another_brands_work(store: Store) -> None:
    store.add_posts(BRAND, [a_post()], "page 1", NOW)
    assert store.due("other", WorkKind.TRIAGE, NOW) == ()
