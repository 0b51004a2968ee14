"""Finds the work that no hint told of: the hint was lost, or the time has come."""

from collections.abc import Callable
from datetime import timedelta

from chalicelib.bootstrap import SecondsLeft, Services
from chalicelib.domain.case import WorkKind
from chalicelib.domain.errors import ConflictError, TerminalError
from chalicelib.follow_up.recognise import recognise
from chalicelib.ports import Due, Topic
from chalicelib.publish.reconcile import reconcile, settle_lost
from chalicelib.telemetry import logger

# So long a hint may take; only then is it sent again.
HINT_TAKES = timedelta(seconds=30)
LEAST_SECONDS = 60.0

_TOPICS = {
    WorkKind.TRIAGE: (Topic.TRIAGE, "post"),
    WorkKind.DRAFT: (Topic.DRAFT, "case"),
    WorkKind.PUBLISH: (Topic.PUBLISH, "case"),
}


def sweep(services: Services, seconds_left: SecondsLeft) -> None:
    """Send again what hints have lost, then settle, reconcile and recognise what is due."""
    for brand in services.brands:
        for kind in _TOPICS:
            _hint_again(services, brand, kind)
    publishing, following_up = services.publishing(seconds_left), services.following_up()
    looks: dict[WorkKind, Callable[[str, str], None]] = {
        WorkKind.SETTLE: lambda brand, case: settle_lost(publishing, brand, case),
        WorkKind.RECONCILE: lambda brand, case: reconcile(publishing, brand, case),
        WorkKind.RECOGNISE: lambda brand, case: recognise(following_up, brand, case),
    }
    for brand in services.brands:
        for kind, look in looks.items():
            for due in services.store.due(brand, kind, services.clock()):
                if seconds_left() < LEAST_SECONDS:
                    return
                _look(look, brand, due)


def _hint_again(services: Services, brand: str, kind: WorkKind) -> None:
    topic, name = _TOPICS[kind]
    due = services.store.due(brand, kind, services.clock() - HINT_TAKES)
    if due:
        services.messages.send(topic, [{"brand": brand, name: one.id} for one in due])


def _look(look: Callable[[str, str], None], brand: str, due: Due) -> None:
    try:
        look(brand, due.id)
    except (ConflictError, TerminalError) as error:
        # One case must not keep the others waiting; it stays due and is looked at again.
        logger.warning("a look failed", extra={"case": due.id, "kind": due.kind, "why": type(error).__name__})
