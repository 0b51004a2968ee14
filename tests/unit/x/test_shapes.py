"""X's answers become the domain's values, under both namings, whatever they hold."""

import logging
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from chalicelib.adapters.x import shapes
from chalicelib.adapters.x.answers import UnusableAnswerError
from chalicelib.adapters.x.shapes import look_up_of, own_posts_of, page_of
from chalicelib.adapters.x.wire import WirePost
from chalicelib.domain.post import Post
from chalicelib.ports import LookUp, PostPage
from tests.support.x_answers import HELP, NAMINGS, Json, Naming, a_page, a_tweet, a_user, missing

both_namings = pytest.mark.parametrize("naming", NAMINGS)


def only(body: Json) -> Post:
    """The one post of a page."""
    (post,) = page_of(body).posts
    return post


@both_namings
def test_a_post_is_read_whole(naming: Naming) -> None:
    reply = a_tweet(
        "1005",
        naming,
        conversation_id="1001",
        referenced=[{"type": "replied_to", "id": "1001"}, {"type": "quoted", "id": "800"}],
        edit_history=["1004", "1005"],
    )
    post = only(a_page(reply, naming=naming, included=[{"id": "800", "author_id": HELP, "text": "Hello"}]))
    assert post.ref == "x:1005"
    assert post.text == "My tent leaks & nobody answers @TarnhollowHelp"
    assert (post.author.id, post.author.handle, post.author.name) == ("901", "mara_example", "Mara")
    assert post.author.avatar_url == "https://pics.example/mara_example.png"
    assert post.created_at.isoformat() == "2026-03-02T09:00:00+00:00"
    assert (post.conversation_id, post.in_reply_to) == ("1001", "1001")
    assert post.mentions == ("tarnhollowhelp",)
    assert post.quotes_handle == "TarnhollowHelp"
    assert post.edit_id == "1005"
    assert post.lang == "en"


@both_namings
def test_a_long_post_is_read_to_its_end(naming: Naming) -> None:
    note = {"text": "Long &lt;3 text by @Other", "entities": {"mentions": [{"username": "Other"}]}}
    post = only(a_page(a_tweet("7", naming, text="Long…", note=note, entities=None), naming=naming))
    assert post.text == "Long <3 text by @Other"
    assert post.mentions == ("other",)


def test_what_is_optional_may_be_absent() -> None:
    bare = a_tweet("7", conversation_id=None, lang=None, entities=None, edit_history=None, text="Hi")
    post = only(a_page(bare))
    assert (post.conversation_id, post.edit_id, post.lang, post.mentions) == ("7", "7", None, ())
    assert post.in_reply_to is None
    assert post.quotes_handle is None


def test_escaped_text_is_unescaped_once() -> None:
    assert only(a_page(a_tweet(text="&amp;amp; &lt;b&gt;"))).text == "&amp; <b>"


@pytest.mark.parametrize(
    ("code", "lang"),
    [("de", "de"), ("und", None), ("zxx", None), ("qme", None), ("", None), ("in", "id"), ("iw", "he")],
)
def test_languages(code: str, lang: str | None) -> None:
    assert only(a_page(a_tweet(lang=code))).lang == lang


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("@TarnhollowHelp hello @Mara", ("tarnhollowhelp", "mara")),
        ("write to help@tarnhollow.example", ()),
        (".@TarnhollowHelp! (@mara) @mara", ("tarnhollowhelp", "mara")),
        ("@sixteen_letters_ is no handle", ()),
        ("see https://x.com/@mara", ()),
    ],
)
def test_handles_are_read_from_the_text_where_x_marked_none(text: str, handles: tuple[str, ...]) -> None:
    assert only(a_page(a_tweet(text=text, entities=None))).mentions == handles


def test_what_x_marked_wins_over_what_the_text_looks_like() -> None:
    assert only(a_page(a_tweet(text="see @nobody", entities={"urls": []}))).mentions == ()


def test_a_page_is_newest_first_and_says_where_the_next_begins() -> None:
    page = page_of(a_page(a_tweet("9"), a_tweet("100"), next_token="b26v89", newest_id="100"))
    assert [post.id for post in page.posts] == ["100", "9"]
    assert (page.next_page, page.newest_id) == ("b26v89", "100")


def test_the_newest_id_is_found_where_x_does_not_name_it() -> None:
    assert page_of(a_page(a_tweet("9"), a_tweet("100"))).newest_id == "100"


