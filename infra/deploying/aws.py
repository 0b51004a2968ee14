"""The clients of AWS, and which of AWS's actions were called through them."""

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config

from infra.deploying.errors import AskedWronglyError, DeployError, told
from infra.deploying.names import Names

# How often is for AWS_MAX_ATTEMPTS to say.
CONFIG = Config(retries={"mode": "standard"}, connect_timeout=5, read_timeout=60)

# Where the permission has another name than the call.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
PERMISSIONS = {
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:HeadObject": "s3:GetObject",
    "s3:DeleteObjects": "s3:DeleteObject",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:CreateMultipartUpload": "s3:PutObject",
    "s3:UploadPart": "s3:PutObject",
    "s3:CompleteMultipartUpload": "s3:PutObject",
}


@dataclass
class Aws:
    """AWS as one deployment uses it. `region` None: as the environment or the profile says.

    Raises AskedWronglyError where there is no region or there are no keys.
    """

    region: str | None = None
    called: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        with told("reading the AWS profile"):
            self.session = boto3.Session(region_name=self.region or os.environ.get("AWS_REGION"))
            keys = self.session.get_credentials()
        if self.session.region_name is None:
            raise AskedWronglyError("which region? Say REGION=eu-central-1, say, or set AWS_REGION")
        if keys is None:
            raise AskedWronglyError("no AWS keys found: set AWS_PROFILE, or run `aws configure`")
        self.region = self.session.region_name
        self.session.events.register("before-call", self._note)

    def _note(self, model: Any, **_: object) -> None:
        service = model.service_model
        call = f"{service.metadata.get('signingName', service.endpoint_prefix)}:{model.name}"
        self.called.add(PERMISSIONS.get(call, call))

    def client(self, service: str) -> Any:
        """A client of one service, whose calls are noted."""
        return self.session.client(service, config=CONFIG)  # type: ignore[call-overload]  # any of them

    @cached_property
    def cloudformation(self) -> Any:
        """Stacks."""
        return self.client("cloudformation")

    @cached_property
    def s3(self) -> Any:
        """The artefacts."""
        return self.client("s3")

    @cached_property
    def secrets(self) -> Any:
        """Secrets Manager."""
        return self.client("secretsmanager")

    @cached_property
    def dynamodb(self) -> Any:
        """The table's existence and end; never what it holds."""
        return self.client("dynamodb")

    @cached_property
    def awslambda(self) -> Any:
        """The account's limits."""
        return self.client("lambda")

    def names(self, stage: str) -> Names:
        """The stage's names in the caller's account. Raises DeployError where the keys are refused."""
        with told("asking AWS whose keys these are"):
            identity = self.client("sts").get_caller_identity()
        if self.region is None:
            raise DeployError("no region")
        return Names(stage, identity["Account"], self.region)
