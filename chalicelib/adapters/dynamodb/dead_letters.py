"""Messages that were put aside, in queues beside the live ones.

SQS could move them by itself, but then all of them: also those that no consumer can ever read.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from chalicelib.adapters.dynamodb.errors import translated
from chalicelib.adapters.dynamodb.messages import BATCH, DEAD, find_queue
from chalicelib.domain.errors import StoreUnavailableError
from chalicelib.ports import DeadLetter

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

HELD_SECONDS = 120
# So long a request waits for a message: it then asks every server that may hold one.
WAIT_SECONDS = 1


class SqsDeadLetters:
    """Implements `DeadLetters`. `queue_urls` are those of the live queues, by topic."""

    def __init__(
        self, client: "SQSClient", queue_urls: Mapping[str, str], wait_seconds: int = WAIT_SECONDS
    ) -> None:
        self._client = client
        self._live = queue_urls
        self._wait_seconds = wait_seconds
        self._aside: dict[str, str] = {}

    def place(self, topic: str) -> str:
        """See `DeadLetters.place`."""
        return self._live[topic].rsplit("/", 1)[-1] + DEAD

    def take(self, topic: str) -> tuple[DeadLetter, ...]:
        """See `DeadLetters.take`."""
        url = self._url(topic)
        with translated(f"reading {self.place(topic)}"):
            answer = self._client.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=BATCH,
                VisibilityTimeout=HELD_SECONDS,
                WaitTimeSeconds=self._wait_seconds,
                MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
            )
        return tuple(_letter(message) for message in answer.get("Messages", []))

    def put_back(self, topic: str, letters: Sequence[DeadLetter]) -> None:
        """See `DeadLetters.put_back`. One that is not let go comes back by itself when its time is over."""
        for some in _batches(letters):
            with translated(f"putting back into {self.place(topic)}"):
                self._client.change_message_visibility_batch(
                    QueueUrl=self._url(topic),
                    Entries=[
                        {"Id": str(number), "ReceiptHandle": one.handle, "VisibilityTimeout": 0}
                        for number, one in enumerate(some)
                    ],
                )

    def send_again(self, topic: str, letters: Sequence[DeadLetter]) -> None:
        """See `DeadLetters.send_again`."""
        for some in _batches(letters):
            entries = [{"Id": str(number), "MessageBody": one.text} for number, one in enumerate(some)]
            with translated(f"sending {len(some)} messages to {topic}"):
                answer = self._client.send_message_batch(QueueUrl=self._live[topic], Entries=entries)  # type: ignore[arg-type]  # a dict of texts is what it takes
            if failed := answer.get("Failed"):
                raise StoreUnavailableError(f"{len(failed)} messages to {topic} were not taken")

    def remove(self, topic: str, letters: Sequence[DeadLetter]) -> None:
        """See `DeadLetters.remove`. One that was not removed is found again, and sent again, later."""
        for some in _batches(letters):
            with translated(f"removing from {self.place(topic)}"):
                self._client.delete_message_batch(
                    QueueUrl=self._url(topic),
                    Entries=[
                        {"Id": str(number), "ReceiptHandle": one.handle} for number, one in enumerate(some)
                    ],
                )

    def _url(self, topic: str) -> str:
        if topic not in self._aside:
            self._aside[topic] = find_queue(self._client, self.place(topic))
        return self._aside[topic]


def _batches(letters: Sequence[DeadLetter]) -> list[Sequence[DeadLetter]]:
    return [letters[start : start + BATCH] for start in range(0, len(letters), BATCH)]


def _letter(message: "MessageTypeDef") -> DeadLetter:
    told = message.get("Attributes", {})
    return DeadLetter(
        id=message["MessageId"],
        text=message["Body"],
        received=int(told.get("ApproximateReceiveCount", 0)),
        sent_at=datetime.fromtimestamp(int(told.get("SentTimestamp", 0)) / 1000, UTC),
        handle=message["ReceiptHandle"],
    )
