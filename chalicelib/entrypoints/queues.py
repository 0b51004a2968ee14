"""What queues bring. Every message may come twice; the steps see to it that nothing happens twice."""

import os
from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.draft.run import draft_case
from chalicelib.entrypoints.invocation import seconds_left
from chalicelib.entrypoints.services import services
from chalicelib.publish.send import publish
from chalicelib.triage.run import triage_post

queues = Blueprint(__name__)


def queue_name(topic: str) -> str:
    """The queue of a topic, in this stage: what packaging writes into the template."""
    return f"earshot-{os.environ.get('EARSHOT_STAGE', 'dev')}-{topic}"


@queues.on_sqs_message(queue=queue_name("triage"), batch_size=10, name="triage")
def triage_posts(event: SQSEvent) -> Any:
    """Triage each post of the batch."""
    room = services().triage()
    return _each(event, lambda body: triage_post(room, body["brand"], body["post"]))


@queues.on_sqs_message(queue=queue_name("draft"), batch_size=5, name="draft")
def draft_cases(event: SQSEvent) -> Any:
    """Draft for each case of the batch."""
    room = services().drafting()
    return _each(event, lambda body: draft_case(room, body["brand"], body["case"]))


@queues.on_sqs_message(queue=queue_name("publish"), batch_size=1, name="publish")
def publish_case(event: SQSEvent) -> Any:
    """Publish one case; a batch of one, so that no call waits behind another."""
    room = services().publishing(seconds_left(event.context))
    return _each(event, lambda body: publish(room, body["brand"], body["case"]))


def _each(event: SQSEvent, handle: Callable[[dict[str, str]], object]) -> Any:
    # Pages load this module too, and never take a batch, which takes 60 ms to import.
    from chalicelib.entrypoints.batch import each

    return each(event, handle)
