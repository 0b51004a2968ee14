"""What can be read from the network at a moment. A post whose time has not come is nowhere to be seen."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.network import snowflake, text
from sandbox.network.posts import Post, User
from sandbox.network.query import Query
from sandbox.network.state import CURRENT, State


@dataclass(frozen=True)
class Span:
    """Ids strictly between two bounds."""

    after: int = -1
    before: int = 1 << 62


EVERYTHING = Span()


class Reading:
    """Reads of one network, newest first where there are several."""

    def __init__(self, state: State, clock: Callable[[], datetime]) -> None:
        self._state = state
        self._clock = clock

    def _now_bound(self) -> int:
        return snowflake.first_id(snowflake.to_ms(self._clock()) + 1)

    def search(self, query: Query, span: Span) -> Iterator[Post]:
        """Posts that match, as far as they are indexed."""
        indexed = "indexed_ms <= ? AND id > ? AND id < ?"
        values = (snowflake.to_ms(self._clock()), span.after, span.before)
        return filter(query.matches, self._current(indexed, values))

    def mentions(self, handle: str, span: Span = EVERYTHING) -> Iterator[Post]:
        """What others wrote with @handle in it."""
        condition = "id > ? AND id < ? AND author <> ? AND instr(lower(text), ?) > 0"
        values = (span.after, span.before, handle, f"@{handle.lower()}")
        found = self._current(condition, values)
        return (post for post in found if handle.lower() in text.analyse(post.text).handles)

    def posts_of(self, handle: str, span: Span = EVERYTHING) -> Iterator[Post]:
        """What one account wrote."""
        return self._current("id > ? AND id < ? AND author = ?", (span.after, span.before, handle))

    def _current(self, condition: str, values: tuple[object, ...]) -> Iterator[Post]:
        return self._state.newest_first(f"{CURRENT} AND {condition}", (self._now_bound(), *values))

    def post(self, post_id: int | None) -> Post | None:
        """One post, or an older version of one; None if it is gone or was never there."""
        return self.posts([post_id]).get(post_id) if post_id is not None else None

    def posts(self, ids: Iterable[int]) -> dict[int, Post]:
        """Those of the posts that are there, by id."""
        wanted = list(ids)
        marks = ", ".join("?" * len(wanted))
        condition = f"id IN ({marks}) AND id < ? AND deleted_ms IS NULL"
        return {post.id: post for post in self._state.posts(condition, (*wanted, self._now_bound()))}

    def by_source(self, source_id: str) -> list[Post]:
        """Posts loaded under this id of their file, also those whose time has not come."""
        return self._state.posts("source_id = ? AND deleted_ms IS NULL ORDER BY id", (source_id,))

    def versions(self, post: Post) -> list[int]:
        """The ids of all versions of a post, oldest first."""
        if post.first_version is None and post.superseded_by is None:
            return [post.id]
        values = (post.chain, post.chain, self._now_bound())
        return [
            found.id
            for found in self._state.posts("(id = ? OR first_version = ?) AND id < ? ORDER BY id", values)
        ]

    def reply_counts(self, ids: Iterable[int]) -> Mapping[int, int]:
        """How many replies each of the posts has."""
        return self._counts("in_reply_to", ids)

    def quote_counts(self, ids: Iterable[int]) -> Mapping[int, int]:
        """How many posts quote each of the posts."""
        return self._counts("quotes", ids)

    def _counts(self, column: str, ids: Iterable[int]) -> Mapping[int, int]:
        wanted = list(ids)
        marks = ", ".join("?" * len(wanted))
        sql = (
            f"SELECT {column}, count(*) FROM posts WHERE {column} IN ({marks}) AND {CURRENT} "  # noqa: S608
            f"GROUP BY {column}"  # constants of this file only; the ids are bound
        )
        return {int(str(key)): int(str(n)) for key, n in self._state.rows(sql, (*wanted, self._now_bound()))}

    def conversations(self, page: int, size: int) -> tuple[list[int], bool]:
        """The conversations of a page, those with the newest post first; and whether there are more."""
        sql = (
            f"SELECT conversation_id FROM posts WHERE {CURRENT} GROUP BY conversation_id "  # noqa: S608
            "ORDER BY max(id) DESC LIMIT ? OFFSET ?"  # constants only; the numbers are bound
        )
        rows = self._state.rows(sql, (self._now_bound(), size + 1, (page - 1) * size))
        return [int(str(row[0])) for row in rows[:size]], len(rows) > size

    def conversation(self, conversation_id: int) -> list[Post]:
        """All posts of a conversation, oldest first."""
        values = (self._now_bound(), conversation_id)
        return self._state.posts(f"{CURRENT} AND conversation_id = ? ORDER BY id", values)

    def count(self) -> int:
        """How many posts are there to see now."""
        return self._state.number(f"SELECT count(*) FROM posts WHERE {CURRENT}", (self._now_bound(),)) or 0  # noqa: S608 (constants)

    def still_to_come(self) -> int:
        """How many posts have their time in the future."""
        return self._state.number("SELECT count(*) FROM posts WHERE id >= ?", (self._now_bound(),)) or 0

    def user(self, handle: str) -> User | None:
        """Somebody by handle, whatever its case."""
        return next(iter(self._state.users("handle = ?", (handle,))), None)

    def user_by_id(self, user_id: int) -> User | None:
        return next(iter(self._state.users("id = ?", (user_id,))), None)

    def users(self, handles: Iterable[str]) -> dict[str, User]:
        """Those of the people who are there, by handle in lower case."""
        wanted = list(handles)
        marks = ", ".join("?" * len(wanted))
        found = self._state.users(f"handle IN ({marks})", wanted)
        return {user.handle.lower(): user for user in found}

    def own_accounts(self) -> list[User]:
        """The accounts that the desk speaks for."""
        return self._state.users("own = 1 ORDER BY handle")
