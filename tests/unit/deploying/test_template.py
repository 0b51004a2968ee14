"""What is read from a template and changed in it."""

import copy

import pytest

from infra.deploying.template import capabilities, reserved_concurrency, table_only, types, with_code
from tests.unit.deploying.samples import a_function, a_template


def test_only_the_packaged_code_is_given_its_place() -> None:
    template = a_template(Inline={"Type": "AWS::Lambda::Function", "Properties": {"Code": {"ZipFile": "x"}}})
    before = copy.deepcopy(template)
    changed = with_code(template, "bucket", "zips/a.zip")
    assert template == before
    assert changed["Resources"]["Inline"] == template["Resources"]["Inline"]
    assert changed["Resources"]["Listen"]["Properties"]["CodeUri"] == {
        "Bucket": "bucket",
        "Key": "zips/a.zip",
    }


def test_a_table_is_taken_in_with_nothing_beside_it() -> None:
    assert set(table_only(a_template())) == {"Parameters", "Resources"}


@pytest.mark.parametrize(
    ("resource", "needed"),
    [
        (a_function(Role="arn"), ["CAPABILITY_AUTO_EXPAND"]),
        (a_function(), ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]),
        ({"Type": "AWS::IAM::Role", "Properties": {}}, ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]),
        (
            {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "mine"}},
            ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        ),
    ],
)
def test_what_cloudformation_wants_acknowledged(resource: dict[str, object], needed: list[str]) -> None:
    assert capabilities(a_template(One=resource)) == needed


def test_a_template_without_sam_and_roles_needs_no_acknowledgement() -> None:
    assert capabilities({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}) == []


def test_reserved_concurrency_is_added_up_conditional_or_not() -> None:
    conditional = {"Fn::If": ["Reserves", 10, {"Ref": "AWS::NoValue"}]}
    template = a_template(
        One=a_function(ReservedConcurrentExecutions=conditional),
        Two=a_function(ReservedConcurrentExecutions=3),
    )
    assert reserved_concurrency(template) == 13


def test_what_sam_writes_out_is_among_the_types() -> None:
    found = types(a_template(Api={"Type": "AWS::Serverless::Api"}))
    assert {"AWS::Lambda::Function", "AWS::ApiGateway::Stage", "AWS::DynamoDB::Table"} <= found
    assert not any("Serverless" in kind for kind in found)
