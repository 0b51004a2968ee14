"""Tells the next step what a case is owed. A hint may be lost: the sweep finds the work without it."""

from chalicelib.domain.case import Case, WorkKind, next_work
from chalicelib.domain.errors import StoreUnavailableError
from chalicelib.ports import Messages, Topic
from chalicelib.telemetry import logger

_TOPICS = {WorkKind.DRAFT: Topic.DRAFT, WorkKind.PUBLISH: Topic.PUBLISH}


def hint(messages: Messages, case: Case) -> None:
    """Send the hint for the case's next work, where another step does it. Never raises for a lost one."""
    work = next_work(case)
    if work is None or work.kind not in _TOPICS:
        return
    try:
        messages.send(_TOPICS[work.kind], [{"brand": case.brand, "case": case.id}])
    except StoreUnavailableError:
        logger.warning("a hint was lost", extra={"case": case.id, "work": work.kind.value})
