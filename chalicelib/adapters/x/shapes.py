"""From X's shapes to the domain's values."""

import html
import logging
import re
from collections.abc import Mapping
from datetime import UTC

from chalicelib.adapters.x import answers
from chalicelib.adapters.x.wire import WirePost, WireUser
from chalicelib.domain.owned import OwnPost
from chalicelib.domain.post import Author, Post
from chalicelib.ports import LookUp, PostPage

log = logging.getLogger(__name__)

NETWORK = "x"

_NO_LANGUAGE = frozenset({"und", "zxx", "art", "qam", "qct", "qht", "qme", "qst"})
"""X's codes for "cannot tell" and for posts without words (mentions, hashtags, links, media only)."""

_OLD_CODES = {"in": "id", "iw": "he", "ji": "yi", "no": "nb"}
"""Codes that X still sends and ISO 639 has replaced."""

_HANDLE = re.compile(r"(?<![\w@/])@(\w{1,15})(?!\w)", re.ASCII)
"""A handle as X links it; not the one in an e-mail address."""

_GONE = ("/resource-not-found", "/not-authorized-for-resource", "/resource-unavailable")
"""Kinds of problem that say a post is deleted, or hidden from us: to us, the same."""


def page_of(body: Mapping[str, object]) -> PostPage:
    """One page of posts, newest first. Raises UnusableAnswerError."""
    posts = _posts(body)
    newest = answers.meta_text(body, "newest_id") or (posts[0].id if posts else None)
    return PostPage(posts, answers.meta_text(body, "next_token"), newest)


def look_up_of(body: Mapping[str, object]) -> LookUp:
    """Posts found and posts gone. An id that X says nothing usable about is in neither."""
    found = {post.id: post for post in _posts(body)}
    gone = {str(one.get("resource_id") or one.get("value")) for one in _gone(body)}
    return LookUp(found, frozenset(gone - found.keys()))


def names_gone(body: Mapping[str, object]) -> bool:
    """Whether the answer names a post that is gone."""
    return bool(_gone(body))


def own_posts_of(body: Mapping[str, object], account: str) -> tuple[OwnPost, ...]:
    """Posts of one of our accounts, newest first. Raises UnusableAnswerError."""
    posts = sorted(answers.posts_in(body), key=lambda post: int(post.id), reverse=True)
    return tuple(
        OwnPost(
            post.id, account, text_of(post), post.refers_to("replied_to"), post.created_at.astimezone(UTC)
        )
        for post in posts
    )


def text_of(post: WirePost) -> str:
    """The whole text, as its author typed it."""
    return html.unescape(post.note.text if post.note else post.text)


def _posts(body: Mapping[str, object]) -> tuple[Post, ...]:
    users = answers.included_users(body)
    authors = answers.included_authors(body)
    posts: list[Post] = []
    unseen = 0
    for wire in answers.posts_in(body):
        author = users.get(wire.author_id or "")
        if author is None:
            unseen += 1
            log.warning("X sent post %s without its author: it cannot be kept", wire.id)
            continue
        quoted = users.get(authors.get(wire.refers_to("quoted") or "", ""))
        posts.append(_post(wire, author, quoted))
    if unseen and not posts:
        raise answers.UnusableAnswerError("not one of its posts comes with its author")
    return tuple(sorted(posts, key=lambda post: int(post.id), reverse=True))


def _post(wire: WirePost, author: WireUser, quoted: WireUser | None) -> Post:
    return Post(
        network=NETWORK,
        id=wire.id,
        author=Author(
            id=author.id, handle=author.username, name=author.name, avatar_url=author.profile_image_url
        ),
        text=text_of(wire),
        created_at=wire.created_at.astimezone(UTC),
        lang=language_of(wire.lang),
        conversation_id=wire.conversation_id or wire.id,
        in_reply_to=wire.refers_to("replied_to"),
        mentions=mentions_of(wire),
        quotes_handle=quoted.username if quoted else None,
        edit_id=wire.edits[-1] if wire.edits else wire.id,
    )


def mentions_of(post: WirePost) -> tuple[str, ...]:
    """Handles named, in lower case and in order, as X marked them, or as the text reads where it did not."""
    marked = [one for one in (post.entities, post.note.entities if post.note else None) if one]
    named = [mention.username for entities in marked for mention in entities.mentions]
    if not marked:
        named = _HANDLE.findall(text_of(post))
    return tuple(dict.fromkeys(name.lower() for name in named))


def language_of(code: str | None) -> str | None:
    """The language's code as ISO 639 has it today, None where X could not tell."""
    if not code or code.lower() in _NO_LANGUAGE:
        return None
    return _OLD_CODES.get(code.lower(), code)


def _gone(body: Mapping[str, object]) -> list[dict[str, object]]:
    return [
        problem
        for problem in answers.problems_in(body)
        if str(problem.get("type", "")).endswith(_GONE)
        and problem.get("parameter", "ids") in ("ids", "id")
        and problem.get("resource_type", "tweet") in ("tweet", "post")
    ]
