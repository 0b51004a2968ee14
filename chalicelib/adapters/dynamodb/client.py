"""Clients of AWS with Earshot's own time limits.

boto3 is imported when the first one is made: it takes as long as all the rest of a function's start.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.config import Config
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sqs import SQSClient


def dynamodb_client(region: str, endpoint: str | None = None) -> "DynamoDBClient":
    """A client for the table. `endpoint` is a local emulator's URL."""
    client: DynamoDBClient = _client("dynamodb", region, endpoint)
    return client


def sqs_client(region: str, endpoint: str | None = None) -> "SQSClient":
    """A client for the queues. `endpoint` is a local emulator's URL."""
    client: SQSClient = _client("sqs", region, endpoint)
    return client


def secrets_client(region: str, endpoint: str | None = None) -> Any:
    """A client for Secrets Manager, whose types are not among our tools. `endpoint` is an emulator's URL."""
    return _client("secretsmanager", region, endpoint)


def stacks_client(region: str, endpoint: str | None = None) -> Any:
    """A client for CloudFormation, whose types are not among our tools. `endpoint` is an emulator's URL."""
    return _client("cloudformation", region, endpoint)


def _client(service: str, region: str, endpoint: str | None) -> Any:
    """An emulator takes any key and is never shown a real one; AWS gets what the environment holds."""
    import boto3

    key = "local" if endpoint else None
    return boto3.client(
        service,  # type: ignore[call-overload]  # one of those above
        region_name=region,
        endpoint_url=endpoint,
        config=_config(),
        aws_access_key_id=key,
        aws_secret_access_key=key,
    )


@cache
def _config() -> "Config":
    """Seconds. Three tries of the longest call still end well before a function of ours does. Repeating is
    safe: a transaction carries its token, and a put that finds its own item there has won."""
    from botocore.config import Config

    return Config(
        connect_timeout=2,
        read_timeout=5,
        retries={"mode": "standard", "total_max_attempts": 3},
        max_pool_connections=16,
    )
