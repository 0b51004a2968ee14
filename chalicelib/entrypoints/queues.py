"""What queues bring. Every message may come twice; the steps see to it that nothing happens twice."""

import os
from collections.abc import Callable
from json import JSONDecodeError
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    ExceptionInfo,
    FailureResponse,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from chalice.app import Blueprint, SQSEvent

from chalicelib.domain.errors import NotFoundError
from chalicelib.draft.run import draft_case
from chalicelib.entrypoints.invocation import invocation, invoked, seconds_left
from chalicelib.entrypoints.services import services
from chalicelib.publish.send import publish
from chalicelib.telemetry import about, logger
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


class _Batch(BatchProcessor):
    """Fails the messages that raised, each alone, and says so: else they would only come back."""

    def failure_handler(self, record: Any, exception: ExceptionInfo) -> FailureResponse:
        kind = exception[0]
        with about(message_id=record.message_id, **_ids(record)):
            logger.error("a message failed", extra={"why": kind.__name__ if kind else "unknown"})
        return super().failure_handler(record, exception)


def _each(event: SQSEvent, handle: Callable[[dict[str, str]], object]) -> Any:
    def record_handler(record: SQSRecord) -> None:
        with about(**_ids(record)):
            try:
                handle(record.json_body)
            except NotFoundError as error:
                # It was erased meanwhile: there is nothing left to do, and no use in trying again.
                logger.info("nothing there any more", extra={"why": type(error).__name__})

    with invoked(event.context):
        return process_partial_response(
            event=event.to_dict(),
            record_handler=record_handler,
            processor=_Batch(event_type=EventType.SQS, raise_on_entire_batch_failure=False),
            context=invocation(event.context),
        )


def _ids(record: SQSRecord) -> dict[str, str]:
    """What the message is about; nothing, where it is none of ours."""
    try:
        body = record.json_body
    except JSONDecodeError:
        return {}
    named = body if isinstance(body, dict) else {}
    return {name: str(named[name]) for name in ("brand", "case", "post") if name in named}
