"""The stage's bucket of zips and templates: private, encrypted, versioned, and tidy."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.deploying.errors import DeployError, told
from infra.deploying.names import Names
from infra.deploying.releases import PREFIX, Release, from_json

DELETED_AT_ONCE = 1_000  # https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
DAYS_OF_OLD_VERSIONS = 30
NOTHING_PUBLIC = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


class Bucket:
    """One bucket. Every method raises DeployError."""

    def __init__(self, client: Any, names: Names) -> None:
        self._client = client
        self._names = names
        self.name = names.bucket
        # A bucket's name is no proof of whose it is.
        self._here = {"Bucket": self.name, "ExpectedBucketOwner": names.account}

    def exists(self) -> bool:
        """Whether it is there and ours."""
        try:
            self._client.head_bucket(**self._here)
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            if status == 404:
                return False
            raise DeployError(
                f"the bucket {self.name} is not ours to use (HTTP {status}): it is another account's, or "
                "s3:ListBucket is not allowed; docs/deployer-policy.json has what is needed"
            ) from error
        return True

    def make(self) -> None:
        """Make it."""
        region = self._names.region
        # Its first region is the only one whose name S3 does not take.
        place = {} if region == "us-east-1" else {"LocationConstraint": region}
        configuration = {"CreateBucketConfiguration": place} if place else {}
        with told(f"making the bucket {self.name}"):
            self._client.create_bucket(Bucket=self.name, **configuration)

    def close(self) -> None:
        """Let nobody else in, keep what is overwritten for a while, and nothing for ever."""
        with told(f"closing the bucket {self.name}"):
            self._client.put_public_access_block(**self._here, PublicAccessBlockConfiguration=NOTHING_PUBLIC)
            self._client.put_bucket_encryption(**self._here, ServerSideEncryptionConfiguration=ENCRYPTED)
            self._client.put_bucket_versioning(**self._here, VersioningConfiguration={"Status": "Enabled"})
            self._client.put_bucket_policy(**self._here, Policy=json.dumps(self._encrypted_ways_only()))
            self._client.put_bucket_lifecycle_configuration(**self._here, LifecycleConfiguration=TIDY)

    def _encrypted_ways_only(self) -> dict[str, object]:
        everything = [f"arn:{self._partition}:s3:::{self.name}{rest}" for rest in ("", "/*")]
        return {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": everything,
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                }
            ],
        }

    @property
    def _partition(self) -> str:
        return str(self._client.meta.partition)

    def keys(self) -> list[str]:
        """What is in it now."""
        with told(f"reading the bucket {self.name}"):
            pages = self._client.get_paginator("list_objects_v2").paginate(**self._here)
            return [item["Key"] for page in pages for item in page.get("Contents", [])]

    def releases(self, keys: Iterable[str]) -> tuple[Release, ...]:
        """The releases that are kept, oldest first."""
        records = sorted(key for key in keys if key.startswith(PREFIX) and key.endswith("/release.json"))
        return tuple(from_json(self.read(key)) for key in records)

    def read(self, key: str) -> bytes:
        """An object's content."""
        with told(f"reading {key} in {self.name}"):
            content: bytes = self._client.get_object(**self._here, Key=key)["Body"].read()
        return content

    def write(self, key: str, text: str) -> None:
        """Put a small object."""
        with told(f"writing {key} to {self.name}"):
            self._client.put_object(**self._here, Key=key, Body=text.encode())

    def upload(self, path: Path, key: str) -> None:
        """Put a file, in parts where it is large."""
        with told(f"uploading {path.name} to {self.name}"):
            self._client.upload_file(
                str(path), self.name, key, ExtraArgs={"ExpectedBucketOwner": self._names.account}
            )

    def url(self, key: str) -> str:
        """The address by which CloudFormation reads an object."""
        return f"{self._client.meta.endpoint_url}/{self.name}/{key}"

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects. Their versions stay for as long as the bucket's rule says."""
        self._delete([{"Key": key} for key in keys])

    def remove(self) -> None:
        """Delete all versions of everything, then the bucket."""
        for versions in self._versions():
            self._delete(versions)
        with told(f"deleting the bucket {self.name}"):
            self._client.delete_bucket(**self._here)

    def _versions(self) -> Iterator[list[dict[str, str]]]:
        with told(f"reading the bucket {self.name}"):
            for page in self._client.get_paginator("list_object_versions").paginate(**self._here):
                found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
                yield [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]

    def _delete(self, objects: list[dict[str, str]]) -> None:
        with told(f"deleting from the bucket {self.name}"):
            for start in range(0, len(objects), DELETED_AT_ONCE):
                part = {"Objects": objects[start : start + DELETED_AT_ONCE], "Quiet": True}
                answer = self._client.delete_objects(**self._here, Delete=part)
                if errors := answer.get("Errors"):
                    raise DeployError(f"{errors[0]['Key']} in {self.name}: {errors[0]['Message']}")


ENCRYPTED = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
TIDY = {
    "Rules": [
        {
            "ID": "old versions",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "NoncurrentVersionExpiration": {"NoncurrentDays": DAYS_OF_OLD_VERSIONS},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        }
    ]
}
