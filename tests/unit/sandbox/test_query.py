"""X's search language, as the sandbox understands it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.network.posts import Link, Post
from sandbox.network.query import BadQuery, parse


def a_post(text: str, **more: object) -> Post:
    values: dict[str, object] = {
        "id": 5,
        "author": "ana",
        "text": text,
        "lang": "en",
        "conversation_id": 5,
        "indexed_at": datetime(2026, 3, 2, tzinfo=UTC),
        "via": "file",
    }
    return Post(**values | more)  # type: ignore[arg-type]  # a test's shorthand


def found(query: str, text: str, **more: object) -> bool:
    return parse(query).matches(a_post(text, **more))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("jacket", "My JACKET."),
        ("blue jacket", "the jacket is blue"),
        ('"blue jacket"', "a Blue, jacket"),
        ("coat OR jacket", "a jacket"),
        ("blue coat OR red jacket", "red jacket"),
        ("blue (coat OR jacket)", "blue jacket"),
        ("jacket -red", "blue jacket"),
        ("jacket -(red OR green)", "blue jacket"),
        ("rock-n-roll", "Rock n roll!"),
        ("don't", "we don’t know, we don't"),
        ("cumpleaños", "Feliz CUMPLEAÑOS"),
        ("straße", "STRASSE"),
        ("καλησπέρα", "Καλησπέρα σας"),
        ("προβλημασ", "προβλημας"),
        ("istanbul", "İSTANBUL"),
        ("kırık", "KIRIK"),
        ("東京", "私は東京にいます"),
        ("हिन्दी", "यह हिन्दी है"),
        ("ภาษา", "พูดภาษาไทย"),
        ("@Nordlicht", "hey @nordlicht!"),
        ("#Größe", "which #größe"),
        ("from:ANA", "x"),
        ("from:@ana", "x"),
        ("jacket lang:en", "jacket"),
        ("jacket -is:retweet", "jacket"),
        ("jacket has:mentions", "@a jacket"),
        ("jacket -is:reply", "jacket"),
    ],
)
def test_found(query: str, text: str) -> None:
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("jacket", "jackets"),
        ("blue jacket", "a jacket"),
        ('"blue jacket"', "jacket, blue"),
        ("jacket -red", "red jacket"),
        ("cumple", "cumpleaños"),
        ("cumpleanos", "cumpleaños"),
        ("हिन्द", "यह हिन्दी है"),
        ("@nordlicht", "@nordlicht_gear, mail me@nordlicht.example"),
        ("#big", "#bigger and big"),
        ("from:bob", "x"),
        ("jacket lang:de", "jacket"),
        ("jacket has:links", "jacket"),
    ],
)
def test_not_found(query: str, text: str) -> None:
    assert not found(query, text)


def test_operators_on_what_is_not_text() -> None:
    reply = {"in_reply_to": 3, "in_reply_to_handle": "Shop", "conversation_id": 2}
    assert found("to:shop is:reply conversation_id:2 in_reply_to_tweet_id:3", "x", **reply)
    assert not found("to:shop -is:reply", "x", **reply)
    assert found("x is:quote", "x", quotes=9)
    assert found("x min_likes:3", "x", likes=3)
    assert not found("x min_likes:3", "x", likes=2)
    short = Link("https://t.co/abc", "https://shop.example/returns")
    assert found('url:"shop.example/returns" has:links', "see https://t.co/abc", links=(short,))
    assert not found("url:other.example", "see https://t.co/abc", links=(short,))


@pytest.mark.parametrize(
    "query",
    ["min_faves:3 a", "a and b", "a or b", "-a", "is:reply", "lang:en has:links", "(a", '"a', "a OR", "OR a",
     "a OR -b", "()", "--a", "is:nothing a", "min_likes:many a", "place:x", "& !", "has: a", ":"],
)  # fmt: skip
def test_refused(query: str) -> None:
    with pytest.raises(BadQuery):
        parse(query)


WORD = st.text(st.characters(categories=["L", "M", "N"]), min_size=1, max_size=6)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_parsed_or_refused(text: str) -> None:
    try:
        query = parse(text)
    except BadQuery:
        return
    assert query.matches(a_post(text)) in (True, False)


@given(st.lists(WORD, min_size=1, max_size=5))
def test_a_text_is_found_by_each_of_its_words_and_as_a_phrase(words: list[str]) -> None:
    text = " ".join(words)
    for query in [*(f'"{word}"' for word in words), f'"{text}"']:
        try:
            wanted = parse(query)
        except BadQuery:
            continue  # nothing but signs that belong to no letter
        assert wanted.matches(a_post(text))
        assert wanted.matches(a_post(f"before {text} after"))


@given(WORD, WORD, st.text(max_size=20))
def test_logic_holds_whatever_the_words(one: str, other: str, text: str) -> None:
    try:
        first, second = parse(f'"{one}"'), parse(f'"{other}"')
    except BadQuery:
        return
    post = a_post(text)
    a, b = first.matches(post), second.matches(post)
    assert parse(f'"{one}" "{other}"').matches(post) == (a and b)
    assert parse(f'"{one}" OR "{other}"').matches(post) == (a or b)
    assert parse(f'"{one}" -"{other}"').matches(post) == (a and not b)
