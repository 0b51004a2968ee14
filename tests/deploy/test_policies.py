"""Every right in the template is as narrow as AWS has it, and is needed."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.client import dynamodb_client
from infra.packaging.places import ROOT, Places
from infra.policies import ACCEPTED, findings
from sandbox.emulator import REGION
from tests.support.translated import resources, translated

ADAPTER = ROOT / "chalicelib" / "adapters" / "dynamodb"
CALL = re.compile(r"_client\.(\w+)\(")
# What a call needs of IAM, where it is not the action of the call's own name.
NEEDS = {"transact_write_items": ("PutItem", "UpdateItem")}
# Called by commands with the rights of whoever runs them.
OPS_ONLY = {"scan"}
# Steps that tell the next one what a case is owed, and the function that each runs in.
HINTING = {"triage": "Triage", "review": "APIHandler", "publish": "Publish", "follow_up": "Sweep"}


@pytest.fixture
def template(packaged: Places) -> dict[str, Any]:
    """A copy of the template, to be spoilt."""
    found: dict[str, Any] = json.loads(packaged.template.read_text())
    return copy.deepcopy(found)


def statements(packaged: Places, function: str) -> list[dict[str, Any]]:
    """What a function's role allows."""
    (policy,) = resources(packaged.template, "AWS::IAM::Role")[f"{function}Role"]["Policies"]
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def allowed(packaged: Places, function: str, action: str) -> list[str]:
    """The resources on which a function's role allows an action, as JSON."""
    found = (one for one in statements(packaged, function) if action in one["Action"])
    return [json.dumps(resource) for one in found for resource in one["Resource"]]


def test_nothing_is_wider_than_listed(
    packaged: Places, template: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    plain = translated(packaged.template, tmp_path_factory.mktemp("policies"))
    assert findings(template) == []
    assert findings(json.loads(plain.read_text())) == []


def test_no_exception_is_listed_in_vain(packaged: Places) -> None:
    text = packaged.template.read_text()
    assert all(one.ending in text and one.reason for one in ACCEPTED)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ({"Action": "sqs:SendMessage", "Resource": "*"}, "sqs:SendMessage on *"),
        ({"Action": "dynamodb:*", "Resource": {"Fn::GetAtt": ["Table", "Arn"]}}, "allows dynamodb:*"),
        ({"Action": ["sqs:SendMessage"], "Resource": [{"Fn::Sub": "arn:aws:sqs:${A}:1:e-*"}]}, "e-*"),
        ({"Action": "s3:GetObject", "Resource": {"Fn::Sub": "${Table.Arn}/index/*"}}, "s3:GetObject on"),
        ({"Action": "sqs:SendMessage", "NotResource": "arn:aws:sqs:x:1:other"}, "allows all but something"),
        (
            {
                "Action": "secretsmanager:GetSecretValue",
                "Resource": {"Fn::If": ["A", {"Fn::Sub": "arn:secret:earshot/${Stage}/*"}, "x"]},
            },
            "earshot/${Stage}/*",
        ),
    ],
)  # fmt: skip
def test_a_wide_right_is_found(template: dict[str, Any], statement: dict[str, Any], said: str) -> None:
    policy = template["Resources"]["TriageRole"]["Properties"]["Policies"][0]
    policy["PolicyDocument"]["Statement"].append({"Effect": "Allow", **statement})
    (found,) = findings(template)
    assert found.startswith("TriageRole: ")
    assert said in found


def test_a_role_that_others_may_use_or_that_is_shared_is_found(template: dict[str, Any]) -> None:
    there = template["Resources"]
    there["Listen"]["Properties"]["Role"] = there["Sweep"]["Properties"]["Role"]
    there["DraftRole"]["Properties"]["ManagedPolicyArns"] = ["arn:aws:iam::aws:policy/AdministratorAccess"]
    trust = there["PublishRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
    trust["Principal"] = {"AWS": "*"}
    there["APIHandlerInvokePermission"]["Properties"]["Principal"] = "*"
    found = "\n".join(findings(template))
    for said in ("Listen, Sweep: share", "a managed policy", "may be assumed by", "on behalf of anybody"):
        assert said in found


def test_functions_may_do_with_the_table_what_the_adapter_does_and_no_more(packaged: Places) -> None:
    operations = dynamodb_client(REGION).meta.method_to_api_mapping
    called = {call for path in ADAPTER.glob("*.py") for call in CALL.findall(path.read_text())}
    called &= operations.keys() - OPS_ONLY
    needed = {f"dynamodb:{action}" for call in called for action in NEEDS.get(call, (operations[call],))}
    for function in ("APIHandler", "Listen", "Sweep", "Triage", "Draft", "Publish"):
        (table,) = (one for one in statements(packaged, function) if "dynamodb:Query" in one["Action"])
        assert set(table["Action"]) == needed


def test_functions_may_send_the_hints_that_their_steps_send(packaged: Places) -> None:
    told = {json.dumps({"Fn::GetAtt": [f"{topic}Queue", "Arn"]}) for topic in ("Draft", "Publish")}
    for function in HINTING.values():
        assert told <= set(allowed(packaged, function, "sqs:SendMessage")), function
    hinting = {path.parent.name for path in _users_of("from chalicelib.hints import")}
    assert hinting == set(HINTING)


def test_a_function_reads_only_the_keys_that_it_uses(packaged: Places) -> None:
    read = {
        function: {
            re.findall(r"/(\w+)-\?", resource)[0]
            for resource in allowed(packaged, function, "secretsmanager:GetSecretValue")
        }
        for function in ("APIHandler", "Listen", "Sweep", "Triage", "Draft", "Publish")
    }
    assert read == {
        "APIHandler": {"x", "model", "console"}, "Listen": {"x"}, "Sweep": {"x"},
        "Triage": {"model"}, "Draft": {"model"}, "Publish": {"x"},
    }  # fmt: skip


def _users_of(line: str) -> list[Path]:
    return [path for path in (ROOT / "chalicelib").rglob("*.py") if line in path.read_text()]
