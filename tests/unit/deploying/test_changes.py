"""What a change set may not do, and which event of a failure is told."""

import pytest

from infra.deploying.events import Event
from infra.deploying.stack import refused, summary

KEEP = {"Action": "Modify", "Replacement": "False", "ResourceType": "AWS::DynamoDB::Table"}


def a_change(**different: str) -> dict[str, str]:
    return KEEP | {"LogicalResourceId": "Table"} | different


@pytest.mark.parametrize(
    ("how", "word"), [({"Replacement": "True"}, "replace"), ({"Action": "Remove"}, "remove")]
)
@pytest.mark.parametrize("kind", ["AWS::DynamoDB::Table", "AWS::SecretsManager::Secret"])
def test_what_people_wrote_is_neither_replaced_nor_removed(how: dict[str, str], word: str, kind: str) -> None:
    reason = refused([a_change(ResourceType=kind, **how)])
    assert reason
    assert f"would {word} Table" in reason


def test_everything_else_may_change() -> None:
    queue = a_change(Action="Remove", ResourceType="AWS::SQS::Queue")
    assert refused([a_change(), a_change(Replacement="Conditional"), queue]) is None


def test_the_amount_of_work_is_told_by_kind() -> None:
    changes = [{"Action": action} for action in ("Add", "Add", "Modify", "Remove", "Import")]
    assert summary(changes) == "2 to make, 1 to change, 1 to remove, 1 to take in"


@pytest.mark.parametrize(
    ("status", "reason", "is_cause"),
    [
        ("CREATE_FAILED", "Access denied", True),
        ("CREATE_FAILED", "Resource creation cancelled", False),
        ("UPDATE_FAILED", "Resource update cancelled", False),
        ("CREATE_COMPLETE", "", False),
    ],
)
def test_what_was_only_stopped_is_not_the_cause(status: str, reason: str, is_cause: bool) -> None:
    assert Event("1", "Listen", "AWS::Lambda::Function", status, reason).is_cause is is_cause
