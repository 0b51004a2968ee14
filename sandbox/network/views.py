"""What the pages show of posts and people, ready for the templates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sandbox.network import text
from sandbox.network.posts import Post, user_id
from sandbox.network.reading import Reading

_VIA = {"api": "through the API", "native": "posted by hand"}
_DEEPEST = 4
_PIECE = re.compile(f"({text.URL.pattern})|{text.HANDLE.pattern}|{text.HASHTAG.pattern}")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: `plain`, `link`, `handle` or `hashtag`."""

    kind: str
    text: str


@dataclass(frozen=True)
class PostView:
    """A post as its page shows it. `depth` is how far it stands in, `colour` one of eight."""

    id: int
    handle: str
    name: str
    own: bool
    colour: int
    moment: datetime
    ago: str
    lang: str
    pieces: list[Piece]
    via: str
    depth: int
    edited: bool
    answering: str | None
    quoted: "PostView | None"


class Views:
    """Makes views of posts at one moment."""

    def __init__(self, reading: Reading, now: datetime) -> None:
        self._reading = reading
        self._now = now

    def thread(self, posts: list[Post]) -> list[PostView]:
        """A conversation, each reply under what it answers."""
        by_parent: dict[int | None, list[Post]] = {}
        there = {post.id for post in posts}
        for post in posts:
            parent = post.in_reply_to if post.in_reply_to in there else None
            by_parent.setdefault(parent, []).append(post)
        ordered: list[tuple[Post, int]] = []
        waiting = [(post, 0) for post in reversed(by_parent.get(None, []))]
        while waiting:
            post, depth = waiting.pop()
            ordered.append((post, depth))
            waiting += [(answer, depth + 1) for answer in reversed(by_parent.get(post.id, []))]
        return self.posts(ordered)

    def posts(self, posts: Iterable[tuple[Post, int]]) -> list[PostView]:
        """Views of posts with their depths."""
        pairs = list(posts)
        quoted = self._reading.posts(post.quotes for post, _ in pairs if post.quotes)
        everybody = [post.author for post, _ in pairs] + [post.author for post in quoted.values()]
        names = {handle: (user.name, user.own) for handle, user in self._reading.users(everybody).items()}

        def view(post: Post, depth: int) -> PostView:
            name, own = names.get(post.author.lower(), (post.author, False))
            inner = quoted.get(post.quotes) if post.quotes and depth >= 0 else None
            return PostView(
                id=post.id,
                handle=post.author,
                name=name,
                own=own,
                colour=user_id(post.author) % 8,
                moment=post.created_at,
                ago=ago(self._now, post.created_at),
                lang=post.lang,
                pieces=pieces(post),
                via=_VIA.get(post.via, ""),
                depth=min(max(depth, 0), _DEEPEST),
                edited=post.first_version is not None,
                answering=post.in_reply_to_handle,
                quoted=view(inner, -1) if inner else None,
            )

        return [view(post, depth) for post, depth in pairs]


def pieces(post: Post) -> list[Piece]:
    """A post's text cut up, with links as X shows them."""
    shown = {link.short: link.display for link in post.links}
    found, at = [], 0
    for spot in _PIECE.finditer(post.text):
        found.append(Piece("plain", post.text[at : spot.start()]))
        url, handle, _ = spot.groups()
        kind = "link" if url else "handle" if handle else "hashtag"
        found.append(Piece(kind, shown.get(url, spot.group()) if url else spot.group()))
        at = spot.end()
    found.append(Piece("plain", post.text[at:]))
    return [piece for piece in found if piece.text]


def ago(now: datetime, then: datetime) -> str:
    """How long ago, as timelines say it."""
    seconds = int((now - then).total_seconds())
    if seconds < 10:
        return "now"
    if seconds < 60:
        return f"{seconds // 10 * 10} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 86_400:
        return f"{seconds // 3600} h"
    return f"{then:%-d %b}"
