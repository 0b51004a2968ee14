"""Writes what became of a case, although the customer may write on at the same moment."""

from collections.abc import Callable

from chalicelib.domain.attempt import Reply
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.errors import ConflictError
from chalicelib.domain.trace import Trace
from chalicelib.hints import hint
from chalicelib.publish.room import PublishRoom
from chalicelib.telemetry import logger

TRIES = 5


def write(
    room: PublishRoom, case: Case, step: Callable[[Case, Trace], Case], reply: Reply | None = None
) -> None:
    """Take the step and commit it, on the case as it is by now where somebody changed it meanwhile.

    Gives up, saying so, when the case is no longer in the state (and attempt) that the step was meant for.
    """
    meant_for = (case.state, case.attempt_id, case.approval_id)
    for _ in range(TRIES):
        trace = room.trace()
        try:
            changed = step(case, trace)
            room.store.commit(Change(case=changed, events=tuple(trace.events), reply=reply))
            hint(room.messages, changed)
            return
        except ConflictError:
            case = room.store.case(case.brand, case.id)
            if (case.state, case.attempt_id, case.approval_id) != meant_for:
                break
    logger.warning("the case went another way meanwhile", extra={"case": case.id, "state": case.state.value})
