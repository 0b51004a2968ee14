"""What voice and knowledge lacked, by question."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from chalicelib.domain.learnt import Gap

_PLACEHOLDER = re.compile(r"\[[a-z-]+\]|@someone")


class Missing(NamedTuple):
    """A question that was met `times` times; `gaps` newest first."""

    newest: Gap
    times: int
    gaps: tuple[Gap, ...]


def missing(gaps: Iterable[Gap]) -> tuple[Missing, ...]:
    """The gaps by question, the question that was met last first. The same words are the same question."""
    grouped: dict[object, list[Gap]] = {}
    for gap in sorted(gaps, key=lambda one: (one.at, one.post, one.kind), reverse=True):
        grouped.setdefault(_question(gap) or gap.post, []).append(gap)
    # A post may leave several gaps; it asked once.
    return tuple(Missing(same[0], len({one.post for one in same}), tuple(same)) for same in grouped.values())


def _question(gap: Gap) -> frozenset[str]:
    plain = unicodedata.normalize("NFKC", _PLACEHOLDER.sub(" ", gap.asked)).casefold()
    return frozenset(re.findall(r"\w+", plain))
