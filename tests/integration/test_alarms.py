"""Every alarm of the template sounds when what it is for happens, and is quiet before and after.

What happens is real: messages that fail, a network that is away, caps that fill. The figures are those that
functions print, that the emulator's queues and functions tell, and the answers that pages give.
"""

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import boto3
import pytest
from botocore.config import Config

from app import app
from chalicelib.adapters.dynamodb.dead_letters import SqsDeadLetters
from chalicelib.console import session
from chalicelib.control.going_live import set_caps
from chalicelib.control.redrive import redrive
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.reviewer import Reviewer
from chalicelib.domain.state import State
from chalicelib.entrypoints import services as installed
from chalicelib.ports import TOPICS, Topic
from chalicelib.settings import read_settings
from infra.packaging.merge import read_template
from sandbox.emulator import REGION, Emulator
from sandbox.lambdas import Context
from sandbox.network.faults import FaultKind
from tests.support.alarms import Alarm, Figures, alarms_of
from tests.support.controls import PLENTY
from tests.support.pages_client import Client
from tests.support.rig import MovingClock
from tests.support.stage import DESK, B, Stage, a_stage

STAGE = "alarms"
ALARMS = alarms_of(read_template(), STAGE)
ANA = Reviewer(id="ana", name="Ana Ruiz", initials="AR", brands=(B,))
# A table that is not there: whatever needs it fails.
GONE = "earshot-alarms-gone"
FUNCTIONS = {"pages": "", "listen": "-listen", "sweep": "-sweep"} | {topic: f"-{topic}" for topic in TOPICS}
OFTEN = 10_000


@dataclass
class Watch:
    """A stage with the figures that CloudWatch would have of it; `acts` are what happens in each period."""

    stage: Stage
    figures: Figures = field(default_factory=Figures)
    acts: list[Callable[[], object]] = field(default_factory=list)

    @property
    def clock(self) -> MovingClock:
        assert isinstance(self.stage.clock, MovingClock)
        return self.stage.clock

    def period(self, alarm: Alarm) -> bool:
        """A period of the alarm's passes; whether it is on at the end."""
        self.clock.forward(seconds=alarm.period)
        for act in self.acts:
            act()
        return alarm.is_on(self.figures, self.clock() + timedelta(seconds=1))

    def sweep(self) -> None:
        """The schedule's tick; its figures are those that it prints."""
        with redirect_stdout(io.StringIO()) as printed:
            self.stage.sweep()
        for line in printed.getvalue().splitlines():
            if '"_aws"' in line:
                self.figures.add_embedded(json.loads(line), self.clock())

    def run(self, function: str, handler: Callable[[], object]) -> None:
        """A function runs; Lambda counts whether it ended in an error."""
        failed = 0
        try:
            handler()
        except (BadInputError, AttributeError):
            failed = 1
        name = f"earshot-{STAGE}{FUNCTIONS[function]}"
        self.figures.add("AWS/Lambda", "Errors", self.clock(), failed, FunctionName=name)

    def look_aside(self, topic: str) -> None:
        """SQS counts what was put aside."""
        queue = f"earshot-{STAGE}-{topic}-dead"
        url = self.stage.sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        told = self.stage.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        count = int(told["ApproximateNumberOfMessages"])
        name = "ApproximateNumberOfMessagesVisible"
        self.figures.add("AWS/SQS", name, self.clock(), count, QueueName=queue)

    def look_at_a_page(self) -> None:
        """Somebody opens the list; API Gateway counts what it could not get."""
        console = self.stage.services.keyring.console()
        cookie = f"{session.COOKIE}={session.sign(ANA, console.signature)}"
        answer = Client(app).http.get(f"/b/{B}/d/{DESK}/q/waiting", headers={"Cookie": cookie})
        failed = int(answer.status_code >= 500)
        dimensions = {"ApiName": f"earshot-{STAGE}", "Stage": "console"}
        self.figures.add("AWS/ApiGateway", "5XXError", self.clock(), failed, **dimensions)


# A drill sets up what is quiet, and goes on twice: it begins, and it is mended.
Drill = Callable[[Watch, ExitStack], Iterator[None]]


