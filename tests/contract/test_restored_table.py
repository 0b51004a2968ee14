"""A command that is told a stage speaks to the table that the stage uses."""

import json
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.client import sqs_client, stacks_client
from chalicelib.adapters.dynamodb.messages import create_queues
from chalicelib.ports import TOPICS
from cli.connection import settings_of
from sandbox.emulator import REGION, Emulator

TEMPLATE = {
    "Parameters": {"RestoredTable": {"Type": "String", "Default": ""}},
    "Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "of-the-stack"}}},
}


@pytest.fixture
def stacks(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("EARSHOT_AWS_ENDPOINT", emulator.endpoint)
    for variable in ("STAGE", "SECRETS", "QUEUE_URLS", "RESTORED_TABLE"):  # the command sets them
        monkeypatch.setenv(f"EARSHOT_{variable}", "")
    create_queues(sqs_client(REGION, emulator.endpoint), "earshot-restoring", TOPICS)
    return stacks_client(REGION, emulator.endpoint)


def test_a_stage_uses_its_own_table_or_the_one_that_took_its_place(stacks: Any) -> None:
    assert settings_of(None, "restoring")[0].table == "earshot-restoring"
    put = {"StackName": "earshot-restoring", "TemplateBody": json.dumps(TEMPLATE)}
    stacks.create_stack(**put)
    assert settings_of(None, "restoring")[0].table == "earshot-restoring"
    given = [{"ParameterKey": "RestoredTable", "ParameterValue": "earshot-restoring-2"}]
    stacks.update_stack(**put, Parameters=given)
    assert settings_of(None, "restoring")[0].table == "earshot-restoring-2"
    stacks.delete_stack(StackName="earshot-restoring")
