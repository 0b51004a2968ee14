"""What all stores agree on about what people made of drafts: places, languages, how long it is kept."""

from datetime import datetime, timedelta

from chalicelib.adapters.store_rules import escaped, stamp
from chalicelib.domain.learnt import Gap, Learnt, Reviewed

# What holds somebody's words, masked as they are, is not kept for ever. Reviewed holds none, and is.
KEPT = timedelta(days=400)


def expiry(at: datetime) -> int:
    """The second from which on what was kept at a moment is no longer there."""
    return int((at + KEPT).timestamp())


def part_of(lang: str) -> str:
    """The language that replies are kept by: `pt` of `pt-BR`."""
    return lang.split("-", 1)[0].lower()


def learnt_place(one: Learnt) -> str:
    """By when it was approved, then by post so that no two are equal."""
    return f"{stamp(one.at)}#{_post_of(one)}"


def reviewed_place(one: Reviewed) -> str:
    """By when it was decided, then by case."""
    return f"{stamp(one.at)}#{escaped(one.case_id)}"


def gap_place(one: Gap) -> str:
    """By when it was found, then by post and kind."""
    return f"{stamp(one.at)}#{_post_of(one)}:{one.kind}"


def _post_of(one: Learnt | Gap) -> str:
    return ":".join(escaped(part) for part in one.post.split(":", 1))
