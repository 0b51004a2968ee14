"""Whether a post that stands on the network is the reply that was approved.

Account, parent and time decide; the words only confirm, since the network changes them: it wraps links
and puts the handles of the conversation in front.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from chalicelib.domain.approval import Basis
from chalicelib.domain.attempt import Reply
from chalicelib.domain.owned import OwnPost
from chalicelib.domain.post import ref_id

_LEADING_HANDLES = re.compile(r"^(?:@\w{1,15}\s+)+")
_LINK = re.compile(r"https?://\S+")


def find_reply(
    basis: Basis, since: datetime, candidates: Iterable[OwnPost], settled: Iterable[Reply]
) -> OwnPost | None:
    """The reply among the account's own posts: to this parent, by this account, not before `since` (UTC).

    Where several fit, one that says the approved words is preferred, then the oldest. Replies that settled
    another approval already are left out.
    """
    known = {reply.post_id for reply in settled}
    fitting = [
        post
        for post in candidates
        if post.id not in known
        and post.in_reply_to == ref_id(basis.parent)
        and post.account.lower() == basis.account.lower()
        and post.created_at >= since
    ]
    fitting.sort(key=lambda post: (not same_words(post.text, basis.text), post.created_at))
    return fitting[0] if fitting else None


def same_words(shown: str, approved: str) -> bool:
    """Whether two texts say the same, apart from what the network changes by itself."""
    return _plain(shown) == _plain(approved)


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    without_handles = _LEADING_HANDLES.sub("", composed.strip())
    return " ".join(_LINK.sub("<link>", without_handles).split())
