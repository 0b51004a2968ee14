"""The single conditions of X's search language, each as a test on a post."""

from collections.abc import Callable

from sandbox.network import text
from sandbox.network.posts import Post

Match = Callable[[Post], bool]

STANDALONE = frozenset({"from", "to", "url", "conversation_id", "in_reply_to_tweet_id"})
"""Operators that X accepts as the whole query; the others only narrow one down."""


class BadQuery(ValueError):  # noqa: N818 (named for what it says)
    """X would refuse the query; the text says why, in X's words."""


def keyword(words: str) -> Match:
    """Posts that hold these words, one after the other, whatever the case."""
    wanted = text.words(words)
    if not wanted.strip():
        raise BadQuery(f"'{words}' holds no letter or digit to search for")
    return lambda post: wanted in text.analyse(post.text).words


def mentions(handle: str) -> Match:
    """Posts that @mention the account."""
    wanted = handle.lower()
    return lambda post: wanted in text.analyse(post.text).handles


def hashtag(tag: str) -> Match:
    """Posts that hold exactly this hashtag."""
    wanted = text.fold(tag)
    return lambda post: wanted in text.analyse(post.text).hashtags


def named(name: str, value: str) -> Match:
    """The condition `name:value`. Raises BadQuery for a name or a value that X does not know."""
    if name not in _NAMED:
        raise BadQuery(
            f"Reference to invalid operator '{name}'. Operator is not available in current product"
        )
    return _NAMED[name](value)


def _from(handle: str) -> Match:
    wanted = _account(handle)
    return lambda post: post.author.lower() == wanted


def _to(handle: str) -> Match:
    wanted = _account(handle)
    return lambda post: (post.in_reply_to_handle or "").lower() == wanted


def _account(handle: str) -> str:
    return handle.removeprefix("@").lower()


def _url(part: str) -> Match:
    wanted = text.words(part)
    return lambda post: any(
        wanted in text.words(link.expanded) for link in text.links_in(post.text, post.links)
    )


def _lang(code: str) -> Match:
    wanted = code.lower()
    return lambda post: post.lang.lower() == wanted


def _is(kind: str) -> Match:
    kinds: dict[str, Match] = {
        "reply": lambda post: post.in_reply_to is not None,
        "quote": lambda post: post.quotes is not None,
        # Nobody reposts on the sandbox, and X's keyword search has returned no reposts since May 2026.
        "retweet": lambda post: False,
    }
    return _one_of("is", kind, kinds)


def _has(what: str) -> Match:
    kinds: dict[str, Match] = {
        "links": lambda post: text.URL.search(post.text) is not None,
        "mentions": lambda post: bool(text.analyse(post.text).handles),
        "hashtags": lambda post: bool(text.analyse(post.text).hashtags),
    }
    return _one_of("has", what, kinds)


def _one_of(name: str, value: str, kinds: dict[str, Match]) -> Match:
    if value.lower() not in kinds:
        raise BadQuery(f"Reference to invalid field '{name}:{value}'")
    return kinds[value.lower()]


def _conversation(value: str) -> Match:
    wanted = _number("conversation_id", value)
    return lambda post: post.conversation_id == wanted


def _in_reply_to(value: str) -> Match:
    wanted = _number("in_reply_to_tweet_id", value)
    return lambda post: post.in_reply_to == wanted


def _min_likes(value: str) -> Match:
    wanted = _number("min_likes", value)
    return lambda post: post.likes >= wanted


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise BadQuery(f"Invalid value '{value}' for operator '{name}': a number is wanted")
    return int(value)


_NAMED: dict[str, Callable[[str], Match]] = {
    "from": _from,
    "to": _to,
    "url": _url,
    "lang": _lang,
    "is": _is,
    "has": _has,
    "conversation_id": _conversation,
    "in_reply_to_tweet_id": _in_reply_to,
    "min_likes": _min_likes,
}
