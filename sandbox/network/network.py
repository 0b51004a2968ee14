"""The network as the rest of the sandbox and the tests use it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sandbox.network import arrival, loading, playback
from sandbox.network.faults import Faults
from sandbox.network.limits import RateLimits
from sandbox.network.playback import Playback
from sandbox.network.posting import Posting
from sandbox.network.posts import Post, User, Via
from sandbox.network.reading import Reading
from sandbox.network.rules import ParentGone
from sandbox.network.settings import Settings
from sandbox.network.state import State

FILE_NAME = "network.sqlite3"
_CREDITS = "credits"


def utc_now() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


class Network:
    """A made-up social network with X's rules.

    `clock` answers the current time with its zone; `data_dir` keeps the posts over a restart (None: in
    memory); `own_accounts` are the handles that the desk speaks for. Raises StorageFailed.

    `on_post_created` is called with a reply made through the API, stored and not yet answered, when a
    fault of the kind `kill-worker` is armed.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = utc_now,
        data_dir: Path | None = None,
        settings: Settings | None = None,
        own_accounts: Iterable[str] = (),
    ) -> None:
        self.clock = clock
        self.settings = settings or Settings()
        self._state = State(data_dir / FILE_NAME if data_dir else None)
        self.reading = Reading(self._state, clock)
        self._posting = Posting(self._state, self.reading, clock, self.settings)
        self.faults = Faults()
        self.limits = RateLimits(clock, self.settings.rate_limits)
        self.on_post_created: Callable[[Post], None] | None = None
        for handle in own_accounts:
            self.add_account(handle, own=True)

    def close(self) -> None:
        """Ends the use of the database; what was written is on disk already."""
        self._state.close()

    def load_posts(
        self, source: Path | Iterable[Mapping[str, object]], played: Playback | None = None
    ) -> list[Post]:
        """Loads a file of JSON lines, or rows, and plays it (see playback.py; at once by default).

        Answers the posts in the order of the file, those still to come included. Raises BadPosts, with
        nothing loaded.
        """
        drafts = loading.read(source)
        return arrival.arrive(
            self._state, drafts, played or playback.at_once(), self.clock(), self._posting.indexed_at
        )

    def add_account(self, handle: str, name: str | None = None, own: bool = False) -> User:
        """Somebody on the network, newly made if the handle is free; a name given replaces the one known."""
        handle = handle.removeprefix("@")
        self._state.add_user(User(handle, name or handle, own))
        found = self.reading.user(handle)
        if found is None:
            raise ValueError(f"the account @{handle} was not kept")
        return found

    def create_post(
        self,
        handle: str,
        text: str,
        in_reply_to: int | None = None,
        quotes: int | None = None,
        via: Via = "customer",
    ) -> Post:
        """Posts now, as a made-up customer unless `via` says otherwise. Raises Refused (see rules.py)."""
        author = self.add_account(handle, own=via in ("api", "native"))
        return self._posting.create(author, text, in_reply_to, quotes, via)

    def edit_post(self, post_id: int, text: str) -> Post:
        """A new version under a new id. Raises ParentGone if the post is not there."""
        return self._posting.edit(self._there(post_id), text)

    def delete_post(self, post_id: int) -> None:
        """Removes a post for good. Raises ParentGone if it is not there."""
        self._posting.delete(self._there(post_id))

    def delay_index(self, post_id: int, delay: timedelta) -> None:
        """Makes a post searchable only after this delay, though it is visible elsewhere."""
        self._posting.delay_index(self._there(post_id), delay)

    def like(self, post_id: int, likes: int) -> None:
        """Sets a post's number of likes."""
        self._posting.like(self._there(post_id), likes)

    def _there(self, post_id: int) -> Post:
        found = self.reading.post(post_id)
        if found is None:
            raise ParentGone
        return found

    @property
    def credits_left(self) -> int | None:
        """Micro-dollars left to spend on the API; None if nobody counts."""
        return self._state.figure(_CREDITS)

    @credits_left.setter
    def credits_left(self, micro_dollars: int | None) -> None:
        self._state.set_figure(_CREDITS, micro_dollars)

    def spend(self, micro_dollars: int) -> None:
        """Takes from the credits, not below nothing."""
        with self._state.changing():
            left = self.credits_left
            if left is not None:
                self.credits_left = max(0, left - micro_dollars)
