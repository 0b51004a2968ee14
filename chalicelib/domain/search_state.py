"""How far a search has listened, so that nothing heard is lost and an interrupted run resumes."""

from chalicelib.domain.value import UtcTime, Value


class Run(Value):
    """A run in progress. Its bounds stay the same while pages are followed, as the network requires.

    `until_id` is set in a second pass only. `newest` is the newest id of page 1, which becomes the cursor
    after the last page. Times UTC.
    """

    begun_at: UtcTime
    since_id: str | None = None
    until_id: str | None = None
    start_time: UtcTime | None = None
    next_page: str | None = None
    newest: str | None = None
    newest_time: UtcTime | None = None

    @property
    def second_pass(self) -> bool:
        """Whether this run reads again what was read when it was fresh."""
        return self.until_id is not None


class Stretch(Value):
    """Posts read once, to be read a second time from `due` on: after `since_id`, before `until_id`.

    `since_time` and `until_time` are when those two were written; without a `since_id` it begins at
    `since_time`. Without an `until_id` nothing was found yet. Times UTC.
    """

    since_id: str | None
    since_time: UtcTime
    until_id: str | None
    until_time: UtcTime | None = None
    due: UtcTime


class SearchState(Value):
    """`cursor` is the newest post id heard in full, written at `cursor_time`; `heard_since` is from when on
    posts were heard at all, `heard_until` when the last whole run began; `pages` and `stored` only ever grow.

    `again` is the stretch that the delayed second pass owes. `gaps` declares what was not heard, `problem`
    why the last run stopped, `wait_until` when the network may be asked again. Times UTC.
    """

    search: str
    cursor: str | None = None
    cursor_time: UtcTime | None = None
    heard_since: UtcTime | None = None
    heard_until: UtcTime | None = None
    run: Run | None = None
    again: Stretch | None = None
    pages: int = 0
    stored: int = 0
    next_run_at: UtcTime | None = None
    wait_until: UtcTime | None = None
    gaps: tuple[str, ...] = ()
    problem: str = ""
