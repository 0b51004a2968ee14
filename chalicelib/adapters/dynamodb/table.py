"""The table as a laptop and the tests create it. The deployed one has the same keys."""

from contextlib import suppress
from typing import TYPE_CHECKING

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.errors import translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import GlobalSecondaryIndexTypeDef, KeySchemaElementTypeDef

EXPIRES = "expires"


def create_table(client: "DynamoDBClient", name: str) -> None:
    """Create the table if it is not there, and wait until it serves."""
    with translated(f"creating table {name}"):
        with suppress(client.exceptions.ResourceInUseException):  # it is there already
            client.create_table(
                TableName=name,
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[
                    {"AttributeName": attribute, "AttributeType": "S"}
                    for attribute in ("pk", "sk", "queue_pk", "queue_sk", "work_pk", "work_sk")
                ],
                KeySchema=_keys("pk", "sk"),
                GlobalSecondaryIndexes=_indexes(),
            )
        client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
        _expire(client, name)


def _indexes() -> "list[GlobalSecondaryIndexTypeDef]":
    return [
        {
            "IndexName": keys.QUEUE,
            "KeySchema": _keys("queue_pk", "queue_sk"),
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["body"]},
        },
        {
            "IndexName": keys.WORK,
            "KeySchema": _keys("work_pk", "work_sk"),
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        },
    ]


def _keys(partition: str, sort: str) -> "list[KeySchemaElementTypeDef]":
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]


def _expire(client: "DynamoDBClient", name: str) -> None:
    status = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"].get("TimeToLiveStatus")
    if status not in ("ENABLED", "ENABLING"):
        client.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": EXPIRES}
        )