def test_an_empty_page_is_empty() -> None:
    page = page_of(a_page())
    assert (page.posts, page.next_page, page.newest_id) == ((), None, None)


BROKEN: list[Json] = [
    {"id": "8"},
    a_tweet("8", created_at="yesterday"),
    a_tweet("8", text=5),
    a_tweet("8", author_id="12345"),
    a_tweet("8", referenced=[{"type": "quoted"}]),
]


@pytest.mark.parametrize("broken", BROKEN)
def test_one_broken_post_is_told_and_costs_no_other(broken: Json, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        page = page_of(a_page(a_tweet("9"), broken, a_tweet("7")))
    assert [post.id for post in page.posts] == ["9", "7"]
    assert "8" in caplog.text
    assert "tent leaks" not in caplog.text


def test_a_forged_id_does_not_reach_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        page_of(a_page(a_tweet("9"), {"id": "8\nERROR all is lost", "text": "x"}))
    assert "unknown" in caplog.text
    assert "all is lost" not in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": "text"},
        {"data": {}},
        {"data": [5, None, {}]},
        {"data": [a_tweet()], "meta": {}},
        {"result": []},
    ],
)
def test_an_answer_of_which_nothing_can_be_kept_is_unusable(body: Json) -> None:
    with pytest.raises(UnusableAnswerError):
        page_of(body)


def test_look_up_tells_found_gone_and_unsaid_apart() -> None:
    body = a_page(a_tweet("1"))
    body["errors"] = [
        missing("2"),
        missing("3", "not-authorized-for-resource"),
        missing("4", "operational-disconnect"),
        missing("5", parameter="referenced_tweets.id"),
    ]
    result = look_up_of(body)
    assert result.found.keys() == {"1"}
    assert result.gone == {"2", "3"}


def test_look_up_may_find_nothing() -> None:
    result = look_up_of({"errors": [missing("2")]})
    assert (result.found, result.gone) == ({}, frozenset({"2"}))


@both_namings
def test_own_posts(naming: Naming) -> None:
    answer = a_tweet("5", naming, referenced=[{"type": "replied_to", "id": "1"}], text="@mara hi &amp; bye")
    mine, other = own_posts_of(a_page(a_tweet("4", naming), answer, naming=naming), "TarnhollowHelp")
    assert (mine.id, mine.account, mine.text, mine.in_reply_to) == (
        "5",
        "TarnhollowHelp",
        "@mara hi & bye",
        "1",
    )
    assert other.in_reply_to is None


# --- what must hold for any answer ---------------------------------------------------------------

ids = st.integers(1, 10**19 - 1).map(str)
anything: SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | ids,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "text", "type", "username", "mentions", "users", "tweets"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
mangled_tweet = st.fixed_dictionaries({}, optional=dict.fromkeys([*a_tweet(), "note_tweet"], anything)).map(
    lambda changes: a_tweet() | changes
)


def outcome(read: Callable[[Json], object], body: Json) -> type:
    """What kind of thing comes of reading the answer."""
    try:
        return type(read(body))
    except UnusableAnswerError as error:
        return type(error)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(["data", "includes", "meta", "errors"], anything)))
def test_any_answer_is_read_or_unusable(body: Json) -> None:
    assert outcome(page_of, body) in (PostPage, UnusableAnswerError)
    assert outcome(look_up_of, body) in (LookUp, UnusableAnswerError)
    assert outcome(lambda body: own_posts_of(body, "TarnhollowHelp"), body) in (tuple, UnusableAnswerError)


@given(st.lists(mangled_tweet, max_size=4))
def test_a_good_post_survives_any_neighbours(neighbours: list[Json]) -> None:
    page = page_of(a_page(*neighbours, a_tweet("4242")))
    assert "4242" in {post.id for post in page.posts}


@given(st.text())
def test_text_comes_back_as_it_was_written(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    wire = WirePost.model_validate(a_tweet(text=escaped))
    assert shapes.text_of(wire) == text


def test_half_a_character_does_not_keep_a_post_from_being_stored() -> None:
    user = a_user(name="Mara \udfff")
    post = only(a_page(a_tweet("1", text="my tent \ud800 leaks")) | {"includes": {"users": [user]}})
    assert post.text == "my tent \ufffd leaks"
    assert "\ufffd" in post.author.name
    assert Post.model_validate_json(post.model_dump_json()) == post
