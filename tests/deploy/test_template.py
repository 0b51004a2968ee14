"""The template: the linter has nothing to say, the table is the adapter's, queues and functions fit."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.dynamodb.table import EXPIRES, create_table
from chalicelib.ports import TOPICS
from chalicelib.settings import parse_settings
from infra.packaging.places import Places
from sandbox.emulator import REGION, Emulator
from tests.support.packaged import STAGE
from tests.support.translated import resources, run_in_sandbox, translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SAM_FUNCTION = "AWS::Serverless::Function"
ADVISED = 6  # times as long as its function runs is a message hidden


@pytest.fixture(scope="module")
def plain(packaged: Places, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template as plain CloudFormation."""
    return translated(packaged.template, tmp_path_factory.mktemp("plain"))


def test_the_linter_has_nothing_to_say(packaged: Places, plain: Path) -> None:
    said = run_in_sandbox("cfn-lint", str(packaged.template), str(plain))
    assert said == ""


def test_the_table_is_the_one_that_the_adapter_makes(packaged: Places, emulator: Emulator) -> None:
    (table,) = resources(packaged.template, "AWS::DynamoDB::Table").values()
    client = dynamodb_client(REGION, emulator.endpoint)
    create_table(client, "earshot-test-template")
    made = _described(client, "earshot-test-template")
    for part in ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes"):
        assert _sorted(table[part]) == _sorted(made[part]), part
    assert table["TimeToLiveSpecification"] == {"AttributeName": EXPIRES, "Enabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_the_table_survives_the_stack_and_can_be_restored(packaged: Places) -> None:
    found = json.loads(packaged.template.read_text())["Resources"]["Table"]
    assert (found["DeletionPolicy"], found["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert found["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert found["Properties"]["SSESpecification"] == {"SSEEnabled": True}


def test_each_queue_hides_messages_long_enough_and_puts_failures_aside(packaged: Places) -> None:
    queues = resources(packaged.template, "AWS::SQS::Queue")
    functions = resources(packaged.template, SAM_FUNCTION)
    for topic in TOPICS:
        name = topic.title()
        queue = queues[f"{name}Queue"]
        assert queue["QueueName"] == {"Fn::Sub": f"earshot-${{Stage}}-{topic}"}
        assert queue["VisibilityTimeout"] >= ADVISED * functions[name]["Timeout"]
        assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": [f"{name}Dead", "Arn"]}
        assert queues[f"{name}Dead"]["QueueName"] == {"Fn::Sub": f"earshot-${{Stage}}-{topic}-dead"}
    assert all(queue["SqsManagedSseEnabled"] for queue in queues.values())


def test_consumers_read_their_stages_queue_and_report_what_failed(plain: Path) -> None:
    mappings = resources(plain, "AWS::Lambda::EventSourceMapping")
    read = {json.dumps(one["EventSourceArn"]).rpartition(":")[2].strip('"}') for one in mappings.values()}
    assert read == {f"earshot-{STAGE}-{topic}" for topic in TOPICS}
    for mapping in mappings.values():
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert "MaximumConcurrency" in mapping["ScalingConfig"]


def test_schedules_can_be_paused_and_are_not_made_up_for(plain: Path) -> None:
    rules = resources(plain, "AWS::Events::Rule")
    assert [rule["State"] for rule in rules.values()] == [{"Ref": "Schedules"}] * 2
    invoking = resources(plain, "AWS::Lambda::EventInvokeConfig")
    assert [one["MaximumRetryAttempts"] for one in invoking.values()] == [0, 0]


def test_functions_reserve_concurrency_only_where_told_to(packaged: Places) -> None:
    template = json.loads(packaged.template.read_text())
    parameters, reserved = template["Parameters"], 0
    assert parameters["ReserveConcurrency"]["Default"] == "false"
    for name, function in resources(packaged.template, SAM_FUNCTION).items():
        condition, number, otherwise = function["ReservedConcurrentExecutions"]["Fn::If"]
        assert (condition, otherwise) == ("Reserves", {"Ref": "AWS::NoValue"})
        assert number >= parameters.get(f"{name}Concurrency", {"MaxValue": 0})["MaxValue"]
        reserved += number
    assert f"{reserved} in all" in parameters["ReserveConcurrency"]["Description"]


def test_each_function_has_a_log_group_of_its_own_that_forgets(packaged: Places) -> None:
    groups = resources(packaged.template, "AWS::Logs::LogGroup")
    functions = resources(packaged.template, SAM_FUNCTION)
    used = {json.dumps(one["LoggingConfig"]["LogGroup"]) for one in functions.values()}
    assert used == {json.dumps({"Ref": name}) for name in groups}
    assert all(group["RetentionInDays"] == {"Ref": "LogDays"} for group in groups.values())


def test_settings_take_what_functions_are_given(packaged: Places) -> None:
    given = json.loads(packaged.template.read_text())["Globals"]["Function"]["Environment"]["Variables"]
    text = {name: _filled(value) for name, value in given.items()}
    settings = parse_settings(text)
    assert (settings.stage, settings.secrets) == (STAGE, f"earshot/{STAGE}")
    assert {settings.queue_url(topic) for topic in TOPICS} == {"TriageQueue", "DraftQueue", "PublishQueue"}


def test_it_is_bound_to_its_stage(packaged: Places) -> None:
    stage = json.loads(packaged.template.read_text())["Parameters"]["Stage"]
    assert (stage["Default"], stage["AllowedValues"]) == (STAGE, [STAGE])


def test_the_dashboard_shows_only_what_there_is(packaged: Places) -> None:
    (dashboard,) = resources(packaged.template, "AWS::CloudWatch::Dashboard").values()
    text = dashboard["DashboardBody"]["Fn::Sub"].replace("${Stage}", STAGE)
    metrics = [line for one in json.loads(text)["widgets"] for line in one["properties"].get("metrics", ())]
    named = {line[3] for line in metrics if line[0] != "Earshot"}
    names = [
        *(one["FunctionName"] for one in resources(packaged.template, SAM_FUNCTION).values()),
        *(one["QueueName"] for one in resources(packaged.template, "AWS::SQS::Queue").values()),
    ]
    assert named == {_filled(name) for name in names} | {f"earshot-{STAGE}"}


def _described(client: "DynamoDBClient", name: str) -> dict[str, Any]:
    table: dict[str, Any] = dict(client.describe_table(TableName=name)["Table"])
    wanted = ("IndexName", "KeySchema", "Projection")
    table["GlobalSecondaryIndexes"] = [
        {part: index[part] for part in wanted} for index in table["GlobalSecondaryIndexes"]
    ]
    return table


def _sorted(parts: list[Any]) -> list[str]:
    return sorted(json.dumps(part, sort_keys=True) for part in parts)


def _filled(value: Any) -> str:
    """A template's value with its references filled in: the stage, else the name referred to."""
    if isinstance(value, str):
        return value
    ((function, argument),) = value.items()
    if function == "Fn::If":
        return ""  # all of them are for rehearsals
    if argument == "Stage":
        return STAGE
    text = argument if function == "Fn::Sub" else f"${{{argument}}}"
    return re.sub(r"\$\{(\w+)\}", r"\1", text.replace("${Stage}", STAGE))
