"""What is there of a stage, as the account tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from infra.deploying import secrets
from infra.deploying.aws import Aws
from infra.deploying.bucket import Bucket
from infra.deploying.errors import told
from infra.deploying.names import Names
from infra.deploying.releases import Release


@dataclass(frozen=True)
class Stack:
    """A stack as CloudFormation tells of it."""

    id: str
    status: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Situation:
    """All that a plan rests on. `keys` are the bucket's objects; `unreserved` is how many concurrent
    executions of the account no function has reserved."""

    names: Names
    stack: Stack | None = None
    has_bucket: bool = False
    has_table: bool = False
    missing_secrets: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    releases: tuple[Release, ...] = ()
    unreserved: int = 0


def read_situation(aws: Aws, names: Names) -> Situation:
    """Ask the account. Raises DeployError."""
    bucket = Bucket(aws.s3, names)
    has_bucket = bucket.exists()
    keys = tuple(bucket.keys()) if has_bucket else ()
    return Situation(
        names=names,
        stack=read_stack(aws.cloudformation, names.stack),
        has_bucket=has_bucket,
        has_table=has_table(aws.dynamodb, names.table),
        missing_secrets=secrets.missing(aws.secrets, names),
        keys=keys,
        releases=bucket.releases(keys),
        unreserved=_unreserved(aws.awslambda),
    )


def read_stack(client: Any, name: str) -> Stack | None:
    """The stack of that name or id; None where there is none. Raises DeployError."""
    with told(f"reading the stack {name}"):
        try:
            (found,) = client.describe_stacks(StackName=name)["Stacks"]
        except ClientError as error:
            if "does not exist" in error.response["Error"]["Message"]:
                return None
            raise
    return Stack(
        id=found["StackId"],
        status=found["StackStatus"],
        parameters={one["ParameterKey"]: one["ParameterValue"] for one in found.get("Parameters", [])},
        outputs={one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])},
    )


def has_table(client: Any, name: str) -> bool:
    """Whether a table of that name is there, in a stack or kept from one. Raises DeployError."""
    with told(f"looking for the table {name}"):
        try:
            client.describe_table(TableName=name)
        except client.exceptions.ResourceNotFoundException:
            return False
    return True


def _unreserved(client: Any) -> int:
    with told("reading the account's limits of Lambda"):
        limits = client.get_account_settings()["AccountLimit"]
    return int(limits["UnreservedConcurrentExecutions"])
