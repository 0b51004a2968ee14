"""The part of the store that holds what people made of drafts."""

from datetime import datetime

from chalicelib.adapters.dynamodb import learnt
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.domain.learnt import Gap, Learnt
from chalicelib.ports import ReviewedPage


class DynamoLearntReplies:
    """Implements `LearntReplies` on the store's table."""

    _table: Table

    def learnt(self, brand: str, desk: str, lang: str, *, limit: int = 200) -> tuple[Learnt, ...]:
        """See `LearntReplies.learnt`."""
        return learnt.learnt(self._table, brand, desk, lang, limit)

    def forget_learnt(self, brand: str, post: str, *, gaps: bool = True) -> None:
        """See `LearntReplies.forget_learnt`."""
        learnt.forget(self._table, brand, post, gaps=gaps)

    def reviewed(
        self, brand: str, since: datetime, until: datetime, *, limit: int = 100, page: str | None = None
    ) -> ReviewedPage:
        """See `LearntReplies.reviewed`."""
        return learnt.reviewed(self._table, brand, since, until, limit, page)

    def gaps(self, brand: str, *, limit: int = 100) -> tuple[Gap, ...]:
        """See `LearntReplies.gaps`."""
        return learnt.gaps(self._table, brand, limit)
