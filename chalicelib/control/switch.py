"""Stopping everything that leaves, and starting it again."""

from chalicelib.control.room import ControlRoom
from chalicelib.domain.control import Switch
from chalicelib.domain.errors import BadInputError, ConflictError, StoppedError

TRIES = 5


def stop(room: ControlRoom, *, who: str, why: str) -> Switch:
    """Stop everything that leaves, for every brand and desk. What is approved stays approved.

    From the moment this returns no call to a network begins; one that had begun is over within its timeout.
    Stopping what is stopped keeps the first reason. Raises BadInputError without a reason.
    """
    if not why.strip():
        raise BadInputError("say why everything is stopped: whoever starts it again needs to know")
    return _throw(room, who, "stopped", why.strip(), stopped=True)


def start(room: ControlRoom, *, who: str, why: str = "") -> Switch:
    """Let go out what was approved, where its desk is live.

    Raises StoppedError while a restored table is still being settled.
    """
    switch = room.controls.switch()
    if switch.recovering or (switch.version and switch.table != room.controls.table_identity()):
        raise StoppedError("the table was restored and its cases are still being settled: wait for the sweep")
    return _throw(room, who, "started", why.strip(), stopped=False)


def _throw(room: ControlRoom, who: str, what: str, why: str, *, stopped: bool) -> Switch:
    for attempt in range(1, TRIES + 1):
        before = room.controls.switch()
        if before.stopped == stopped and before.version:
            return before
        now = room.clock()
        changes = {"stopped": stopped, "who": who, "why": why, "at": now, "version": before.version + 1}
        switch = before.model_copy(update=changes)
        try:
            room.controls.throw(switch, room.event(switch.version, who, what, why))
            return switch
        except ConflictError:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")
