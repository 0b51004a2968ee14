"""A stage on the emulator through its life: up, changed, failed, back, away, and up again with its table."""

import json
import zipfile
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from infra.deploying import releases
from infra.deploying.__main__ import main
from infra.deploying.aws import Aws
from infra.deploying.permissions import OWN
from infra.deploying.template import Template
from tests.support.account import NUMBER, Account

_stages = count(1)


class Stage:
    """A small stage: a table, a queue and a function that says what it was packaged with."""

    def __init__(
        self, name: str, folder: Path, account: Account, aws: Aws, told: pytest.CaptureFixture[str]
    ) -> None:
        self.name = name
        self._aws = aws
        self.account = account
        self._folder = folder / name
        self._folder.mkdir()
        self._told = told

    @property
    def bucket(self) -> str:
        return f"earshot-{self.name}-artefacts-{NUMBER}-eu-central-1"

    def package(self, code: str, **resources: Any) -> None:
        """What packaging would have left, with these resources besides."""
        with zipfile.ZipFile(self._folder / "deployment.zip", "w") as archive:
            archive.writestr(zipfile.ZipInfo("app.py"), f"def app(event, context):\n    return {code!r}\n")
        (self._folder / "sam.json").write_text(json.dumps(a_template(self.name, resources)))

    def package_without(self, resource: str) -> None:
        """The same package without one of its resources."""
        template = json.loads((self._folder / "sam.json").read_text())
        del template["Resources"][resource]
        (self._folder / "sam.json").write_text(json.dumps(template))

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command of the deployer: its exit code, and what it said on both streams."""
        command, *rest = arguments
        code = main([command, self.name, *rest, "--packages", str(self._folder.parent)], self._aws)
        told = self._told.readouterr()
        return code, told.out, told.err

    def does(self, *arguments: str) -> str:
        """Run a command that has to succeed; what it said."""
        code, out, err = self.run(*arguments)
        assert code == 0, err
        return out

    def answers(self) -> str:
        """What the function answers."""
        answer = self.account.client("lambda").invoke(FunctionName=f"earshot-{self.name}")
        return str(json.loads(answer["Payload"].read()))

    def objects(self) -> list[str]:
        """What the bucket shows."""
        listed = self.account.client("s3").list_objects_v2(Bucket=self.bucket)
        return [one["Key"] for one in listed.get("Contents", [])]


def a_template(stage: str, resources: dict[str, Any]) -> Template:
    table = {
        "TableName": f"earshot-{stage}",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    }
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    function = {
        "FunctionName": f"earshot-{stage}",
        "Handler": "app.app",
        "Runtime": "python3.11",
        "CodeUri": "./deployment.zip",
        "Description": {"Ref": "Schedules"},
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Parameters": {
            "Stage": {"Type": "String", "Default": stage},
            "Schedules": {"Type": "String", "Default": "ENABLED", "AllowedValues": ["ENABLED", "DISABLED"]},
        },
        "Resources": {
            "Table": {"Type": "AWS::DynamoDB::Table", "DeletionPolicy": "Retain", "Properties": table},
            "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": f"earshot-{stage}-triage"}},
            "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]}},
            },
            "APIHandler": {"Type": "AWS::Serverless::Function", "Properties": function},
            **resources,
        },
        "Outputs": {"EndpointURL": {"Value": {"Fn::Sub": "https://console.example/${Schedules}/"}}},
    }


@pytest.fixture(scope="module")
def aws(account: Account) -> Aws:
    """What deploys, once for all tests: making clients takes longer than using them."""
    return Aws()


@pytest.fixture
def stage(account: Account, aws: Aws, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Stage:
    """A stage of the test's own."""
    return Stage(f"small-{next(_stages)}", tmp_path, account, aws, capsys)


def test_it_comes_up_and_says_where_and_what_next(stage: Stage) -> None:
    stage.package("first")
    said = stage.does("deploy")
    assert stage.answers() == "first"
    assert "https://console.example/ENABLED/" in said
    assert f"make admin-token STAGE={stage.name}" in said
    assert "earshot connect x" in said
    assert "cloudformation: CreateChangeSet, " in said
    assert "Role (AWS::IAM::Role) create complete" in said


