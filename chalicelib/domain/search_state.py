"""How far a search has listened, so that nothing heard is lost and an interrupted run resumes."""

from chalicelib.domain.value import UtcTime, Value


class Run(Value):
    """A run in progress. Its bounds stay the same while pages are followed, as the network requires.

    `newest` is the newest id of page 1, which becomes the cursor after the last page.
    """

    since_id: str | None
    start_time: UtcTime | None
    second_pass: bool = False
    next_page: str | None = None
    newest: str | None = None


class SearchState(Value):
    """`cursor` is the newest post id heard in full; `pages` and `stored` only ever grow.

    `overlap_from` is the cursor from which one delayed second pass still has to read again, because the
    network's index is late and out of order; it is owed from `overlap_due` on. `gaps` declares what was
    not heard. Times UTC.
    """

    search: str
    cursor: str | None = None
    cursor_time: UtcTime | None = None
    run: Run | None = None
    pages: int = 0
    stored: int = 0
    next_run_at: UtcTime | None = None
    overlap_from: str | None = None
    overlap_from_time: UtcTime | None = None
    overlap_due: UtcTime | None = None
    gaps: tuple[str, ...] = ()
    problem: str = ""
