"""A stage on the emulator whose handlers are called one by one, beside a network of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from app import app
from chalicelib.adapters.dynamodb.client import dynamodb_client, sqs_client
from chalicelib.adapters.dynamodb.messages import create_queues
from chalicelib.adapters.dynamodb.table import create_table
from chalicelib.bootstrap import Services, build
from chalicelib.control.recover import look_after
from chalicelib.domain.case import Case
from chalicelib.domain.control import ControlEvent, DeskControl
from chalicelib.domain.state import State
from chalicelib.entrypoints import services as installed
from chalicelib.ports import TOPICS, Clock, Topic
from chalicelib.review.decide import approve
from chalicelib.settings import parse_settings
from sandbox.emulator import REGION, Emulator
from sandbox.lambdas import consume, run_schedule
from sandbox.network.network import Network
from sandbox.network.server import NetworkServer
from tests.support.controls import PLENTY, STATED
from tests.support.rig import MovingClock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sqs import SQSClient

B, DESK, CARE = "tarnhollow", "support", "tarnhollowcare"
HANDLES = ("tarnhollow", CARE)
BATCH = {Topic.TRIAGE: 10, Topic.DRAFT: 5, Topic.PUBLISH: 1}


@dataclass
class Stage:
    """`variables` are its settings; whatever runs with them speaks to it, commands too. `raw` may scan."""

    name: str
    variables: dict[str, str]
    street: Network
    clock: Clock
    raw: "DynamoDBClient"
    sqs: "SQSClient"
    services: Services = field(init=False)

    def __post_init__(self) -> None:
        self.start_anew()

    def start_anew(self, **changes: str) -> None:
        """New processes with these settings changed, as after a deployment."""
        self.variables |= changes
        self.services = build(parse_settings(self.variables), self.clock)
        installed.install(self.services)

    @property
    def queue_urls(self) -> dict[str, str]:
        """The live queues, by topic."""
        urls: dict[str, str] = json.loads(self.variables["EARSHOT_QUEUE_URLS"])
        return urls

    def go_live(self) -> None:
        """Take the table into use; every desk is live."""
        look_after(self.services.control())
        for desk in self.services.brands[B].desks:
            # Else the emulator takes this for the same write to an earlier table of the same name.
            who = f"test {uuid4()}"
            live = {"live": True, "caps": PLENTY, "statements": STATED, "version": 1, "who": who}
            control = DeskControl(brand=B, desk=desk, **live)
            event = ControlEvent(version=1, at=self.clock(), who="test", what="live")
            self.services.controls.set_desk(control, event)

    # --- what runs --------------------------------------------------------------------------------

    def listen(self) -> None:
        """One tick of the schedule."""
        run_schedule(app.handler_map["listen"], "listen", "listen-1")

    def sweep(self) -> None:
        """One tick of the schedule."""
        run_schedule(app.handler_map["sweep"], "sweep", "sweep-1")

    def take(self, topic: str) -> None:
        """Deliver what waits in the queue."""
        handler, url = app.handler_map[topic], self.queue_urls[topic]
        while consume(handler, topic, self.sqs, url, BATCH[topic], wait_seconds=0):
            continue

    def work(self) -> None:
        """Deliver what waits in every queue, in the order of the steps."""
        for topic in TOPICS:
            self.take(topic)

    # --- what people do ---------------------------------------------------------------------------

    def complaint(self, by: str, text: str = "my tent arrived broken, please help me") -> int:
        """Somebody complains to us; the post's id."""
        return self.street.create_post(by, f"@{CARE} {text}").id

    def cases(self, state: State) -> list[Case]:
        """The desk's cases in this state, as they are now."""
        store = self.services.store
        rows = store.queue(B, DESK, state, limit=100).cases
        return [case for row in rows if (case := store.case(B, row.id)).state is state]

    def case_of(self, author: str) -> Case:
        """The one case of this person, in whatever state."""
        (found,) = [case for state in State for case in self.cases(state) if case.author.handle == author]
        return found

    def approve(self, author: str) -> Case:
        """A person approves an answer to this author, in words of its own."""
        case = self.case_of(author)
        words = f"Sorry, {author}! We are looking into it now."
        seen = case.conversation_version
        return approve(self.services.reviewing(), B, case.id, text=words, seen=seen, who="ana")

    def replies(self) -> list[str]:
        """Whose posts we answered, once for each reply that stands there; read past all limits."""
        answered = [self.street.reading.post(own.in_reply_to) for own in self.street.reading.posts_of(CARE)]
        return sorted(post.author for post in answered if post)


@contextmanager
def a_stage(emulator: Emulator, name: str, clock: Clock | None = None) -> Iterator[Stage]:
    """A stage that observes, with an empty table; it is gone at the end of the block."""
    before, clock = list(installed._installed), clock or MovingClock()
    street = Network(clock, own_accounts=HANDLES)
    server = NetworkServer(street)
    server.start()
    raw, sqs = dynamodb_client(REGION, emulator.endpoint), sqs_client(REGION, emulator.endpoint)
    create_table(raw, f"earshot-{name}")
    urls = create_queues(sqs, f"earshot-{name}", TOPICS)
    try:
        yield Stage(name, _variables(emulator, name, urls, server.url), street, clock, raw, sqs)
    finally:
        installed._installed[:] = before
        server.stop()
        street.close()
        raw.delete_table(TableName=f"earshot-{name}")


def _variables(emulator: Emulator, stage: str, urls: dict[str, str], street: str) -> dict[str, str]:
    keys = {"consumer_key": "sandbox", "consumer_secret": "sandbox", "access_token_secret": "sandbox"}
    accounts = {handle: keys | {"access_token": f"sandbox-{handle}"} for handle in HANDLES}
    return {
        "EARSHOT_STAGE": stage,
        "EARSHOT_AWS_ENDPOINT": emulator.endpoint,
        "EARSHOT_QUEUE_URLS": json.dumps(urls),
        "EARSHOT_X_API": street,
        "EARSHOT_X_SITE": street,
        "EARSHOT_X_ACCOUNTS": json.dumps(accounts),
        "EARSHOT_X_BEARER": f"sandbox-{HANDLES[0]}",
        "EARSHOT_SESSION_SECRET": "a-secret-for-tests-alone",
    }
