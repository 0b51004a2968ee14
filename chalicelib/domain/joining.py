"""Which case a further post belongs to.

The rule: the same author in the same conversation, or the same author to the same brand within 24 hours,
joins the open case. What was put aside is revived by its own conversation only.
"""

from datetime import timedelta
from typing import NamedTuple

from chalicelib.domain.case import Case
from chalicelib.domain.post import Post
from chalicelib.domain.state import OPEN, State

SAME_MATTER = timedelta(hours=24)


class Known(NamedTuple):
    """The cases that this author's conversation, and this author, last belonged to."""

    by_conversation: Case | None = None
    by_author: Case | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """What the author wrote in there (BCP 47), `und` left out."""
        told = (case.verdict.lang for case in self if case)
        return tuple(dict.fromkeys(lang for lang in told if lang != "und"))


def case_to_join(post: Post, known: Known) -> Case | None:
    """The case that the post joins, or None when it opens one of its own."""
    conversation, author = known
    if conversation and (conversation.state in OPEN or conversation.state is State.IGNORED):
        return conversation
    if author and author.state in OPEN and _is_near(post, author):
        return author
    return None


def _is_near(post: Post, case: Case) -> bool:
    """Within 24 hours of what the case holds, on either side: posts are not always heard in order."""
    return case.first_post_at - SAME_MATTER <= post.created_at <= case.last_post_at + SAME_MATTER