def test_its_bucket_is_closed_to_everybody_else(stage: Stage) -> None:
    stage.package("first")
    stage.does("deploy")
    s3 = stage.account.client("s3")
    public = s3.get_public_access_block(Bucket=stage.bucket)["PublicAccessBlockConfiguration"]
    rules = s3.get_bucket_encryption(Bucket=stage.bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    policy = json.loads(s3.get_bucket_policy(Bucket=stage.bucket)["Policy"])
    tidy = s3.get_bucket_lifecycle_configuration(Bucket=stage.bucket)["Rules"]
    assert set(public.values()) == {True}
    assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert s3.get_bucket_versioning(Bucket=stage.bucket)["Status"] == "Enabled"
    assert policy["Statement"][0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert tidy[0]["NoncurrentVersionExpiration"]["NoncurrentDays"] == 30


def test_its_secrets_are_made_once_and_then_left_alone(stage: Stage) -> None:
    stage.package("first")
    stage.does("deploy")
    secrets = stage.account.client("secretsmanager")
    secrets.put_secret_value(SecretId=f"earshot/{stage.name}/x", SecretString='{"bearer": "kept"}')
    token = stage.does("admin-token").strip()
    stage.package("second")
    stage.does("deploy")
    assert len(token) >= 40
    assert stage.does("admin-token").strip() == token
    kept = secrets.get_secret_value(SecretId=f"earshot/{stage.name}/x")["SecretString"]
    assert kept == '{"bearer": "kept"}'


def test_nothing_to_change_is_no_error_and_leaves_no_release(stage: Stage) -> None:
    stage.package("first")
    stage.does("deploy")
    before = stage.objects()
    said = stage.does("deploy")
    assert "nothing to change" in said
    assert "permissions" not in said
    assert stage.objects() == before


def test_a_parameter_that_was_set_stays_until_it_is_named_again(stage: Stage) -> None:
    stage.package("first")
    assert "https://console.example/DISABLED/" in stage.does("deploy", "--schedules", "DISABLED")
    stage.package("second")
    assert "https://console.example/DISABLED/" in stage.does("deploy")
    assert "https://console.example/ENABLED/" in stage.does("deploy", "--schedules", "ENABLED")


def test_a_rollback_brings_back_the_code_of_before_and_then_there_is_none(stage: Stage) -> None:
    for content in ("first", "second", "third"):
        stage.package(content)
        stage.does("deploy")
    assert "back at release 2" in stage.does("rollback")
    assert stage.answers() == "second"
    assert "back at release 1" in stage.does("rollback")
    assert stage.answers() == "first"
    code, _, error = stage.run("rollback")
    assert (code, error.count("\n")) == (2, 1)
    assert "no release before" in error
    stage.does("deploy")
    assert stage.answers() == "third"


def test_zips_do_not_pile_up(stage: Stage) -> None:
    for number in range(releases.KEPT + 2):
        stage.package(f"number {number}")
        stage.does("deploy")
    kept = stage.objects()
    assert len([key for key in kept if key.startswith("zips/")]) == releases.KEPT
    assert len([key for key in kept if key.endswith("template.json")]) == releases.KEPT
    stage.does("rollback")
    assert stage.answers() == f"number {releases.KEPT}"


# The emulator makes much that AWS refuses; this it refuses, too.
BROKEN = {
    "Type": "AWS::IAM::Policy",
    "Properties": {
        "PolicyName": "broken",
        "PolicyDocument": {"Version": "2012-10-17", "Statement": []},
        "Roles": ["no-such-role"],
    },
}


def test_a_change_that_fails_names_the_resource_and_leaves_what_was(stage: Stage) -> None:
    stage.package("first")
    stage.does("deploy")
    stage.package("second", Broken=BROKEN)
    code, _, error = stage.run("deploy")
    assert code == 1
    assert error.startswith(
        "Broken (AWS::IAM::Policy) failed: The role with name no-such-role cannot be found."
    )
    assert error.count("\n") == 1
    assert stage.account.stack(stage.name)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert stage.answers() == "first"
    stage.package("third")
    stage.does("deploy")
    assert stage.answers() == "third"
    assert "back at release 1" in stage.does("rollback")


def test_a_stage_that_never_came_up_can_be_tried_again(stage: Stage) -> None:
    stage.package("first", Broken=BROKEN)
    code, _, error = stage.run("deploy")
    assert code == 1
    assert error.startswith("Broken (")
    stage.package("second")
    stage.does("deploy")
    assert stage.answers() == "second"


def test_destroying_asks_and_keeps_the_table_which_comes_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stage.package("first")
    stage.does("deploy")
    table, items = f"earshot-{stage.name}", stage.account.client("dynamodb")
    items.put_item(TableName=table, Item={"pk": {"S": "kept"}})
    token = stage.does("admin-token")
    answer_with(monkeypatch, tmp_path, "something else")
    code, _, error = stage.run("destroy")
    assert (code, error.count("\n")) == (2, 1)
    assert stage.answers() == "first"
    answer_with(monkeypatch, tmp_path, stage.name)
    stage.does("destroy")
    assert stage.bucket not in stage.account.buckets()
    assert table in stage.account.tables()
    assert f"take in the table {table}" in stage.does("deploy")
    assert stage.account.stack(stage.name)["StackStatus"] == "UPDATE_COMPLETE"
    assert items.get_item(TableName=table, Key={"pk": {"S": "kept"}})["Item"]
    assert stage.does("admin-token") == token


def answer_with(monkeypatch: pytest.MonkeyPatch, folder: Path, line: str) -> None:
    """What the person types."""
    typed = folder / "typed"
    typed.write_text(line + "\n")
    monkeypatch.setattr("sys.stdin", typed.open())


def test_destroying_with_the_data_leaves_nothing(stage: Stage) -> None:
    stage.package("first")
    stage.does("deploy")
    stage.does("destroy", "--yes", "--table", "delete")
    left = [*stage.account.buckets(), *stage.account.tables(), *stage.account.secrets()]
    assert [name for name in left if stage.name in name] == []
    code, _, error = stage.run("destroy", "--yes")
    assert (code, error) == (2, f"there is nothing of stage {stage.name} in eu-central-1 to take away\n")


def test_a_table_is_never_replaced(stage: Stage) -> None:
    stage.package("first")
    stage.does("deploy")
    stage.package("second")
    stage.package_without("Table")
    code, _, error = stage.run("deploy")
    assert code == 1
    assert error.startswith("this would remove Table (AWS::DynamoDB::Table)")
    assert stage.answers() == "first"


def test_the_deployer_calls_what_its_policy_allows(stage: Stage, aws: Aws) -> None:
    for content in ("first", "second"):
        stage.package(content)
        stage.does("deploy")
    stage.does("admin-token")
    stage.does("rollback")
    stage.does("destroy", "--yes")
    stage.does("deploy")
    stage.does("deploy")
    stage.does("destroy", "--yes", "--table", "delete")
    # Only a table that nothing may delete is changed before it is deleted; S3 asks for the right to delete
    # versions where a call names them.
    rarely = {"dynamodb:UpdateTable", "s3:DeleteObjectVersion"}
    assert aws.called | rarely == set(OWN)
