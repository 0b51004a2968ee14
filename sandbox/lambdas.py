"""Runs the app's handlers as AWS would: schedules by the clock, queues by their messages."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

# As AWS gives a queue's consumer and a schedule on this product.
TIMEOUT_SECONDS = 120.0
WAIT_SECONDS = 1


@dataclass(frozen=True)
class Context:
    """What handlers ask of a Lambda context."""

    function_name: str
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:local"
    began: float = field(default_factory=monotonic)

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until AWS would end this invocation."""
        return int(1000 * (TIMEOUT_SECONDS - (monotonic() - self.began)))


Handler = Callable[[dict[str, Any], Context], Any]


def run_schedule(handler: Handler, name: str, owner: str) -> Any:
    """One tick of a schedule. The owner stays the same, so that a killed worker's leases come back to it."""
    event = {"version": "0", "id": owner, "source": "aws.events", "account": "", "time": "", "region": ""}
    return handler(event | {"resources": [], "detail": {}, "detail-type": ""}, Context(name, owner))


def consume(
    handler: Handler,
    name: str,
    sqs: "SQSClient",
    queue_url: str,
    batch: int,
    wait_seconds: int = WAIT_SECONDS,
) -> int:
    """Take a batch from the queue, run the handler, delete what it handled. Returns the batch's size."""
    answer = sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=batch, WaitTimeSeconds=wait_seconds)
    messages = answer.get("Messages", [])
    if not messages:
        return 0
    result = handler({"Records": [_record(message, queue_url) for message in messages]}, Context(name))
    failed = {failure["itemIdentifier"] for failure in (result or {}).get("batchItemFailures", [])}
    done = [message for message in messages if message["MessageId"] not in failed]
    if done:
        sqs.delete_message_batch(
            QueueUrl=queue_url,
            Entries=[
                {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                for number, message in enumerate(done)
            ],
        )
    return len(messages)


def _record(message: "MessageTypeDef", queue_url: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": {},
        "messageAttributes": {},
        "md5OfBody": message.get("MD5OfBody", ""),
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:local:000000000000:{queue_url.rsplit('/', 1)[-1]}",
        "awsRegion": "local",
    }
