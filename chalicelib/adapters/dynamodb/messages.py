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
# What is added to a queue's name for the one in which it puts aside what failed so often.
DEAD = "-dead"
TRIES = 5


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
    """Create `<prefix>-<topic>` for each topic where there is none, and the queue in which it puts aside what
    failed five times, as deployed ones do; the URLs by topic."""
    with translated(f"creating the queues {prefix}-*"):
        return {topic: _create(client, f"{prefix}-{topic}") for topic in topics}


def _create(client: "SQSClient", name: str) -> str:
    aside = client.create_queue(QueueName=f"{name}{DEAD}")["QueueUrl"]
    told = client.get_queue_attributes(QueueUrl=aside, AttributeNames=["QueueArn"])
    policy = {"deadLetterTargetArn": told["Attributes"]["QueueArn"], "maxReceiveCount": str(TRIES)}
    url = client.create_queue(QueueName=name)["QueueUrl"]
    client.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": dumps(policy)})
    return url


def find_queues(client: "SQSClient", stage: str) -> dict[str, str]:
    """The URLs of a deployed stage's queues, by topic. Raises NotFoundError where there are none."""
    try:
        return {topic: find_queue(client, f"earshot-{stage}-{topic}") for topic in TOPICS}
    except NotFoundError as error:
        raise NotFoundError(f"stage {stage} is not deployed in {client.meta.region_name}: {error}") from None


def find_queue(client: "SQSClient", name: str) -> str:
    """The URL of a queue. Raises NotFoundError where there is none of this name."""
    with translated(f"looking for queue {name}"):
        try:
            return client.get_queue_url(QueueName=name)["QueueUrl"]
        except client.exceptions.QueueDoesNotExist:
            raise NotFoundError(f"there is no queue {name}") from None
