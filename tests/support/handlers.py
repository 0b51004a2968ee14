"""The handlers that AWS would call, over a rig: schedules, queues and pages, in this process."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from chalice.test import HTTPResponse
from pydantic import SecretStr

from app import app
from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.adapters.memory.circuits import MemoryCircuits
from chalicelib.adapters.memory.messages import MemoryMessages
from chalicelib.adapters.secrets.keyring import Keyring
from chalicelib.adapters.secrets.memory import MemorySecrets
from chalicelib.bootstrap import Services
from chalicelib.console import session
from chalicelib.domain.reviewer import Reviewer
from chalicelib.draft.prompts import Prompts
from chalicelib.entrypoints import services as installed
from chalicelib.ports import TOPICS
from chalicelib.settings import Settings
from sandbox.lambdas import Context, run_schedule
from tests.support.pages_client import Client
from tests.support.prompting import unchanged
from tests.support.rig import BRAND, Rig

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
SECRET = "a-secret-for-tests-alone"
ANA = Reviewer(id="ana", name="Ana Ruiz", initials="AR", brands=(BRAND.brand,))
FORM = "application/x-www-form-urlencoded"


@dataclass
class Deployment:
    """Calls the app's handlers, one at a time."""

    rig: Rig
    services: Services

    def listen(self) -> None:
        """One tick of the schedule."""
        run_schedule(app.handler_map["listen"], "listen", "listen-1")

    def sweep(self) -> None:
        """One tick of the schedule."""
        run_schedule(app.handler_map["sweep"], "sweep", "sweep-1")

    def take(self, topic: str) -> None:
        """Deliver every hint that waits, each batch once."""
        messages = self.rig.messages
        assert isinstance(messages, MemoryMessages)
        while bodies := messages.take(topic):
            self.deliver(topic, *map(json.dumps, bodies))

    def deliver(self, topic: str, *bodies: str) -> list[str]:
        """Deliver these messages as one batch; the ids (their numbers) of those that failed."""
        records = [
            {"messageId": str(number), "body": body, "eventSource": "aws:sqs"}
            for number, body in enumerate(bodies)
        ]
        answer = app.handler_map[topic]({"Records": records}, Context(topic))
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def work(self) -> None:
        """Deliver what waits in every queue, in the order of the steps."""
        for topic in TOPICS:
            self.take(topic)

    def post(self, path: str, **fields: str) -> HTTPResponse:
        """A form of somebody who is signed in."""
        signed = session.sign(ANA, self.services.keyring.console().signature)
        token = session.form_token(signed, self.services.keyring.console().signature)
        headers = {"Content-Type": FORM, "Host": "desk.example", "Cookie": f"{session.COOKIE}={signed}"}
        return Client(app).http.post(
            path, headers=headers, body=urlencode({"token": token, **fields}).encode()
        )


@cache
def _prompts() -> Prompts:
    # The rig's brand has one desk; its saved replies are for all desks of the shipped one.
    return read_prompts(PROMPTS, read_brands(PROMPTS / "brands")[BRAND.brand])


@contextmanager
def deployed(rig: Rig) -> Iterator[Deployment]:
    """The app's handlers on the rig, until the end of the block."""
    before = list(installed._installed)
    secret = json.dumps({"session_secret": SECRET})
    services = Services(
        settings=Settings(prompts_dir=PROMPTS),
        brands={BRAND.brand: BRAND},
        prompts=unchanged({BRAND.brand: _prompts()}),
        rules=rig.publishing.rules,
        store=rig.store,
        controls=rig.controls,
        messages=rig.messages,
        network=rig.x,
        circuits=MemoryCircuits(),
        keyring=Keyring(MemorySecrets({"console": SecretStr(secret)})),
        clock=rig.clock,
    )
    installed.install(services)
    try:
        yield Deployment(rig, services)
    finally:
        installed._installed[:] = before
