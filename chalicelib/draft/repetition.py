"""Whether a text was said before in the case."""

from chalicelib.domain.matching import same_words
from chalicelib.ports import DraftRequest


def said_before(text: str, request: DraftRequest) -> bool:
    """Whether one of our replies in the case says the same; X refuses such a post as a duplicate."""
    return any(same_words(reply, text) for reply in request.replies)
