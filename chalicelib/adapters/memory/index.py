"""The twin's secondary indexes, which may lag behind as the real ones do."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.case import Case

Row = Case | datetime
"""A case; or, for a post that is not triaged, the moment from which its triage is owed."""


@dataclass
class _Late:
    reads: int
    brand: str
    id: str
    row: Row | None


class Index:
    """Rows by brand and id. A change shows at once, or after the given number of reads."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Row]] = defaultdict(dict)
        self._late: list[_Late] = []

    def put(self, brand: str, id: str, row: Row | None, lag: int) -> None:
        """Show the row (None: none any more) from the read after the next `lag` ones on."""
        self._late.append(_Late(lag, brand, id, row))
        self._settle()

    def rows(self, brand: str) -> dict[str, Row]:
        """What a reader sees now. Counts as one read."""
        seen = dict(self._rows[brand])
        for late in self._late:
            late.reads -= 1
        self._settle()
        return seen

    def _settle(self) -> None:
        while self._late and self._late[0].reads <= 0:
            late = self._late.pop(0)
            if late.row is None:
                self._rows[late.brand].pop(late.id, None)
            else:
                self._rows[late.brand][late.id] = late.row
