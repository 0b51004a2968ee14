"""Finds the work that no hint told of: the hint was lost, or the time has come."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from weakref import WeakKeyDictionary

from chalicelib.adapters.own_posts_once import OwnPostsOnce
from chalicelib.bootstrap import SecondsLeft, Services
from chalicelib.control.recover import look_after
from chalicelib.domain.case import WorkKind
from chalicelib.domain.errors import ConflictError, TerminalError
from chalicelib.entrypoints.in_turn import Turn, in_turn
from chalicelib.follow_up.recognise import recognise
from chalicelib.measure.health import health
from chalicelib.ports import Due, Messages, Topic
from chalicelib.publish.reconcile import reconcile, settle_lost
from chalicelib.telemetry import MetricUnit, count, is_counted, logger

# So long a hint may take; only then is it sent again.
HINT_TAKES = timedelta(seconds=30)
# So many at most, the oldest first: lost hints are made good at this pace, and a queue that is merely long
# does not grow without bound.
MOST_HINTS = 1_000
LEAST_SECONDS = 60.0
NEVER = datetime.min.replace(tzinfo=UTC)

Look = Callable[[str, str], None]

_TOPICS = {
    WorkKind.TRIAGE: (Topic.TRIAGE, "post"),
    WorkKind.DRAFT: (Topic.DRAFT, "case"),
    WorkKind.PUBLISH: (Topic.PUBLISH, "case"),
}

# When this process sent hints again. A laptop sweeps every second: it must not send a backlog as often.
_sent_again: WeakKeyDictionary[Messages, dict[tuple[str, WorkKind], datetime]] = WeakKeyDictionary()


def sweep(services: Services, seconds_left: SecondsLeft) -> None:
    """Notice a restored table; send again what hints have lost; settle, reconcile, recognise what is due; and
    tell how everything is. What fails keeps nothing else from its turn."""
    stopped = look_after(services.control(seconds_left)).stopped
    once = services._replace(network=OwnPostsOnce(services.network))
    publishing, following_up = once.publishing(seconds_left), once.following_up()
    looks: dict[WorkKind, Look] = {
        WorkKind.SETTLE: partial(settle_lost, publishing),
        WorkKind.RECONCILE: partial(reconcile, publishing),
        WorkKind.RECOGNISE: partial(recognise, following_up),
    }
    brands = list(services.brands)
    hints = [
        Turn(partial(_hint_again, services, brand, kind), {"brand": brand})
        for brand in brands
        for kind in _TOPICS
        if not (stopped and kind is WorkKind.PUBLISH)
    ]
    rounds = [
        Turn(partial(_look_at_due, services, brand, kind, look, seconds_left), {"brand": brand})
        for brand in brands
        for kind, look in looks.items()
    ]
    in_turn([*hints, *rounds, Turn(partial(_measure, services), {})])


def _measure(services: Services) -> None:
    if not is_counted():
        return
    now = health(services.measuring())
    figures = {
        "OldestApprovalSeconds": (MetricUnit.Seconds, now.oldest_approval_seconds),
        "ListeningLagSeconds": (MetricUnit.Seconds, now.listening_lag_seconds),
        "BudgetUsedPercent": (MetricUnit.Percent, now.budget_used_percent),
        "UnknownOutcomes": (MetricUnit.Count, now.unknown_outcomes),
    }
    count(services.settings.stage, figures)


def _hint_again(services: Services, brand: str, kind: WorkKind) -> None:
    topic, name = _TOPICS[kind]
    now, sent = services.clock(), _sent_again.setdefault(services.messages, {})
    if now - sent.get((brand, kind), NEVER) < HINT_TAKES:
        return  # what was sent again may still be on its way
    due = services.store.due(brand, kind, now - HINT_TAKES, limit=MOST_HINTS)
    if due:
        sent[brand, kind] = now
        services.messages.send(topic, [{"brand": brand, name: one.id} for one in due])


def _look_at_due(
    services: Services, brand: str, kind: WorkKind, look: Look, seconds_left: SecondsLeft
) -> None:
    due = services.store.due(brand, kind, services.clock())
    in_turn(Turn(partial(_look, look, brand, one, seconds_left), {"case": one.id}) for one in due)


def _look(look: Look, brand: str, due: Due, seconds_left: SecondsLeft) -> None:
    if seconds_left() < LEAST_SECONDS:
        return  # it stays due
    try:
        look(brand, due.id)
    except (ConflictError, TerminalError) as error:
        logger.warning("a look failed", extra={"kind": due.kind, "why": type(error).__name__})
