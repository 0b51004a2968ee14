"""The whole product on the emulator, one handler called at a time, and what each call took."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from chalice.test import HTTPResponse

from app import app
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.client import dynamodb_client, sqs_client
from chalicelib.adapters.dynamodb.messages import create_queues
from chalicelib.adapters.dynamodb.table import create_table
from chalicelib.bootstrap import Services, build
from chalicelib.console import session
from chalicelib.control.recover import look_after
from chalicelib.cost.effort import Effort
from chalicelib.domain.control import ControlEvent, DeskControl, Statements
from chalicelib.domain.reviewer import Reviewer
from chalicelib.entrypoints import services as installed
from chalicelib.ports import TOPICS
from chalicelib.settings import Settings, parse_settings
from sandbox.emulator import REGION
from sandbox.lambdas import consume, run_schedule
from sandbox.model import Answer, ModelServer, Request, opines, says
from sandbox.network import prices
from sandbox.network.limits import Allowance, RateLimits
from sandbox.network.network import Network
from sandbox.network.server import NetworkServer
from tests.support.controls import PLENTY
from tests.support.meter import Meter, size_of
from tests.support.pages_client import Client
from tests.support.rig import MovingClock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

B, DESK = "tarnhollow", "support"
HANDLES = ("tarnhollow", "tarnhollowcare")
SECRET = "a secret for tests"
ANA = Reviewer(id="ana", name="Ana Ruiz", initials="AR", brands=(B,))
FORM = "application/x-www-form-urlencoded"
# A token is about four characters of English; other scripts take more of them.
CHARACTERS_A_TOKEN = 4
OWNED = frozenset({"mentions", "user_posts", "me"})
# What AWS adds to each item and to each copy of one in an index.
OVERHEAD = 100
# What the model writes is not what is approved: the next draft would repeat what was just said to others.
SUGGESTED = "That tent should have come whole. Send a photo by direct message and one of us takes it up."
DRAFT = "Sorry about the tent! Send us your order number in a direct message and we will look into it."


class CountedLimits(RateLimits):
    """X's limits, which remember what was asked."""

    asked: list[str]

    def use(self, endpoint: str, token: str, per_app: bool) -> Allowance:
        """Count the request, here too."""
        self.asked.append(endpoint)
        return super().use(endpoint, token, per_app)


class CountedNetwork(Network):
    """The sandbox network, which counts what X would bill."""

    post_reads = 0
    owned_reads = 0

    def remember(self) -> "CountedNetwork":
        """Begin to count."""
        self.limits = counted = CountedLimits(self.clock, self.settings.rate_limits)
        self.asked: list[str] = []
        counted.asked = self.asked
        return self

    def spend(self, micro_dollars: int) -> None:
        """Count what was read."""
        if self.asked[-1] in OWNED:
            self.owned_reads += micro_dollars // prices.OWNED_READ
        elif self.asked[-1] != "create":
            self.post_reads += micro_dollars // prices.POST_READ
        super().spend(micro_dollars)


