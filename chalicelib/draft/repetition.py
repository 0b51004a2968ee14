"""Whether a text was said before: in the case, or lately to others."""

from datetime import timedelta
from functools import lru_cache

from chalicelib.domain.masking import masked
from chalicelib.domain.matching import same_words
from chalicelib.draft.words import runs_of
from chalicelib.ports import DraftRequest

# Two people who compare replies notice the same words for about so long.
LATELY = timedelta(days=2)
_RUN = 3
_MOST_COMPARED = 500
# Of the runs of three words, so many are the same in what reads as the same reply.
_SAME = 0.7


def said_before(text: str, request: DraftRequest) -> bool:
    """Whether one of our replies in the case says the same; X refuses such a post as a duplicate."""
    return any(same_words(reply, text) for reply in request.replies)


def said_to_others(text: str, request: DraftRequest) -> str | None:
    """What the desk lately wrote to somebody else that reads as the same; None where nothing does."""
    context = request.context
    if context is None:
        return None
    ours = runs_of(masked(text), _RUN)
    refs = {post.ref for post in request.posts}
    newest = context.learnt[:_MOST_COMPARED]
    lately = (one for one in newest if context.now - one.at <= LATELY and one.post not in refs)
    return next((one.reply for one in lately if _alike(ours, _runs_of(one.reply))), None)


@lru_cache(maxsize=4_096)
def _runs_of(reply: str) -> frozenset[str]:
    return runs_of(reply, _RUN)


def _alike(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return not ours.isdisjoint(theirs) and len(ours & theirs) >= _SAME * len(ours | theirs)
