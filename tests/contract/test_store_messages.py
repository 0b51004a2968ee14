"""Hints between the steps, in the twin and on the emulator's queues."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from chalicelib.adapters.dynamodb import SqsMessages
from chalicelib.adapters.dynamodb.client import sqs_client
from chalicelib.adapters.dynamodb.messages import create_queues
from chalicelib.adapters.memory import Faults, MemoryMessages
from chalicelib.domain.errors import StoreUnavailableError, TerminalError
from chalicelib.ports import Messages, Topic
from sandbox.emulator import REGION, Emulator

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

Taken = Callable[[str], list[dict[str, str]]]


def taken_from(client: "SQSClient", url: str) -> list[dict[str, str]]:
    bodies: list[dict[str, str]] = []
    while messages := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        bodies += [json.loads(message["Body"]) for message in messages]
    return bodies


@pytest.fixture(params=["memory", "sqs"])
def way(request: pytest.FixtureRequest) -> tuple[Messages, Taken]:
    if request.param == "memory":
        twin = MemoryMessages()
        return twin, lambda topic: twin.take(topic, 100)
    emulator: Emulator = request.getfixturevalue("emulator")
    client = sqs_client(REGION, emulator.endpoint)
    urls = create_queues(client, "earshot-test", (Topic.TRIAGE, Topic.DRAFT))
    assert create_queues(client, "earshot-test", (Topic.TRIAGE, Topic.DRAFT)) == urls
    return SqsMessages(client, urls), lambda topic: taken_from(client, urls[topic])


def test_what_is_sent_arrives_in_its_queue(way: tuple[Messages, Taken]) -> None:
    messages, taken = way
    bodies = [{"brand": "tarnhollow", "post": f"x:{number}", "note": "é #\x07"[:3]} for number in range(23)]
    messages.send(Topic.TRIAGE, bodies)
    messages.send(Topic.DRAFT, [])
    assert sorted(body["post"] for body in taken(Topic.TRIAGE)) == sorted(body["post"] for body in bodies)
    assert taken(Topic.TRIAGE) == []
    assert taken(Topic.DRAFT) == []


def test_a_queue_that_is_not_there_is_said_so(emulator: Emulator) -> None:
    client = sqs_client(REGION, emulator.endpoint)
    messages = SqsMessages(client, {Topic.TRIAGE: f"{emulator.endpoint}/000000000000/nowhere"})
    with pytest.raises(TerminalError, match="triage"):
        messages.send(Topic.TRIAGE, [{"post": "x:1"}])


def test_the_twin_fails_as_ordered() -> None:
    faults = Faults()
    messages = MemoryMessages(faults)
    faults.throttle("send")
    with pytest.raises(StoreUnavailableError):
        messages.send(Topic.TRIAGE, [{"post": "x:1"}])
    assert messages.take(Topic.TRIAGE) == []
    messages.send(Topic.TRIAGE, [{"post": "x:1"}])
    assert messages.take(Topic.TRIAGE) == [{"post": "x:1"}]