def failing_messages(topic: str, watch: Watch, stack: ExitStack) -> Iterator[None]:
    """A message fails five times, because the table cannot be found, and is put aside."""
    stage, url = watch.stage, watch.stage.queue_urls[topic]
    stage.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "0"})
    watch.acts.append(partial(watch.look_aside, topic))
    yield
    stage.sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"brand": B, "post": "x:1", "case": "gone"}))
    stage.start_anew(EARSHOT_RESTORED_TABLE=GONE)
    stage.take(topic)
    yield
    stage.start_anew(EARSHOT_RESTORED_TABLE="")
    dead = SqsDeadLetters(stage.sqs, stage.queue_urls, wait_seconds=0)
    assert len(redrive(dead, topic).again) == 1
    stage.take(topic)


def failing_function(function: str, watch: Watch, stack: ExitStack) -> Iterator[None]:
    """Its settings are wrong, so that it cannot even begin; that of the pages is called with nothing."""
    given: list[Any] = [_event(function)]
    handler: Any = app if function == "pages" else app.handler_map[function]
    call = lambda: handler(given[0], Context(function))  # noqa: E731 - one line, used once
    watch.acts += [partial(watch.run, function, call)] * 3
    yield
    if function == "pages":
        given[0] = None
    else:
        stack.enter_context(_environment(EARSHOT_STAGE="Not A Stage"))
        installed._installed.clear()
    yield
    given[0] = _event(function)
    watch.stage.start_anew()


def throttled_function(function: str, watch: Watch, stack: ExitStack) -> Iterator[None]:
    """It may not run at once as often as it is asked to: here, not at all."""
    name = f"earshot-{STAGE}{FUNCTIONS[function]}"
    functions = _functions(watch.stage.variables["EARSHOT_AWS_ENDPOINT"])
    functions.create_function(
        FunctionName=name, Runtime="python3.11", Handler="a.handler",
        Role="arn:aws:iam::000000000000:role/none", Code={"ZipFile": _zip("def handler(*_): return 1\n")},
    )  # fmt: skip
    stack.callback(lambda: functions.delete_function(FunctionName=name))

    def invoke() -> None:
        throttled = 0
        try:
            functions.invoke(FunctionName=name)
        except functions.exceptions.TooManyRequestsException:
            throttled = 1
        watch.figures.add("AWS/Lambda", "Throttles", watch.clock(), throttled, FunctionName=name)

    watch.acts.append(invoke)
    yield
    functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    yield
    functions.delete_function_concurrency(FunctionName=name)


def pages_that_cannot_be_served(watch: Watch, stack: ExitStack) -> Iterator[None]:
    """The table cannot be found."""
    watch.acts += [watch.look_at_a_page] * 3
    yield
    watch.stage.start_anew(EARSHOT_RESTORED_TABLE=GONE)
    yield
    watch.stage.start_anew(EARSHOT_RESTORED_TABLE="")


def an_approval_that_does_not_leave(watch: Watch, stack: ExitStack) -> Iterator[None]:
    """X is away."""
    watch.acts += [watch.sweep, partial(watch.stage.take, Topic.PUBLISH)]
    yield
    _approve(watch, "walker")
    watch.stage.street.faults.arm(FaultKind.UNAVAILABLE, "lookup", times=OFTEN)
    watch.clock.forward(minutes=14)
    yield
    watch.stage.street.faults.disarm()


def searches_that_hear_nothing(watch: Watch, stack: ExitStack) -> Iterator[None]:
    """X does not serve them."""
    watch.acts += [watch.stage.listen, watch.sweep]
    yield
    for endpoint in ("search", "mentions"):
        watch.stage.street.faults.arm(FaultKind.UNAVAILABLE, endpoint, times=OFTEN)
    watch.clock.forward(minutes=14)
    yield
    watch.stage.street.faults.disarm()


def a_cap_that_fills(watch: Watch, stack: ExitStack) -> Iterator[None]:
    """Four of five replies of the day are posted; then it is the next day."""
    watch.acts.append(watch.sweep)
    caps = PLENTY.model_copy(update={"posts_a_day": 5})
    set_caps(watch.stage.services.control(), B, DESK, caps, who="test")
    yield
    for number in range(4):
        _approve(watch, f"walker{number}")
        watch.stage.take(Topic.PUBLISH)
    yield
    watch.clock.forward(hours=24)


def an_outcome_that_nobody_knows(watch: Watch, stack: ExitStack) -> Iterator[None]:
    """A call's answer is lost, and X lets nobody look."""
    watch.acts.append(watch.sweep)
    yield
    watch.stage.street.faults.arm(FaultKind.DROP_AFTER, "create")
    watch.stage.street.faults.arm(FaultKind.UNAVAILABLE, "user_posts", times=OFTEN)
    _approve(watch, "walker")
    watch.stage.take(Topic.PUBLISH)
    assert len(watch.stage.cases(State.UNKNOWN)) == 1
    yield
    watch.stage.street.faults.disarm()


