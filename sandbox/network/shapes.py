"""Posts and people as X's API v2 writes them."""

import html
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sandbox.network import problems, text
from sandbox.network.fields import Wanted
from sandbox.network.posts import Link, Post, User
from sandbox.network.problems import Json
from sandbox.network.reading import Reading
from sandbox.network.settings import Naming

JOINED = datetime(2020, 1, 1, tzinfo=UTC)
"""When everybody on the sandbox joined."""

_NEW_NAMES = {
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
    "edit_history_tweet_ids": "edit_history_post_ids",
}


def iso(moment: datetime) -> str:
    """A time as X writes it: UTC, milliseconds, Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


class Shaper:
    """Writes what one request asks for. `site` is the URL of the network's pages, without a last slash."""

    def __init__(self, reading: Reading, wanted: Wanted, naming: Naming, site: str) -> None:
        self._reading = reading
        self._wanted = wanted
        self._naming = naming
        self._site = site

    def envelope(self, posts: list[Post]) -> Json:
        """`data`, `includes` and `errors` for some posts; each only if it holds anything."""
        includes, errors = self._includes(posts)
        parts: Json = {"data": self.posts(posts), "includes": includes, "errors": errors}
        return {name: part for name, part in parts.items() if part}

    def posts(self, posts: list[Post]) -> list[Json]:
        ids = [post.id for post in posts]
        metrics = "public_metrics" in self._wanted.post
        replies = self._reading.reply_counts(ids) if metrics else {}
        quotes = self._reading.quote_counts(ids) if metrics else {}
        return [self._post(post, replies.get(post.id, 0), quotes.get(post.id, 0)) for post in posts]

    def _post(self, post: Post, replies: int, quotes: int) -> Json:
        full = self._fields(post) | {
            "public_metrics": {
                "retweet_count": 0, "reply_count": replies, "like_count": post.likes, "quote_count": quotes,
                "bookmark_count": 0, "impression_count": 0,
            },
        }  # fmt: skip
        asked = self._wanted.post | self._fields_of_expansions() | {"id", "text", "edit_history_tweet_ids"}
        shown = {name: value for name, value in full.items() if name in asked and value}
        if self._naming == "post":
            return {_NEW_NAMES.get(name, name): value for name, value in shown.items()}
        return shown

    def _fields_of_expansions(self) -> set[str]:
        return {name.split(".")[0] for name in self._wanted.expansions}

    def _fields(self, post: Post) -> Json:
        short = text.shortened(post.text)
        note = {"text": html.escape(post.text, quote=False), "entities": _entities(post.text, post.links)}
        return {
            "id": str(post.id),
            "text": html.escape(short or post.text, quote=False),
            "edit_history_tweet_ids": [str(version) for version in self._reading.versions(post)],
            "author_id": str(User(post.author, "").id),
            "conversation_id": str(post.conversation_id),
            "created_at": iso(post.created_at),
            "lang": post.lang,
            "in_reply_to_user_id": post.in_reply_to_handle and str(User(post.in_reply_to_handle, "").id),
            "referenced_tweets": _references(post),
            "entities": _entities(short or post.text, post.links),
            "note_tweet": note if short else None,
            "edit_controls": {
                "edits_remaining": 5,
                "is_edit_eligible": False,
                "editable_until": iso(post.created_at + timedelta(hours=1)),
            },
            "reply_settings": "everyone",
        }

    def _includes(self, posts: list[Post]) -> tuple[Json, list[Json]]:
        expansions = self._wanted.expansions
        referenced: list[Post] = []
        errors: list[Json] = []
        if expansions & {"referenced_tweets.id", "referenced_tweets.id.author_id"}:
            referenced, errors = self._referenced(posts)
        handles = self._handles(posts)
        if "referenced_tweets.id.author_id" in expansions:
            handles += [post.author for post in referenced]
        people = self._reading.users(dict.fromkeys(handle.lower() for handle in handles)).values()
        both: Json = {"tweets": self.posts(referenced), "users": [self.user(user) for user in people]}
        return {name: part for name, part in both.items() if part}, errors

    def _referenced(self, posts: list[Post]) -> tuple[list[Post], list[Json]]:
        ids = dict.fromkeys(
            reference for post in posts for reference in (post.in_reply_to, post.quotes) if reference
        )
        found = self._reading.posts(ids)
        gone = [post_id for post_id in ids if post_id not in found]
        errors = [problems.missing("referenced_tweets.id", str(post_id), "tweet") for post_id in gone]
        return list(found.values()), errors

    def _handles(self, posts: Iterable[Post]) -> list[str]:
        handles: list[str] = []
        for post in posts:
            if "author_id" in self._wanted.expansions:
                handles.append(post.author)
            if "in_reply_to_user_id" in self._wanted.expansions and post.in_reply_to_handle:
                handles.append(post.in_reply_to_handle)
            if "entities.mentions.username" in self._wanted.expansions:
                handles += sorted(text.analyse(post.text).handles)
        return handles

    def user(self, user: User) -> Json:
        full: Json = {
            "id": str(user.id),
            "name": user.name,
            "username": user.handle,
            "created_at": iso(JOINED),
            "description": "Made up for the sandbox network.",
            "protected": False,
            "verified": False,
            "profile_image_url": f"{self._site}/avatar/{user.handle}.svg",
            "public_metrics": {
                "followers_count": 0, "following_count": 0, "listed_count": 0,
                "tweet_count": sum(1 for _ in self._reading.posts_of(user.handle)),
            } if "public_metrics" in self._wanted.user else None,
        }  # fmt: skip
        asked = self._wanted.user | {"id", "name", "username"}
        return {name: value for name, value in full.items() if name in asked and value is not None}


def _references(post: Post) -> list[Json]:
    kinds = {"replied_to": post.in_reply_to, "quoted": post.quotes}
    return [{"type": kind, "id": str(target)} for kind, target in kinds.items() if target is not None]


def _entities(shown: str, links: tuple[Link, ...]) -> Json:
    """Mentions, hashtags and URLs, with their places in the escaped text."""

    def place(start: int, end: int) -> Json:
        return {
            "start": len(html.escape(shown[:start], quote=False)),
            "end": len(html.escape(shown[:end], quote=False)),
        }

    def spots(pattern: re.Pattern[str]) -> Iterable[re.Match[str]]:
        return pattern.finditer(shown)

    where = {link.short: link for link in links}
    urls = [(spot, where.get(spot.group(), Link(spot.group(), spot.group()))) for spot in spots(text.URL)]
    entities: Json = {
        "mentions": [
            place(*spot.span()) | {"username": spot.group(1), "id": str(User(spot.group(1), "").id)}
            for spot in spots(text.HANDLE)
        ],
        "hashtags": [place(*spot.span()) | {"tag": spot.group(1)} for spot in spots(text.HASHTAG)],
        "urls": [
            place(*spot.span())
            | {"url": link.short, "expanded_url": link.expanded, "display_url": link.display}
            for spot, link in urls
        ],
    }
    return {name: part for name, part in entities.items() if part}
