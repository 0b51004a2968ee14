"""An AWS account on the emulator: what deploying needs of the environment, and a view of what is there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3

from sandbox.emulator import REGION, Emulator

# The emulator tells accounts apart by keys that are a number. Whoever asks without any key, as a browser
# does, reaches the functions of this account alone.
NUMBER = "000000000000"


@contextmanager
def an_account(emulator: Emulator) -> Iterator["Account"]:
    """The account; boto3's own variables point to it until the end of the block."""
    account = Account(emulator)
    before = dict(os.environ)
    for name in [name for name in before if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(account.variables())
    try:
        yield account
    finally:
        os.environ.clear()
        os.environ.update(before)


class Account:
    """What is in the account."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator

    def variables(self) -> dict[str, str]:
        """What whoever deploys has set: keys, the region, and here the emulator in AWS's place."""
        return {
            "AWS_ENDPOINT_URL": self.emulator.endpoint,
            "AWS_ACCESS_KEY_ID": NUMBER,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
        }

    def client(self, service: str) -> Any:
        """A client of any service."""
        return boto3.client(  # type: ignore[call-overload]  # any of them
            service,
            endpoint_url=self.emulator.endpoint,
            region_name=REGION,
            aws_access_key_id=NUMBER,
            aws_secret_access_key="test",
        )

    def stack(self, stage: str) -> dict[str, Any]:
        """A stage's stack, as CloudFormation describes it."""
        described = self.client("cloudformation").describe_stacks(StackName=f"earshot-{stage}")
        found: dict[str, Any] = described["Stacks"][0]
        return found

    def outputs(self, stage: str) -> dict[str, str]:
        """What the stack tells about itself."""
        return {one["OutputKey"]: one["OutputValue"] for one in self.stack(stage)["Outputs"]}

    def resources(self, stage: str) -> dict[str, tuple[str, str]]:
        """Type and name of each of the stack's resources, by logical id."""
        pages = self.client("cloudformation").get_paginator("list_stack_resources")
        return {
            one["LogicalResourceId"]: (one["ResourceType"], one["PhysicalResourceId"])
            for page in pages.paginate(StackName=f"earshot-{stage}")
            for one in page["StackResourceSummaries"]
        }

    def buckets(self) -> list[str]:
        """The names of all buckets."""
        return [bucket["Name"] for bucket in self.client("s3").list_buckets()["Buckets"]]

    def tables(self) -> list[str]:
        """The names of all tables."""
        names: list[str] = self.client("dynamodb").list_tables()["TableNames"]
        return names

    def secrets(self) -> list[str]:
        """The names of all secrets."""
        return [one["Name"] for one in self.client("secretsmanager").list_secrets()["SecretList"]]
