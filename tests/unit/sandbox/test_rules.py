"""The reply rule, duplicates and length; and that a restart finds what was there."""

from pathlib import Path

import pytest

from sandbox.network import rules
from sandbox.network.errors import StorageFailed
from sandbox.network.network import Network
from sandbox.network.posts import User
from tests.support.sandbox_network import SetClock
from tests.unit.sandbox.test_query import a_post

BRAND = User("nordlicht", "Nordlicht", own=True)


@pytest.mark.parametrize(
    ("text", "author", "allowed"),
    [
        ("@Nordlicht help", "ana", True),
        ("help, @nordlicht!", "ana", True),
        ("nordlicht is slow", "ana", False),
        ("@nordlicht_gear help", "ana", False),
        ("mail me@nordlicht now", "ana", False),
        ("#nordlicht", "ana", False),
        ("open today", "NordLicht", True),
    ],
)
def test_only_who_addressed_us_may_be_answered(text: str, author: str, allowed: bool) -> None:
    assert rules.may_reply(BRAND, a_post(text, author=author), None) is allowed


def test_who_quoted_us_may_be_answered() -> None:
    assert rules.may_reply(BRAND, a_post("look", quotes=1), a_post("ours", author="nordlicht"))
    assert not rules.may_reply(BRAND, a_post("look", quotes=1), a_post("theirs", author="eve"))


def test_the_leading_handle_is_added_once_and_does_not_count() -> None:
    assert rules.as_reply("hi", "Ana", "nordlicht") == "@Ana hi"
    assert rules.as_reply("@ana hi", "Ana", "nordlicht") == "@ana hi"
    assert rules.as_reply("hi", "nordlicht", "Nordlicht") == "hi"
    rules.check_text("@ana " + "x" * 280, "Ana")
    with pytest.raises(rules.TooLong):
        rules.check_text("@eve " + "x" * 280, "Ana")
    with pytest.raises(rules.Empty):
        rules.check_text("@ana  ", "Ana")
    with pytest.raises(rules.TooLong):
        rules.check_text("日" * 141, None)


def test_native_posting_is_not_bound_by_the_reply_rule() -> None:
    network = Network(SetClock(), own_accounts=["nordlicht"])
    post = network.create_post("ana", "nordlicht is slow")
    with pytest.raises(rules.ReplyNotAllowed):
        network.create_post("nordlicht", "Sorry!", post.id, via="api")
    assert network.create_post("nordlicht", "Sorry!", post.id, via="native").text == "@ana Sorry!"


def test_links_are_no_way_round_the_duplicate_rule() -> None:
    network = Network(SetClock(), own_accounts=["nordlicht"])
    first = network.create_post("nordlicht", "See https://a.example/x and b.com/y", via="api")
    assert [link.expanded for link in first.links] == ["https://a.example/x", "http://b.com/y"]
    with pytest.raises(rules.Duplicate):
        network.create_post("nordlicht", "see https://a.example/x  and b.com/y", via="api")


def test_a_refused_post_leaves_nothing_behind() -> None:
    network = Network(SetClock(), own_accounts=["nordlicht"])
    (post,) = network.load_posts([{"text": "slow", "follow_ups": ["Hm."]}])
    with pytest.raises(rules.ReplyNotAllowed):
        network.create_post("nordlicht", "Sorry!", post.id, via="api")
    assert (network.reading.count(), network.reading.still_to_come()) == (1, 0)


def test_a_restart_finds_what_was_there(tmp_path: Path) -> None:
    clock = SetClock()
    first = Network(clock, tmp_path, own_accounts=["nordlicht"])
    (post,) = first.load_posts([{"id": "s1", "text": "@nordlicht hm", "follow_ups": ["One.", "Two."]}])
    reply = first.create_post("nordlicht", "Which?", post.id, via="api")
    first.credits_left = 70
    first.close()
    clock.forward(seconds=10)
    second = Network(clock, tmp_path)
    assert second.reading.count() == 3
    assert second.reading.post(reply.id) == reply
    assert second.credits_left == 70
    assert [user.handle for user in second.reading.own_accounts()] == ["nordlicht"]
    answer = next(second.reading.mentions("nordlicht"))
    assert answer.text == "@nordlicht One."
    second.create_post("nordlicht", "I see.", answer.id, via="api")
    clock.forward(seconds=10)
    assert next(second.reading.mentions("nordlicht")).text == "@nordlicht Two."
    second.close()


def test_deletion_leaves_no_text_in_the_file(tmp_path: Path) -> None:
    network = Network(SetClock(), tmp_path)
    post = network.create_post("ana", "very-secret-words")
    network.edit_post(post.id, "more-secret-words")
    network.delete_post(post.id)
    assert network.reading.post(post.id) is None
    assert network.reading.count() == 0
    network.close()
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"secret-words" not in left


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "network.sqlite3").write_bytes(b"no database at all, " * 100)
    with pytest.raises(StorageFailed, match=r"network\.sqlite3: the sandbox network's data"):
        Network(SetClock(), tmp_path)
