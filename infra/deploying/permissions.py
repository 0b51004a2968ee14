"""What a deployer must be allowed: its own calls, and those that CloudFormation makes for it.

`python -m infra.deploying.permissions` writes `docs/deployer-policy.json`, an IAM policy of exactly that.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from infra.deploying.schemas import ACTIONS, ROOT

POLICY = ROOT / "docs" / "deployer-policy.json"

# What `infra.deploying` calls itself, for deploying, rolling back and destroying; a test compares.
OWN = (
    "cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet", "cloudformation:DeleteStack",
    "cloudformation:DescribeChangeSet", "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStacks", "cloudformation:ExecuteChangeSet", "cloudformation:ListStackResources",
    "dynamodb:DeleteTable", "dynamodb:DescribeTable", "dynamodb:UpdateTable",
    "lambda:GetAccountSettings",
    "s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject",
    "s3:ListBucket", "s3:ListBucketVersions", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration", "s3:PutObject",
    "secretsmanager:CreateSecret", "secretsmanager:DeleteSecret", "secretsmanager:DescribeSecret",
    "secretsmanager:GetSecretValue",
    "sts:GetCallerIdentity",
)  # fmt: skip
# AWS asks nobody for a right to it.
FREE = "sts:GetCallerIdentity"

# The resources of ours that each service's actions may touch.
SCOPES: dict[str, tuple[str, ...]] = {
    "apigateway": ("arn:aws:apigateway:*::/restapis", "arn:aws:apigateway:*::/restapis/*"),
    "cloudformation": (
        "arn:aws:cloudformation:*:*:stack/earshot-*/*",
        "arn:aws:cloudformation:*:aws:transform/Serverless-2016-10-31",
    ),
    "cloudwatch": ("arn:aws:cloudwatch:*:*:alarm:earshot-*", "arn:aws:cloudwatch::*:dashboard/earshot-*"),
    "dynamodb": ("arn:aws:dynamodb:*:*:table/earshot-*",),
    "events": ("arn:aws:events:*:*:rule/earshot-*",),
    "iam": ("arn:aws:iam::*:role/earshot-*",),
    "lambda": (
        "arn:aws:lambda:*:*:function:earshot-*",
        "arn:aws:lambda:*:*:event-source-mapping:*",
    ),
    "logs": ("arn:aws:logs:*:*:log-group:/aws/lambda/earshot-*",),
    "s3": ("arn:aws:s3:::earshot-*-artefacts-*", "arn:aws:s3:::earshot-*-artefacts-*/*"),
    "secretsmanager": ("arn:aws:secretsmanager:*:*:secret:earshot/*",),
    "sns": ("arn:aws:sns:*:*:earshot-*",),
    "sqs": ("arn:aws:sqs:*:*:earshot-*",),
}
# AWS knows no narrower resource for these, by its Service Authorization Reference.
ANYWHERE = (
    "cloudwatch:DescribeAlarms", "lambda:CreateEventSourceMapping", "lambda:GetAccountSettings",
    "lambda:GetEventSourceMapping", "logs:DescribeIndexPolicies", "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies", "sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes",
    "sns:Unsubscribe",
)  # fmt: skip


def of_types(types: Iterable[str]) -> set[str]:
    """What CloudFormation calls for resources of these types. Raises KeyError for one that is not listed."""
    by_type = json.loads(ACTIONS.read_text())
    return {action for kind in types for action in by_type[kind]}


def everything() -> set[str]:
    """What any deployment, rollback or destruction may need."""
    return (set(OWN) | of_types(json.loads(ACTIONS.read_text()))) - {FREE}


def by_service(actions: Iterable[str]) -> dict[str, list[str]]:
    """The actions' names under their service, both sorted."""
    found = defaultdict(list)
    for action in sorted(set(actions)):
        service, name = action.split(":")
        found[service].append(name)
    return dict(found)


def policy() -> dict[str, Any]:
    """An IAM policy that allows all of it, each action on Earshot's own resources where AWS can tell them."""
    scoped = by_service(everything() - set(ANYWHERE) - {"iam:PassRole"})
    statements = [_allow(service, names, SCOPES[service]) for service, names in scoped.items()]
    anywhere = {**_statement("Anywhere", sorted(ANYWHERE), ("*",))}
    passing = {
        **_statement("PassRole", ["iam:PassRole"], SCOPES["iam"]),
        "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
    }
    return {"Version": "2012-10-17", "Statement": [*statements, passing, anywhere]}


def _allow(service: str, names: Iterable[str], resources: tuple[str, ...]) -> Mapping[str, Any]:
    return _statement(service.capitalize(), [f"{service}:{name}" for name in names], resources)


def _statement(sid: str, actions: list[str], resources: tuple[str, ...]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": list(resources)}


def text() -> str:
    """The policy as its file holds it."""
    return json.dumps(policy(), indent=2) + "\n"


if __name__ == "__main__":
    Path(POLICY).write_text(text())
