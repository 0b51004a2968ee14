"""Stopping everything that leaves, and starting it again."""

from chalicelib.domain.control import ControlEvent, Switch
from chalicelib.domain.errors import BadInputError, ConflictError, StoppedError
from chalicelib.ports import Clock, Controls

TRIES = 5
LONGEST_REASON = 300


def stop(controls: Controls, clock: Clock, *, who: str, why: str) -> Switch:
    """Stop everything that leaves, for every brand and desk. What is approved stays approved.

    From the moment this returns no call to a network begins; one that had begun is over within its timeout.
    Stopping what is stopped keeps the first reason. Raises BadInputError without a reason, and for one of
    more than 300 characters.
    """
    if not why.strip():
        raise BadInputError("say why everything is stopped: whoever starts it again needs to know")
    return _throw(controls, clock, who, "stopped", _reason(why), stopped=True)


def start(controls: Controls, clock: Clock, *, who: str, why: str = "", seen: int | None = None) -> Switch:
    """Let go out what was approved, where its desk is live.

    `seen` is the version of the switch that the decision is about: where it was thrown again since, this
    raises ConflictError. Raises StoppedError while a restored table is still being settled.
    """
    switch = controls.switch()
    if switch.recovering or (switch.version and switch.table != controls.table_identity()):
        raise StoppedError("the table was restored and its cases are still being settled: wait for the sweep")
    return _throw(controls, clock, who, "started", _reason(why), stopped=False, seen=seen)


def _reason(why: str) -> str:
    if len(why.strip()) > LONGEST_REASON:
        raise BadInputError(
            f"the reason has {len(why.strip())} characters, at most {LONGEST_REASON} are shown on every page"
        )
    return why.strip()


def _throw(
    controls: Controls, clock: Clock, who: str, what: str, why: str, *, stopped: bool, seen: int | None = None
) -> Switch:
    for attempt in range(1, TRIES + 1):
        before = controls.switch()
        if seen is not None and before.version != seen:
            raise ConflictError("the switch was thrown again since")
        if before.stopped == stopped and before.version:
            return before
        now = clock()
        changes = {"stopped": stopped, "who": who, "why": why, "at": now, "version": before.version + 1}
        switch = before.model_copy(update=changes)
        event = ControlEvent(version=switch.version, at=now, who=who, what=what, why=why)
        try:
            controls.throw(switch, event)
            return switch
        except ConflictError:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")
