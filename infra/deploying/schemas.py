"""Writes down which of AWS's actions CloudFormation calls for each type of resource that Earshot has.

`python -m infra.deploying.schemas` reads the schemas that AWS publishes of its resource types, as the linter
in the sandbox's environment carries them, and writes `actions.json` beside this file.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ACTIONS = Path(__file__).with_name("actions.json")

TYPES = (
    "AWS::ApiGateway::Deployment", "AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage",
    "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard",
    "AWS::DynamoDB::Table",
    "AWS::Events::Rule",
    "AWS::IAM::Role",
    "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::EventSourceMapping", "AWS::Lambda::Function",
    "AWS::Lambda::Permission",
    "AWS::Logs::LogGroup",
    "AWS::SNS::Subscription", "AWS::SNS::Topic", "AWS::SNS::TopicPolicy",
    "AWS::SQS::Queue",
)  # fmt: skip
USED = ("create", "read", "update", "delete")
SERVICES = {
    "ApiGateway": "apigateway", "CloudWatch": "cloudwatch", "DynamoDB": "dynamodb", "Events": "events",
    "IAM": "iam", "Lambda": "lambda", "Logs": "logs", "SNS": "sns", "SQS": "sqs",
}  # fmt: skip
# Of other services a schema names what any property could need; these are what ours do.
BESIDES = {"AWS::Lambda::Function": ("iam:PassRole", "s3:GetObject")}
# Called only where a template says what ours does not: replicas, imports, streams to Kinesis, policies on a
# resource itself, managed policies, code signing, scaling. What reads or writes a table's items is among
# them, and a deployer has no business there.
UNUSED = (
    "apigateway:UpdateRestApiPolicy",
    "dynamodb:AssociateTableReplica", "dynamodb:BatchWriteItem", "dynamodb:CreateTableReplica",
    "dynamodb:DeleteItem", "dynamodb:DeleteResourcePolicy", "dynamodb:DescribeImport",
    "dynamodb:DisableKinesisStreamingDestination", "dynamodb:EnableKinesisStreamingDestination",
    "dynamodb:GetItem", "dynamodb:ImportTable", "dynamodb:PutItem", "dynamodb:PutResourcePolicy",
    "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateContributorInsights", "dynamodb:UpdateItem",
    "dynamodb:UpdateKinesisStreamingDestination",
    "iam:AttachRolePolicy", "iam:DeleteRolePermissionsBoundary", "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "lambda:AssociateRuntimeAlias", "lambda:DeleteFunctionCodeSigningConfig", "lambda:GetCodeSigningConfig",
    "lambda:GetFunctionScalingConfig", "lambda:GetLayerVersion", "lambda:PassCapacityProvider",
    "lambda:PublishVersion", "lambda:PutFunctionCodeSigningConfig", "lambda:PutFunctionScalingConfig",
    "logs:AssociateKmsKey", "logs:CreateLogDelivery", "logs:DeleteDataProtectionPolicy",
    "logs:DeleteIndexPolicy", "logs:DeleteResourcePolicy", "logs:DisassociateKmsKey",
    "logs:PutBearerTokenAuthentication", "logs:PutDataProtectionPolicy", "logs:PutIndexPolicy",
    "logs:PutLogGroupDeletionProtection", "logs:PutResourcePolicy",
    "sns:PutDataProtectionPolicy",
)  # fmt: skip


def actions_by_type(schemas: Iterable[Path]) -> dict[str, list[str]]:
    """For each of our types the actions that creating, reading, changing and deleting it calls."""
    found = {}
    for path in schemas:
        schema = json.loads(path.read_text())
        if schema.get("typeName") in TYPES and schema["typeName"] not in found:
            found[schema["typeName"]] = _actions(schema["typeName"], schema.get("handlers", {}))
    return dict(sorted(found.items()))


def _actions(kind: str, handlers: Mapping[str, Mapping[str, list[str]]]) -> list[str]:
    called = {action for handler in USED for action in handlers.get(handler, {}).get("permissions", [])}
    own = {action for action in called if action.split(":")[0] == SERVICES[kind.split("::")[1]]}
    return sorted(own - set(UNUSED) | set(BESIDES.get(kind, ())))


def carried() -> list[Path]:
    """The schemas that the linter carries; none where it is not installed."""
    folders = (ROOT / ".venv-sandbox" / "lib").glob("python*/site-packages/cfnlint/data/schemas/resources")
    return sorted(path for folder in folders for path in folder.glob("*.json"))


def main() -> int:
    """Write the file anew."""
    found = actions_by_type(carried())
    if missing := set(TYPES) - set(found):
        print(f"no schema of {', '.join(sorted(missing))}: `make setup` installs them", file=sys.stderr)
        return 2
    ACTIONS.write_text(json.dumps(found, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
