"""Files of posts: what is read, and what is refused with file, line and remedy."""

import json
from pathlib import Path

import pytest

from sandbox.network.errors import BadPosts
from sandbox.network.network import Network
from sandbox.network.posts import Post
from tests.support.sandbox_network import SetClock


def network() -> Network:
    return Network(SetClock(), own_accounts=["nordlicht"])


def written(folder: Path, *lines: bytes) -> Path:
    file = folder / "posts.jsonl"
    file.write_bytes(b"\n".join(lines) + b"\n")
    return file


GOOD = b'{"id": "1", "text": "hello"}'

BAD = {
    "unreadable": (b'{"text": ', "not readable as JSON"),
    "no text": (b'{"id": "2", "text": "  "}', "no `text`"),
    "text of another kind": (b'{"text": 5}', "`text` is not a text"),
    "no object": (b'["text"]', "not a JSON object"),
    "10 MB": (b'{"text": "' + b"x" * 10_000_000 + b'"}', "longer than 1 MB"),
    "not UTF-8": (b'{"text": "caf\xe9"}', "byte 14 is not UTF-8"),
    "id given twice": (b'{"id": 1, "text": "again"}', "'1' is already that of line 1"),
    "bad time": (b'{"text": "x", "created_at": "yesterday"}', "`created_at` is no time"),
    "half a character": (b'{"text": "x \\ud83d"}', "half a character"),
    "follow-ups of another kind": (b'{"text": "x", "follow_ups": "Thanks"}', "not a list of texts"),
    "an answer to itself": (b'{"id": 7, "text": "x", "in_reply_to": 7}', "leads back to itself"),
    "too deep": (b"[" * 100_000, "not readable as JSON"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_line_is_named_and_nothing_is_loaded(tmp_path: Path, case: str) -> None:
    line, complaint = BAD[case]
    file = written(tmp_path, GOOD, b"", line)
    sandbox = network()
    with pytest.raises(BadPosts) as refused:
        sandbox.load_posts(file)
    message = str(refused.value)
    assert message.startswith(f"{file}:3: ")
    assert complaint in message
    assert "\n" not in message
    assert sandbox.reading.count() == 0


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadPosts, match=r"nowhere\.jsonl: cannot be read"):
        network().load_posts(tmp_path / "nowhere.jsonl")


def test_everything_but_the_text_may_be_missing() -> None:
    sandbox = network()
    posts = sandbox.load_posts([{"text": "one"}, {"text": "two"}, {"text": "one", "extra": [1]}])
    assert [post.text for post in posts] == ["one", "two", "one"]
    assert len({post.author for post in posts}) == 3
    assert [post.id for post in posts] == sorted({post.id for post in posts})
    assert posts[-1].created_at == sandbox.clock()


def test_replies_quotes_and_conversations_are_joined_whatever_the_order() -> None:
    sandbox = network()
    answer, quote, root = sandbox.load_posts(
        [
            {"id": "c", "text": "me too", "author": "bob", "in_reply_to": "a"},
            {"id": "b", "text": "look", "author": "eve", "quotes": "a"},
            {"id": "a", "text": "broken", "author": "ana", "name": "Ana M."},
        ]
    )
    assert (answer.in_reply_to, answer.in_reply_to_handle) == (root.id, "ana")
    assert (answer.conversation_id, quote.conversation_id) == (root.id, quote.id)
    assert quote.quotes == root.id
    assert [post.id for post in sandbox.reading.by_source("a")] == [root.id]
    user = sandbox.reading.user("ANA")
    assert user is not None
    assert user.name == "Ana M."
    (later,) = sandbox.load_posts([{"id": "d", "text": "and I", "in_reply_to": "c"}])
    assert (later.in_reply_to, later.conversation_id) == (answer.id, root.id)
    (alone,) = sandbox.load_posts([{"text": "who?", "in_reply_to": "nowhere"}])
    assert alone.in_reply_to is None


def test_an_answer_of_the_same_time_comes_after_what_it_answers() -> None:
    time = "2026-01-01T10:00:00Z"
    answer, root = network().load_posts(
        [
            {"id": "b", "text": "yes", "in_reply_to": "a", "created_at": time},
            {"id": "a", "text": "no", "created_at": time},
        ]
    )
    assert root.id < answer.id


@pytest.mark.parametrize("author", ["@ana_m", "Ana María López", "averyveryverylonghandle", "ü", "日本"])
def test_authors_get_a_handle_that_x_would_allow(author: str) -> None:
    (post,) = network().load_posts([{"text": "x", "author": author}])
    assert post.author.isascii()
    assert 1 <= len(post.author) <= 15
    assert post.author.replace("_", "a").isalnum()


def test_own_accounts_may_write_in_the_file() -> None:
    sandbox = network()
    (post,) = sandbox.load_posts([{"text": "we are open", "author": "Nordlicht"}])
    assert [user.handle for user in sandbox.reading.own_accounts()] == ["nordlicht"]
    assert [found.id for found in sandbox.reading.posts_of("nordlicht")] == [post.id]


@pytest.mark.parametrize(
    "time",
    ["2015-02-24 11:15:59 -0800", "2015-02-24T19:15:59Z", "2015-02-24T19:15:59.000+00:00",
     "Tue Feb 24 19:15:59 +0000 2015", "2015-02-24 19:15:59"],
)  # fmt: skip
def test_times_may_be_written_in_several_ways(time: str) -> None:
    first, second = network().load_posts(
        [{"text": "a", "created_at": time}, {"text": "b", "created_at": "2015-02-24T19:16:59Z"}]
    )
    assert (second.created_at - first.created_at).total_seconds() == 60


def test_escaping_of_files_is_undone_and_links_are_shortened() -> None:
    (post,) = network().load_posts([{"text": "fish &amp; chips &lt;3 https://a.example/b?c=1&amp;d=2"}])
    assert post.text == f"fish & chips <3 {post.links[0].short}"
    assert post.links[0].expanded == "https://a.example/b?c=1&d=2"


def test_a_bom_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"text": "one"}\r\n\r\n{"text": "two"}')
    assert [post.text for post in network().load_posts(file)] == ["one", "two"]


def test_the_airline_posts_load_fully_and_within_the_window(earshot_data: Path) -> None:
    file = earshot_data / "labelled" / "airline.jsonl"
    sandbox = network()
    posts = sandbox.load_posts(file)
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert [post.source_id for post in posts] == [row["id"] for row in rows]
    assert sandbox.reading.count() == len(rows) == 4313
    assert len({post.id for post in posts}) == 4313
    assert max(post.created_at for post in posts) == sandbox.clock()
    span = max(posts, key=created).created_at - min(posts, key=created).created_at
    assert span.total_seconds() <= 6.5 * 86_400


def created(post: Post) -> int:
    return post.id