@dataclass
class Workshop:
    """A deployment whose handlers are called one by one. `raw` is a client that nobody counts."""

    street: CountedNetwork
    clock: MovingClock
    model: ModelServer
    meter: Meter
    raw: "DynamoDBClient"
    services: Services
    pages: Client = field(default_factory=lambda: Client(app))
    sent_bytes: int = 0

    def listen(self) -> None:
        """One tick of the schedule."""
        run_schedule(app.handler_map["listen"], "listen", "measuring")

    def sweep(self) -> None:
        """One tick of the schedule."""
        run_schedule(app.handler_map["sweep"], "sweep", "measuring")

    def take(self, topic: str) -> None:
        """One batch from a queue; there must be one."""
        settings = self.services.settings
        client = sqs_client(settings.aws_region, settings.aws_endpoint)
        assert consume(app.handler_map[topic], topic, client, settings.queue_url(topic), batch=10)

    def get(self, path: str, *, fragment: bool = False) -> HTTPResponse:
        """A page as a signed-in person's browser asks for it, or a fragment as htmx does."""
        headers = {"Cookie": self._cookie()} | ({"HX-Request": "true"} if fragment else {})
        answer = self.pages.http.get(path, headers=headers)
        assert answer.status_code < 400, answer.body
        self.sent_bytes += len(answer.body)
        return answer

    def post(self, path: str, **fields: str) -> None:
        """A form of the same person."""
        cookie = self._cookie()
        token = session.form_token(session.cookie_of(cookie), self.services.keyring.console().signature)
        body = urlencode({"token": token, **fields}).encode()
        headers = {"Content-Type": FORM, "Host": "desk.example", "Cookie": cookie}
        answer = self.pages.http.post(path, headers=headers, body=body)
        assert answer.status_code < 400, answer.body
        self.sent_bytes += len(answer.body)

    def _cookie(self) -> str:
        """Of somebody who is signed in."""
        return f"{session.COOKIE}={session.sign(ANA, self.services.keyring.console().signature)}"

    def taken_by(self, act: Callable[[], object]) -> Effort:
        """What the act takes."""
        before, kept = self._so_far(), self._kept()
        began = time.perf_counter()
        act()
        spent = Decimal(str(round((time.perf_counter() - began) * 1000, 1)))
        taken = minus(self._so_far(), before)
        changes = {"milliseconds": spent, "stored_bytes": Decimal(self._kept() - kept)}
        return taken.model_copy(update=changes)

    def _so_far(self) -> Effort:
        tokens = [_tokens(request) for request in self.model.requests]
        written = [len(_answer(request).body) // CHARACTERS_A_TOKEN for request in self.model.requests]
        return self.meter.effort().model_copy(
            update={
                "x_requests": Decimal(len(self.street.asked)),
                "post_reads": Decimal(self.street.post_reads),
                "owned_reads": Decimal(self.street.owned_reads),
                "prompt_tokens": Decimal(sum(tokens)),
                "completion_tokens": Decimal(sum(written)),
                "sent_bytes": Decimal(self.sent_bytes),
            }
        )

    def _kept(self) -> int:
        """Bytes that the table keeps, with what its two indexes copy."""
        paginator = self.raw.get_paginator("scan")
        pages = paginator.paginate(TableName=self.services.settings.table)
        return sum(_size_with_copies(item) for page in pages for item in page["Items"])


@contextmanager
def a_workshop(endpoint: str, stage: str) -> Iterator[Workshop]:
    """A live deployment of the made-up brand on the emulator."""
    before, meter, clock = list(installed._installed), Meter(), MovingClock()
    street = CountedNetwork(clock, own_accounts=HANDLES).remember()
    server = NetworkServer(street)
    server.start()
    raw = dynamodb_client(REGION, endpoint)
    create_table(raw, f"earshot-{stage}")
    try:
        with ModelServer(_answer) as model, meter.watching():
            services = build(_settings(endpoint, stage, server.url, model.url), clock)
            installed.install(services)
            _go_live(services)
            yield Workshop(street, clock, model, meter, raw, services)
    finally:
        installed._installed[:] = before
        server.stop()
        street.close()
        raw.delete_table(TableName=f"earshot-{stage}")


def _settings(endpoint: str, stage: str, street: str, model: str) -> Settings:
    keys_of = {"consumer_key": "sandbox", "consumer_secret": "sandbox", "access_token_secret": "sandbox"}
    accounts = {handle: keys_of | {"access_token": f"sandbox-{handle}"} for handle in HANDLES}
    queues = create_queues(sqs_client(REGION, endpoint), f"earshot-{stage}", TOPICS)
    return parse_settings(
        {
            "EARSHOT_STAGE": stage,
            "EARSHOT_AWS_ENDPOINT": endpoint,
            "EARSHOT_QUEUE_URLS": json.dumps(queues),
            "EARSHOT_X_API": street,
            "EARSHOT_X_ACCOUNTS": json.dumps(accounts),
            "EARSHOT_X_BEARER": "sandbox-tarnhollow",
            "EARSHOT_MODEL_URL": model,
            "EARSHOT_MODEL_KEY": "sandbox",
            "EARSHOT_MODEL_NAME": "scripted",
            "EARSHOT_SESSION_SECRET": SECRET,
        }
    )


def _go_live(services: Services) -> None:
    look_after(services.control())
    stated = Statements(ai_replies_approved=True, automated_label=True, regions_fit=True)
    for desk in services.brands[B].desks:
        live = DeskControl(brand=B, desk=desk, live=True, caps=PLENTY, statements=stated, version=1)
        event = ControlEvent(version=1, at=services.clock(), who="test", what="live")
        services.controls.set_desk(live, event)


def minus(one: Effort, other: Effort) -> Effort:
    """What one took more than the other; time is not taken back below nothing."""
    names = Effort.model_fields
    left = {name: getattr(one, name) - getattr(other, name) for name in names}
    return Effort(**left | {"milliseconds": max(Decimal(0), left["milliseconds"])})


def _answer(request: Request) -> Answer:
    if request["response_format"]["json_schema"]["name"] == "opinion":
        return opines("other", needs_reply=False)
    return says(SUGGESTED)


def _tokens(request: Request) -> int:
    return sum(len(str(message["content"])) for message in request["messages"]) // CHARACTERS_A_TOKEN


def _size_with_copies(item: dict[str, Any]) -> int:
    names = {
        keys.QUEUE: ("pk", "sk", "queue_pk", "queue_sk", "body"),
        keys.WORK: ("pk", "sk", "work_pk", "work_sk"),
    }
    copies = [
        {name: item[name] for name in attributes}
        for index, attributes in names.items()
        if f"{index}_pk" in item
    ]
    return sum(size_of(one) + OVERHEAD for one in (item, *copies))
