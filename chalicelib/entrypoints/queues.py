"""What queues bring. Every message may come twice; the steps see to it that nothing happens twice.

Each function imports its own step: all of them load this module, and run one.
"""

import os
from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.entrypoints.invocation import seconds_left
from chalicelib.entrypoints.services import services

queues = Blueprint(__name__)


def queue_name(topic: str) -> str:
    """The queue of a topic, in this stage: what packaging writes into the template."""
    return f"earshot-{os.environ.get('EARSHOT_STAGE', 'dev')}-{topic}"


@queues.on_sqs_message(queue=queue_name("triage"), batch_size=10, name="triage")
def triage_posts(event: SQSEvent) -> Any:
    """Triage each post of the batch."""
    from chalicelib.triage.run import triage_post

    room = services().triage()
    return _each(event, lambda body: triage_post(room, body["brand"], body["post"]))


@queues.on_sqs_message(queue=queue_name("draft"), batch_size=5, name="draft")
def draft_cases(event: SQSEvent) -> Any:
    """Draft for each case of the batch."""
    from chalicelib.draft.run import draft_case

    room = services().drafting(seconds_left(event.context))
    return _each(event, lambda body: draft_case(room, body["brand"], body["case"]))


@queues.on_sqs_message(queue=queue_name("publish"), batch_size=1, name="publish")
def publish_case(event: SQSEvent) -> Any:
    """Publish one case; a batch of one, so that no call waits behind another."""
    from chalicelib.publish.send import publish

    room = services().publishing(seconds_left(event.context))
    return _each(event, lambda body: publish(room, body["brand"], body["case"]))


def _each(event: SQSEvent, handle: Callable[[dict[str, str]], object]) -> Any:
    from chalicelib.entrypoints.batch import each

    return each(event, handle)
