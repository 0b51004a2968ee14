"""What AWS bills for a month: standing by, for what is heard, and for open consoles. No free tier."""

from collections.abc import Mapping
from decimal import Decimal

from chalicelib.cost.assumptions import Assumptions, Deployment
from chalicelib.cost.bill import HOURS, MINUTES, SECONDS, Group, Line, line
from chalicelib.cost.effort import NO_EFFORT, Effort
from chalicelib.cost.measured import FUNCTION_OF, Doing, Function, Measured
from chalicelib.cost.price_lists import AwsPrices

GB = Decimal(1024**3)
MB_IN_A_GB = 1024
MILLISECONDS = 1000
# What the scheduled functions are called by the clock, whether or not there is anything to do.
TICKS = {Function.LISTEN: Decimal(MINUTES), Function.SWEEP: Decimal(MINUTES)}

Times = Mapping[Doing, Decimal]


def standing(times: Times, prices: AwsPrices, measured: Measured, assumptions: Assumptions) -> list[Line]:
    """What is billed although nothing is heard; `times` are the runs of all searches."""
    all_times = {**times, Doing.QUIET_SWEEP: Decimal(MINUTES)}
    deployment, group = assumptions.deployment, Group.STANDING
    polls = deployment.queues * deployment.pollers * Decimal(SECONDS) / deployment.poll_seconds
    # The runs of all searches share the schedule's invocation.
    ticks = sum(TICKS.values(), Decimal(0))
    return [
        *_worked(group, all_times, prices, measured, assumptions, invocations=ticks),
        line(group, "asking empty queues", polls, prices.queue_request, "Lambda's pollers, without a pause"),
        *_kept(deployment, prices),
    ]


def heard(times: Times, prices: AwsPrices, measured: Measured, assumptions: Assumptions) -> list[Line]:
    """What is billed because of what was heard."""
    stored = _sum(times, measured).stored_bytes / GB
    # Each search's run is paid for already; what it finds adds to it.
    calls = sum((count for doing, count in times.items() if FUNCTION_OF[doing] not in TICKS), Decimal(0))
    return [
        *_worked(Group.VOLUME, times, prices, measured, assumptions, invocations=calls),
        line(Group.VOLUME, "keeping a month's posts and cases", stored, prices.table_storage),
        line(Group.VOLUME, "keeping their backup", stored, prices.table_backup),
    ]


def consoles(prices: AwsPrices, measured: Measured, assumptions: Assumptions) -> list[Line]:
    """What open consoles ask for, each with a list before it, all the time."""
    open_ = assumptions.consoles
    polls = Decimal(open_.open * open_.hours * 3600 * open_.days) / open_.list_seconds
    times = {Doing.LIST_POLLED: polls}
    return _worked(Group.CONSOLES, times, prices, measured, assumptions, invocations=polls)


def _worked(
    group: Group,
    times: Times,
    prices: AwsPrices,
    measured: Measured,
    assumptions: Assumptions,
    *,
    invocations: Decimal,
) -> list[Line]:
    """The machines' work: table, functions, queues, logs, pages."""
    effort = _sum(times, measured)
    pages = sum((n for doing, n in times.items() if FUNCTION_OF[doing] is Function.PAGES), Decimal(0))
    logs = invocations * assumptions.log_bytes / GB
    lines = [
        line(group, "table writes", effort.write_units, prices.table_write),
        line(group, "table reads", effort.read_units, prices.table_read),
        line(group, "function calls", invocations, prices.function_request),
        line(group, "function time", _gb_seconds(times, measured, assumptions), prices.function_compute),
        line(group, "queue requests", effort.queue_requests, prices.queue_request),
        line(group, "pages asked for", pages, prices.page_request),
        line(group, "pages sent", effort.sent_bytes / GB, prices.transfer_out),
        line(group, "logs taken in", logs, prices.log_ingested),
        line(group, "logs kept", logs, prices.log_stored),
    ]
    return [one for one in lines if one.likely.quantity]


def _kept(deployment: Deployment, prices: AwsPrices) -> list[Line]:
    group = Group.STANDING
    reads = Decimal(deployment.secret_reads_an_hour * HOURS)
    keys = Decimal(deployment.key_requests_an_hour * HOURS)
    return [
        line(group, "secrets", deployment.secrets, prices.secret),
        line(group, "reading secrets", reads, prices.secret_read),
        line(group, "using the table's key", keys, prices.key_request),
        line(group, "alarms", deployment.alarms, prices.alarm),
        line(group, "metrics of Earshot's own", deployment.metrics, prices.metric),
        line(group, "dashboards", deployment.dashboards, prices.dashboard),
    ]


def _sum(times: Times, measured: Measured) -> Effort:
    return sum((measured.of(doing).times(count) for doing, count in times.items()), NO_EFFORT)


def _gb_seconds(times: Times, measured: Measured, assumptions: Assumptions) -> Decimal:
    """Functions are paid while they wait, too: for X, and for a model."""
    total = Decimal(0)
    for doing, count in times.items():
        memory = assumptions.deployment.memory_mb[FUNCTION_OF[doing]]
        total += count * milliseconds(measured.of(doing), assumptions) * memory / MB_IN_A_GB / MILLISECONDS
    return total


def milliseconds(effort: Effort, assumptions: Assumptions) -> Decimal:
    """How long a function runs for it, answers that it waits for included."""
    asked_a_model = bool(effort.prompt_tokens)
    waiting = effort.x_requests * assumptions.x_milliseconds
    return effort.milliseconds + waiting + asked_a_model * assumptions.model_milliseconds