def a_sweep_that_does_not_run(watch: Watch, stack: ExitStack) -> Iterator[None]:
    """Nobody calls it."""
    watch.acts.append(watch.sweep)
    yield
    watch.acts.clear()
    yield
    watch.acts.append(watch.sweep)


DRILLS: dict[str, Drill] = {
    **{f"dead-{topic}": partial(failing_messages, topic) for topic in TOPICS},
    **{f"errors-{function}": partial(failing_function, function) for function in FUNCTIONS},
    **{f"throttles-{function}": partial(throttled_function, function) for function in FUNCTIONS},
    "pages": pages_that_cannot_be_served,
    "approvals": an_approval_that_does_not_leave,
    "listening": searches_that_hear_nothing,
    "budget": a_cap_that_fills,
    "unknown": an_outcome_that_nobody_knows,
    "sweep": a_sweep_that_does_not_run,
}


@pytest.fixture
def watch(emulator: Emulator) -> Iterator[Watch]:
    with a_stage(emulator, STAGE) as stage:
        stage.go_live()
        yield Watch(stage)


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_sounds_when_it_should_and_is_quiet_before_and_after(name: str, watch: Watch) -> None:
    alarm = ALARMS[name]
    with ExitStack() as stack:
        drill = DRILLS[name](watch, stack)
        next(drill)
        assert not any(watch.period(alarm) for _ in range(alarm.periods + 1))
        next(drill)
        took = next(number for number in range(1, 30) if watch.period(alarm))
        assert took >= alarm.periods
        next(drill, None)
        back = next(number for number in range(1, 30) if not watch.period(alarm))
    print(f"\n{name}: on after {took} periods of {alarm.period:.0f} s, off {back} after it was mended")


def test_every_alarm_has_its_drill() -> None:
    assert set(DRILLS) == set(ALARMS)


def test_an_alarm_needs_all_of_its_periods(watch: Watch) -> None:
    alarm, figures, now = ALARMS["approvals"], Figures(), watch.clock()
    namespace, metric, dimensions = alarm.metric
    for minute, value in ((2, 901.0), (1, 901.0), (0, 900.0)):
        figures.add(namespace, metric, now - timedelta(minutes=minute), value, **dict(dimensions))
    assert not alarm.is_on(figures, now)
    figures.add(namespace, metric, now, 901.0, **dict(dimensions))
    assert alarm.is_on(figures, now)
    assert not alarm.is_on(figures, now + timedelta(minutes=1))  # the last period has no figure


# --- what the drills use ----------------------------------------------------------------------------


def _approve(watch: Watch, person: str) -> None:
    """Somebody complains, and a person approves the answer."""
    stage = watch.stage
    stage.complaint(person)
    watch.clock.forward(seconds=61)
    stage.listen()
    stage.take(Topic.TRIAGE)
    stage.take(Topic.DRAFT)
    stage.approve(person)


def _event(function: str) -> dict[str, Any]:
    if function == "pages":
        context = {"httpMethod": "GET", "resourcePath": "/static/{name}", "path": "/static/console.css"}
        return {
            "requestContext": context | {"identity": {"sourceIp": "127.0.0.1"}},
            "headers": {}, "pathParameters": {"name": "console.css"}, "stageVariables": {}, "body": None,
            "multiValueQueryStringParameters": None,
        }  # fmt: skip
    texts = dict.fromkeys(("version", "id", "account", "region", "source", "time", "detail-type"), "")
    record = {"messageId": "1", "body": "no JSON", "eventSource": "aws:sqs"}  # it fails alone
    return {**texts, "Records": [record], "detail": {}, "resources": []}


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    """A process that starts with these settings."""
    before = dict(os.environ)
    os.environ.update(variables)
    read_settings.cache_clear()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        read_settings.cache_clear()


def _functions(endpoint: str) -> Any:
    return boto3.client(
        "lambda", endpoint_url=endpoint, region_name=REGION, aws_access_key_id="local",
        aws_secret_access_key="local", config=Config(retries={"total_max_attempts": 1}),
    )  # fmt: skip


def _zip(code: str) -> bytes:
    with io.BytesIO() as packed:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("a.py", code)
        return packed.getvalue()
