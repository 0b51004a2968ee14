"""An account's own posts, read once for all cases that one sweep looks at: each reading is paid for."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.domain.owned import OwnPost
from chalicelib.ports import Bounds, LookUp, Network, PostPage


class _Kept(NamedTuple):
    since: datetime
    posts: tuple[OwnPost, ...]


class OwnPostsOnce:
    """A `Network` around another one, for as long as one sweep takes.

    What it keeps may be as old as that; whoever does not find a reply in it looks again in a later sweep.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._kept: dict[str, _Kept] = {}

    def own_posts(self, account: str, since: datetime) -> tuple[OwnPost, ...]:
        """See `Network.own_posts`."""
        kept = self._kept.get(account.lower())
        if kept is None or since < kept.since:
            kept = self._kept[account.lower()] = _Kept(since, self._network.own_posts(account, since))
        return tuple(post for post in kept.posts if post.created_at >= since.replace(microsecond=0))

    def search(self, query: str, bounds: Bounds) -> PostPage:
        """See `Network.search`."""
        return self._network.search(query, bounds)

    def mentions(self, account: str, bounds: Bounds) -> PostPage:
        """See `Network.mentions`."""
        return self._network.mentions(account, bounds)

    def look_up(self, ids: Sequence[str]) -> LookUp:
        """See `Network.look_up`."""
        return self._network.look_up(ids)

    def replies_in(self, conversation_id: str, account: str, since: datetime) -> tuple[OwnPost, ...]:
        """See `Network.replies_in`."""
        return self._network.replies_in(conversation_id, account, since)

    def prove(self, account: str) -> None:
        """See `Network.prove`."""
        self._network.prove(account)

    def is_proven(self, account: str) -> bool:
        """See `Network.is_proven`."""
        return self._network.is_proven(account)

    def reply(self, account: str, in_reply_to: str, text: str) -> OwnPost:
        """See `Network.reply`."""
        return self._network.reply(account, in_reply_to, text)
