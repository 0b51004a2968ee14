"""From where a run reads: the cursor, the delayed second pass, and what can no longer be heard.

The network indexes late and out of order, so a post older than the newest one seen still turns up. Every
stretch is therefore read twice: when it is fresh, and once more when it is at least `overlap` old.
"""

from datetime import datetime, timedelta

from chalicelib.domain.search_state import Run, SearchState, Stretch
from chalicelib.listen.room import WINDOW


def next_run(
    state: SearchState, now: datetime, look_back: timedelta, overlap: timedelta
) -> SearchState | None:
    """The state with the run that is due: one that was interrupted, a fresh one, a second pass; or None."""
    if state.wait_until and state.wait_until > now:
        return None
    if state.run:
        return state
    if state.next_run_at is None or state.next_run_at <= now:
        return state.model_copy(update={"run": _fresh(state, now, look_back, overlap)})
    again = state.again
    if again and again.due <= now and _is_readable(again, now):
        return state.model_copy(update={"run": _second_pass(again, now)})
    return None


def finish_run(state: SearchState, overlap: timedelta) -> SearchState:
    """After the last page. A fresh run moves the cursor to the newest id of page 1, a second pass never."""
    run = state.run
    if run is None:
        return state
    changes: dict[str, object] = {"run": None, "problem": ""}
    if run.second_pass:
        return state.model_copy(update=changes | {"again": _next_stretch(state, run.begun_at, overlap)})
    if state.heard_until and run.start_time and run.start_time > state.heard_until:
        changes["gaps"] = (*state.gaps, _gap(state.heard_until, run.start_time))
    changes["heard_until"] = run.begun_at
    changes["heard_since"] = state.heard_since or run.start_time or run.begun_at
    if run.newest:
        changes |= {"cursor": run.newest, "cursor_time": run.newest_time}
    heard = state.model_copy(update=changes)
    if heard.again is None or not _is_readable(heard.again, run.begun_at):
        return heard.model_copy(update={"again": _next_stretch(heard, run.begun_at, overlap)})
    return heard


def _fresh(state: SearchState, now: datetime, look_back: timedelta, overlap: timedelta) -> Run:
    edge = now - WINDOW
    if state.cursor and state.cursor_time and state.cursor_time > edge:
        return Run(begun_at=now, since_id=state.cursor)
    # No id to go on from: only so is it found what the run before could not see yet.
    since = state.heard_until - overlap if state.heard_until else now - look_back
    return Run(begun_at=now, start_time=max(since, edge))


def _second_pass(stretch: Stretch, now: datetime) -> Run:
    edge = now - WINDOW
    if stretch.since_id and stretch.since_time > edge:
        return Run(begun_at=now, since_id=stretch.since_id, until_id=stretch.until_id)
    return Run(begun_at=now, start_time=max(stretch.since_time, edge), until_id=stretch.until_id)


def _is_readable(stretch: Stretch, now: datetime) -> bool:
    """Whether anything was found in it, and the network still knows it."""
    too_old = stretch.until_time is not None and stretch.until_time <= now - WINDOW
    return stretch.until_id is not None and not too_old


def _next_stretch(state: SearchState, begun_at: datetime, overlap: timedelta) -> Stretch:
    """From where the last stretch ended (or `overlap` before the first run) to the cursor as it is now."""
    before = state.again
    if before is None:
        since_id, since_time = None, begun_at - overlap
    elif before.until_id:
        since_id, since_time = before.until_id, before.until_time or before.due - overlap
    else:
        since_id, since_time = before.since_id, before.since_time
    found = state.cursor != since_id
    return Stretch(
        since_id=since_id,
        since_time=since_time,
        until_id=state.cursor if found else None,
        until_time=state.cursor_time if found else None,
        due=begun_at + overlap,
    )


def _gap(heard_until: datetime, start: datetime) -> str:
    return f"not heard: {heard_until.isoformat()} to {start.isoformat()}, past the network's window"
