"""Hints between the steps, as messages in queues."""

from collections.abc import Iterable, Mapping, Sequence
from json import dumps
from typing import TYPE_CHECKING

from chalicelib.adapters.dynamodb.errors import translated
from chalicelib.domain.errors import NotFoundError, StoreUnavailableError
from chalicelib.ports import TOPICS

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

BATCH = 10


class SqsMessages:
    """Implements `Messages`. `queue_urls` has a URL for each topic."""

    def __init__(self, client: "SQSClient", queue_urls: Mapping[str, str]) -> None:
        self._client = client
        self._queue_urls = queue_urls

    def send(self, topic: str, bodies: Sequence[dict[str, str]]) -> None:
        """Send each body, ten to a request. Raises StoreUnavailableError when one was not taken."""
        for start in range(0, len(bodies), BATCH):
            self._send_batch(topic, bodies[start : start + BATCH])

    def _send_batch(self, topic: str, bodies: Sequence[dict[str, str]]) -> None:
        with translated(f"sending {len(bodies)} messages to {topic}"):
            answer = self._client.send_message_batch(
                QueueUrl=self._queue_urls[topic],
                Entries=[
                    {"Id": str(number), "MessageBody": dumps(body)} for number, body in enumerate(bodies)
                ],
            )
        if failed := answer.get("Failed"):
            codes = sorted({one["Code"] for one in failed})
            raise StoreUnavailableError(f"{len(failed)} messages to {topic} were not taken: {codes}")


def create_queues(client: "SQSClient", prefix: str, topics: Iterable[str]) -> dict[str, str]:
    """Create `<prefix>-<topic>` for each topic where there is none; the URLs by topic."""
    with translated(f"creating the queues {prefix}-*"):
        return {topic: client.create_queue(QueueName=f"{prefix}-{topic}")["QueueUrl"] for topic in topics}


def find_queues(client: "SQSClient", stage: str) -> dict[str, str]:
    """The URLs of a deployed stage's queues, by topic. Raises NotFoundError where there are none."""
    found = {}
    for topic in TOPICS:
        name = f"earshot-{stage}-{topic}"
        try:
            with translated(f"looking for queue {name}"):
                found[topic] = client.get_queue_url(QueueName=name)["QueueUrl"]
        except client.exceptions.QueueDoesNotExist:
            raise NotFoundError(
                f"stage {stage} is not deployed in {client.meta.region_name}: there is no queue {name}"
            ) from None
    return found
