"""From where a run reads: the cursor, the delayed second pass, and what can no longer be heard.

The network indexes late and out of order, so a post older than the newest one seen still turns up. Every
stretch is therefore read twice: when it is fresh, and once more when it is at least `overlap` old.
"""

from datetime import datetime, timedelta

from chalicelib.domain.search_state import Run, SearchState, Stretch
from chalicelib.listen.room import WINDOW


def next_run(state: SearchState, now: datetime, look_back: timedelta) -> SearchState | None:
    """The state with the run that is due: one that was interrupted, a fresh one, a second pass; or None."""
    if state.wait_until and state.wait_until > now:
        return None
    if state.run:
        return state
    if state.next_run_at is None or state.next_run_at <= now:
        return _fresh(state, now, look_back)
    again = state.again
    if again and again.until_id and again.due <= now:
        run = _bounded(again.since_id, again.since_time, now).model_copy(update={"until_id": again.until_id})
        return state.model_copy(update={"run": run})
    return None


def finish_run(state: SearchState, overlap: timedelta) -> SearchState:
    """After the last page. A fresh run moves the cursor to the newest id of page 1, a second pass never."""
    run = state.run
    if run is None:
        return state
    changes: dict[str, object] = {"run": None, "problem": ""}
    if run.second_pass:
        return state.model_copy(update=changes | {"again": _next_stretch(state, run.begun_at, overlap)})
    changes["heard_until"] = run.begun_at
    if run.newest:
        changes |= {"cursor": run.newest, "cursor_time": run.newest_time}
    heard = state.model_copy(update=changes)
    if heard.again is None or heard.again.until_id is None:
        return heard.model_copy(update={"again": _next_stretch(heard, run.begun_at, overlap)})
    return heard


def _fresh(state: SearchState, now: datetime, look_back: timedelta) -> SearchState:
    wanted = state.heard_until or now - look_back
    edge = now - WINDOW
    if state.cursor and state.cursor_time and state.cursor_time > edge:
        run = Run(begun_at=now, since_id=state.cursor)
    else:
        run = Run(begun_at=now, start_time=max(wanted, edge))
    gaps = state.gaps
    if state.heard_until and state.heard_until < edge:
        gaps = (*gaps, f"not heard: {wanted.isoformat()} to {edge.isoformat()}, past the network's window")
    return state.model_copy(update={"run": run, "gaps": gaps})


def _bounded(since_id: str | None, since_time: datetime, now: datetime) -> Run:
    edge = now - WINDOW
    if since_id and since_time > edge:
        return Run(begun_at=now, since_id=since_id)
    return Run(begun_at=now, start_time=max(since_time, edge))


def _next_stretch(state: SearchState, begun_at: datetime, overlap: timedelta) -> Stretch:
    """From where the last stretch ended (or `overlap` before the first run) to the cursor as it is now."""
    before = state.again
    since_id = before.until_id if before else None
    since_time = before.due - overlap if before else begun_at - overlap
    return Stretch(since_id=since_id, since_time=since_time, until_id=state.cursor, due=begun_at + overlap)
