"""What the network remembers, in one SQLite file, so that a restart finds what was there."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock

from sandbox.network import snowflake
from sandbox.network.errors import StorageFailed
from sandbox.network.posts import Link, Post, User

_SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
    handle TEXT PRIMARY KEY COLLATE NOCASE, id INTEGER NOT NULL UNIQUE, name TEXT NOT NULL,
    own INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS posts (
    id INTEGER PRIMARY KEY, author TEXT NOT NULL COLLATE NOCASE, text TEXT NOT NULL, lang TEXT NOT NULL,
    conversation_id INTEGER NOT NULL, indexed_ms INTEGER NOT NULL, via TEXT NOT NULL, in_reply_to INTEGER,
    in_reply_to_handle TEXT COLLATE NOCASE, quotes INTEGER, links TEXT NOT NULL, likes INTEGER NOT NULL,
    first_version INTEGER, superseded_by INTEGER, deleted_ms INTEGER, source_id TEXT, follow_up_root INTEGER
);
CREATE INDEX IF NOT EXISTS posts_by_conversation ON posts (conversation_id, id);
CREATE INDEX IF NOT EXISTS posts_by_author ON posts (author, id);
CREATE INDEX IF NOT EXISTS posts_by_parent ON posts (in_reply_to);
CREATE INDEX IF NOT EXISTS posts_by_first_version ON posts (first_version);
CREATE INDEX IF NOT EXISTS posts_by_source ON posts (source_id);
CREATE TABLE IF NOT EXISTS follow_ups (
    root INTEGER NOT NULL, position INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (root, position)
);
CREATE TABLE IF NOT EXISTS figures (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""

_COLUMNS = (
    "id, author, text, lang, conversation_id, indexed_ms, via, in_reply_to, in_reply_to_handle, quotes, "
    "links, likes, first_version, superseded_by, deleted_ms, source_id, follow_up_root"
)
_INSERT = f"INSERT INTO posts ({_COLUMNS}) VALUES ({', '.join('?' * 17)})"  # noqa: S608 (constants only)
_SELECT = f"SELECT {_COLUMNS} FROM posts WHERE "  # noqa: S608 (constants only; values are bound)

CURRENT = "id < ? AND deleted_ms IS NULL AND superseded_by IS NULL"
"""Posts that are there to see: bound to the first id after now."""


class State:
    """The database of one network. Safe for use from several threads of one process."""

    def __init__(self, file: Path | None) -> None:
        """Opens or creates the file; None keeps everything in memory. Raises StorageFailed."""
        self._lock = RLock()
        self._file = file
        with self._reported():
            self._db = sqlite3.connect(file or ":memory:", check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten
            self._db.executescript(_SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """One transaction: all of what happens inside is kept, or none of it."""
        with self._lock, self._reported():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            where = self._file or "memory"
            raise StorageFailed(
                f"{where}: the sandbox network's data cannot be read or written ({error}); free space, "
                "check the folder's permissions, or remove the file to begin anew"
            ) from error

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of a query with bound values."""
        with self._lock, self._reported():
            return self._db.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """A change with bound values; on its own or inside `changing()`."""
        with self._lock, self._reported():
            self._db.execute(sql, values)

    def number(self, sql: str, values: Sequence[object] = ()) -> int | None:
        """The single number that a query answers, or None."""
        found = self.rows(sql, values)
        value = found[0][0] if found else None
        return value if isinstance(value, int) else None

    def mint(self, ms: int) -> int:
        """An id for a post of this millisecond that no post has or had; only inside `changing()`."""
        ids = snowflake.ids_of(ms)
        newest = self.number("SELECT max(id) FROM posts WHERE id >= ? AND id < ?", (ids.start, ids.stop))
        return ids.start if newest is None else newest + 1

    def add_post(self, post: Post) -> None:
        self.run(_INSERT, _row(post))

    def posts(self, where: str, values: Sequence[object] = ()) -> list[Post]:
        """Posts by a condition written in this package; whatever comes from outside goes into `values`."""
        return [_post(row) for row in self.rows(_SELECT + where, values)]

    def newest_first(self, where: str, values: Sequence[object], chunk: int = 400) -> Iterator[Post]:
        """Like `posts`, from the newest on, read a chunk at a time as far as they are asked for."""
        before = 1 << 62
        while True:
            page = self.posts(f"id < ? AND {where} ORDER BY id DESC LIMIT {chunk}", (before, *values))
            yield from page
            if len(page) < chunk:
                return
            before = page[-1].id

    def add_user(self, user: User) -> None:
        """Adds somebody; who is known keeps their handle, may get a name, and stays an own account."""
        self.run(
            "INSERT INTO users (handle, id, name, own) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (handle) DO UPDATE SET own = max(own, excluded.own), "
            "name = CASE excluded.name WHEN excluded.handle THEN name ELSE excluded.name END",
            (user.handle, user.id, user.name, user.own),
        )

    def users(self, where: str = "1", values: Sequence[object] = ()) -> list[User]:
        """People by a condition written in this package."""
        sql = f"SELECT handle, name, own FROM users WHERE {where}"  # noqa: S608 (values are bound)
        return [User(str(handle), str(name), bool(own)) for handle, name, own in self.rows(sql, values)]

    def add_follow_ups(self, root: int, texts: Iterable[str]) -> None:
        """Texts that the author of `root` will answer, one for each of our replies."""
        for position, text in enumerate(texts):
            self.run("INSERT INTO follow_ups VALUES (?, ?, ?)", (root, position, text))

    def take_follow_up(self, root: int) -> str | None:
        """The next text of this author, taken from the list; only inside `changing()`."""
        found = self.rows(
            "SELECT position, text FROM follow_ups WHERE root = ? ORDER BY position LIMIT 1", (root,)
        )
        if not found:
            return None
        self.run("DELETE FROM follow_ups WHERE root = ? AND position = ?", (root, found[0][0]))
        return str(found[0][1])

    def figure(self, name: str) -> int | None:
        """A number kept under a name, for example the credits left."""
        return self.number("SELECT value FROM figures WHERE name = ?", (name,))

    def set_figure(self, name: str, value: int | None) -> None:
        """Keeps a number under a name; None forgets it."""
        if value is None:
            self.run("DELETE FROM figures WHERE name = ?", (name,))
        else:
            self.run("INSERT OR REPLACE INTO figures VALUES (?, ?)", (name, value))


def _row(post: Post) -> tuple[object, ...]:
    links = json.dumps([[link.short, link.expanded] for link in post.links]) if post.links else "[]"
    deleted = snowflake.to_ms(post.deleted_at) if post.deleted_at else None
    return (
        post.id, post.author, post.text, post.lang, post.conversation_id, snowflake.to_ms(post.indexed_at),
        post.via, post.in_reply_to, post.in_reply_to_handle, post.quotes, links, post.likes,
        post.first_version, post.superseded_by, deleted, post.source_id, post.follow_up_root,
    )  # fmt: skip


def _post(row: tuple[object, ...]) -> Post:
    values = list(row)
    values[5] = snowflake.from_ms(int(str(row[5])))
    values[10] = tuple(Link(*pair) for pair in json.loads(str(row[10]))) if row[10] != "[]" else ()
    values[14] = _moment(row[14])
    # The columns are in the order of Post's fields; SQLite's rows are untyped, the schema types them.
    return Post(*values)  # type: ignore[arg-type]


def _moment(ms: object) -> datetime | None:
    return snowflake.from_ms(ms) if isinstance(ms, int) else None
