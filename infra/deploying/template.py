"""What is read from a SAM template, and changed in it, before CloudFormation gets it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Template = dict[str, Any]

TABLE = "AWS::DynamoDB::Table"
FUNCTION = "AWS::Serverless::Function"
# What people wrote and cannot be made again. Messages in the queues are hints: the sweep sends them again.
IRREPLACEABLE = (TABLE, "AWS::SecretsManager::Secret")
LOCAL_CODE = "./deployment.zip"


def with_code(template: Template, bucket: str, key: str) -> Template:
    """The template with the zip's place in S3, where chalice names the file on this machine."""
    resources = {name: _with_code(resource, bucket, key) for name, resource in template["Resources"].items()}
    return {**template, "Resources": resources}


def _with_code(resource: dict[str, Any], bucket: str, key: str) -> dict[str, Any]:
    properties = resource.get("Properties", {})
    if properties.get("CodeUri") != LOCAL_CODE:
        return resource
    return {**resource, "Properties": {**properties, "CodeUri": {"Bucket": bucket, "Key": key}}}


def table_only(template: Template) -> Template:
    """The template with nothing but the table: with it, CloudFormation takes an existing one in."""
    kept = {"AWSTemplateFormatVersion", "Parameters", "Conditions"}
    rest = {name: section for name, section in template.items() if name in kept}
    return {**rest, "Resources": {name: template["Resources"][name] for name in tables(template)}}


def tables(template: Template) -> list[str]:
    """The logical ids of its tables."""
    return [name for name, resource in template["Resources"].items() if resource["Type"] == TABLE]


def capabilities(template: Template) -> list[str]:
    """What CloudFormation wants acknowledged for it.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
    """
    resources = template["Resources"].values()
    roles = [resource for resource in resources if resource["Type"].startswith("AWS::IAM::")]
    makes_roles = roles or any("Role" not in one.get("Properties", {}) for one in resources if _runs(one))
    named = any(_has_own_name(role) for role in roles)
    needed = {
        "CAPABILITY_IAM": bool(makes_roles),
        "CAPABILITY_NAMED_IAM": named,
        "CAPABILITY_AUTO_EXPAND": "Transform" in template,
    }
    return [capability for capability, is_needed in needed.items() if is_needed]


def reserved_concurrency(template: Template) -> int:
    """How many concurrent executions its functions reserve together, where they may."""
    return sum(_reserved(one["Properties"]) for one in template["Resources"].values() if _runs(one))


def _runs(resource: Mapping[str, Any]) -> bool:
    return bool(resource["Type"] == FUNCTION)


def _has_own_name(role: Mapping[str, Any]) -> bool:
    names = ("RoleName", "ManagedPolicyName", "UserName", "GroupName")
    return any(name in role.get("Properties", {}) for name in names)


def _reserved(properties: Mapping[str, Any]) -> int:
    """A number, or the number in `Fn::If: [condition, number, no value]`."""
    reserved = properties.get("ReservedConcurrentExecutions", 0)
    if isinstance(reserved, Mapping):
        reserved = reserved.get("Fn::If", [None, 0, None])[1]
    return int(reserved)


def to_text(template: Template) -> str:
    """As it is kept and given to CloudFormation."""
    return json.dumps(template, indent=1)


def digest(template: Template) -> str:
    """What tells it from any other."""
    return hashlib.sha256(to_text(template).encode()).hexdigest()


def types(template: Template) -> set[str]:
    """The types of the resources that CloudFormation makes from it, those that SAM writes out included."""
    found = {resource["Type"] for resource in template["Resources"].values()}
    written_out = {kind for serverless, kinds in WRITTEN_OUT.items() if serverless in found for kind in kinds}
    return {kind for kind in found if kind not in WRITTEN_OUT} | written_out


# https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
WRITTEN_OUT = {
    FUNCTION: (
        "AWS::Lambda::Function", "AWS::Lambda::Permission", "AWS::Lambda::EventSourceMapping",
        "AWS::Lambda::EventInvokeConfig", "AWS::Events::Rule",
    ),
    "AWS::Serverless::Api": (
        "AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment",
    ),
}  # fmt: skip
