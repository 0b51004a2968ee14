"""A batch of messages, each handled alone."""

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
from chalice.app import SQSEvent

from chalicelib.domain.errors import NotFoundError
from chalicelib.entrypoints.invocation import invocation, invoked
from chalicelib.telemetry import about, logger


def each(event: SQSEvent, handle: Callable[[dict[str, str]], object]) -> Any:
    """Handle each message's body; answers which of them failed, so that only those come again."""

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


class _Batch(BatchProcessor):
    """Fails the messages that raised, each alone, and says so: else they would only come back."""

    def failure_handler(self, record: Any, exception: ExceptionInfo) -> FailureResponse:
        kind = exception[0]
        with about(message_id=record.message_id, **_ids(record)):
            logger.error("a message failed", extra={"why": kind.__name__ if kind else "unknown"})
        return super().failure_handler(record, exception)


def _ids(record: SQSRecord) -> dict[str, str]:
    """What the message is about; nothing, where it is none of ours."""
    try:
        body = record.json_body
    except JSONDecodeError:
        return {}
    named = body if isinstance(body, dict) else {}
    return {name: str(named[name]) for name in ("brand", "case", "post") if name in named}
