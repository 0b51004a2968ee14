"""The values that the network holds: people, posts and the links in them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sandbox.network import snowflake

Via = Literal["file", "api", "native", "customer"]
"""How a post came: loaded, through the API, posted by hand by one of us, or by a made-up customer."""


@dataclass(frozen=True)
class User:
    """Somebody on the network. `own` marks the accounts that the desk speaks for."""

    handle: str
    name: str
    own: bool = False

    @property
    def id(self) -> int:
        return user_id(self.handle)


@dataclass(frozen=True)
class Link:
    """A URL in a post: as the text shows it (t.co) and where it leads."""

    short: str
    expanded: str

    @property
    def display(self) -> str:
        bare = self.expanded.split("://", 1)[-1].removeprefix("www.")
        return bare if len(bare) <= 30 else bare[:29] + "…"


@dataclass(frozen=True)
class Post:
    """One version of a post. `text` is unescaped NFC with links already shortened; times are UTC."""

    id: int
    author: str
    text: str
    lang: str
    conversation_id: int
    indexed_at: datetime
    via: Via
    in_reply_to: int | None = None
    in_reply_to_handle: str | None = None
    quotes: int | None = None
    links: tuple[Link, ...] = ()
    likes: int = 0
    first_version: int | None = None
    superseded_by: int | None = None
    deleted_at: datetime | None = None
    source_id: str | None = None
    follow_up_root: int | None = None

    @property
    def created_at(self) -> datetime:
        return snowflake.time_of(self.id)

    @property
    def chain(self) -> int:
        """The id of the first version of this post: what its edits have in common."""
        return self.first_version or self.id


def user_id(handle: str) -> int:
    """The id of an account, made from its handle: the same after a restart and after a reset."""
    digest = hashlib.sha256(handle.lower().encode()).digest()
    return int.from_bytes(digest[:7], "big") + 1
