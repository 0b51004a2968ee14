"""What X refuses when somebody posts through its API, beside the limits."""

import re

from sandbox.network import text
from sandbox.network.posts import Post, User


class Refused(Exception):  # noqa: N818 (an answer of the network, not a failure)
    """The network will not take this post."""


class ReplyNotAllowed(Refused):
    """The author of the parent neither mentioned nor quoted us."""


class ParentGone(Refused):
    """The post to reply to, or to quote, is deleted or was never there."""


class Duplicate(Refused):
    """The same account posted the same text recently."""


class TooLong(Refused):
    """More than 280 weighted characters."""


class Empty(Refused):
    """No text at all."""


def may_reply(account: User, parent: Post, quoted: Post | None) -> bool:
    """X's rule since 23 February 2026, for apps outside Enterprise.

    `quoted` is the post that the parent quotes, if it quotes one that is still there.
    """
    if parent.author.lower() == account.handle.lower():
        return True
    if account.handle.lower() in text.analyse(parent.text).handles:
        return True
    return quoted is not None and quoted.author.lower() == account.handle.lower()


def check_text(submitted: str, parent_author: str | None) -> None:
    """Raises Empty or TooLong. The handle that leads a reply does not count, as on X."""
    body = submitted
    if parent_author:
        body = _without_leading(parent_author, submitted)
    if not body.strip():
        raise Empty
    if len(body) * 2 > text.MAX_WEIGHTED and text.weighted_length(body) > text.MAX_WEIGHTED:
        raise TooLong


def as_reply(submitted: str, parent_author: str, author: str) -> str:
    """A reply as X stores it: led by the handle of whom it answers, unless it answers oneself."""
    if parent_author.lower() == author.lower() or _without_leading(parent_author, submitted) != submitted:
        return submitted
    return f"@{parent_author} {submitted}"


def same_text(one: str, other: str) -> bool:
    """Whether two texts of one account are duplicates; case, spacing and http:// do not count."""
    return _bare(one) == _bare(other)


def _bare(written: str) -> str:
    return " ".join(re.sub("https?://", "", text.fold(written)).split())


def _without_leading(handle: str, submitted: str) -> str:
    lead = f"@{handle}".lower()
    head, _, rest = submitted.lstrip().partition(" ")
    return rest if head.lower() == lead else submitted
