"""Clients of AWS with Earshot's own time limits."""

from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sqs import SQSClient

# Seconds. Three tries of the longest call still end well before a function of ours does. Repeating is safe:
# a transaction carries its token, and a put that finds its own item there has won.
CONFIG = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=16,
)


def dynamodb_client(region: str, endpoint: str | None = None) -> "DynamoDBClient":
    """A client for the table. `endpoint` is a local emulator's URL."""
    return boto3.client("dynamodb", **_options(region, endpoint))


def sqs_client(region: str, endpoint: str | None = None) -> "SQSClient":
    """A client for the queues. `endpoint` is a local emulator's URL."""
    return boto3.client("sqs", **_options(region, endpoint))


def secrets_client(region: str, endpoint: str | None = None) -> Any:
    """A client for Secrets Manager, whose types are not among our tools. `endpoint` is an emulator's URL."""
    return boto3.client("secretsmanager", **_options(region, endpoint))


def _options(region: str, endpoint: str | None) -> dict[str, Any]:
    """An emulator takes any key and is never shown a real one; AWS gets what the environment holds."""
    key = "local" if endpoint else None
    return {
        "region_name": region,
        "endpoint_url": endpoint,
        "config": CONFIG,
        "aws_access_key_id": key,
        "aws_secret_access_key": key,
    }
