"""The part of the store's twin that holds what people made of drafts."""

from collections.abc import Mapping
from datetime import datetime
from threading import RLock

from chalicelib.adapters.learnt_rules import expiry, gap_place, learnt_place, part_of, reviewed_place
from chalicelib.adapters.memory.faults import Faults, one_at_a_time
from chalicelib.adapters.memory.rows import BrandRows
from chalicelib.adapters.store_rules import page_token, position_from, stamp
from chalicelib.domain.change import Change
from chalicelib.domain.learnt import Gap, Learnt
from chalicelib.ports import Clock, ReviewedPage


def keep(kept: BrandRows, change: Change) -> None:
    """Keep what a change tells of it."""
    if one := change.learnt:
        kept.learnt[one.desk, part_of(one.lang), learnt_place(one)] = one
    if change.reviewed:
        kept.reviewed[reviewed_place(change.reviewed)] = change.reviewed
    if change.gap:
        kept.gaps[gap_place(change.gap)] = change.gap


class MemoryLearntReplies:
    """Implements `LearntReplies` among the twin's rows. The clock decides what has expired."""

    lock: RLock
    faults: Faults
    clock: Clock
    _brands: Mapping[str, BrandRows]

    @one_at_a_time
    def learnt(self, brand: str, desk: str, lang: str, *, limit: int = 200) -> tuple[Learnt, ...]:
        """See `LearntReplies.learnt`."""
        rows, wanted = self._brands[brand].learnt, (desk, part_of(lang))
        places = sorted((place for *where, place in rows if tuple(where) == wanted), reverse=True)
        found = (rows[*wanted, place] for place in places)
        return tuple(one for one in found if not self._has_expired(one.at))[:limit]

    @one_at_a_time
    def forget_learnt(self, brand: str, post: str, *, gaps: bool = True) -> None:
        """See `LearntReplies.forget_learnt`."""
        kept = self._brands[brand]
        kept.learnt = {place: one for place, one in kept.learnt.items() if one.post != post}
        if gaps:
            kept.gaps = {place: one for place, one in kept.gaps.items() if one.post != post}

    @one_at_a_time
    def reviewed(
        self, brand: str, since: datetime, until: datetime, *, limit: int = 100, page: str | None = None
    ) -> ReviewedPage:
        """See `LearntReplies.reviewed`."""
        begin = max(position_from(page), stamp(since))
        places = sorted(self._brands[brand].reviewed.items())
        found = [one for place, one in places if begin < place < stamp(until)]
        shown = tuple(found[:limit])
        return ReviewedPage(shown, page_token(reviewed_place(shown[-1])) if len(found) > limit else None)

    @one_at_a_time
    def gaps(self, brand: str, *, limit: int = 100) -> tuple[Gap, ...]:
        """See `LearntReplies.gaps`."""
        newest_first = sorted(self._brands[brand].gaps.items(), reverse=True)
        return tuple(one for _, one in newest_first if not self._has_expired(one.at))[:limit]

    def _has_expired(self, at: datetime) -> bool:
        return expiry(at) <= self.clock().timestamp()
