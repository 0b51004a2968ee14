"""What a deployer is allowed: what is needed, on what is Earshot's."""

import json
import re

from infra.deploying.permissions import ANYWHERE, POLICY, everything, policy, text
from infra.deploying.schemas import ACTIONS, TYPES, actions_by_type, carried

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, white space not counted
LONGEST_POLICY = 6_144


def test_the_file_is_what_the_code_says() -> None:
    assert POLICY.read_text() == text()


def test_the_actions_are_those_that_awss_schemas_name() -> None:
    assert json.loads(ACTIONS.read_text()) == actions_by_type(carried())
    assert sorted(TYPES) == sorted(json.loads(ACTIONS.read_text()))


def test_the_policy_allows_all_that_is_needed_once_and_nothing_else() -> None:
    allowed = [action for statement in policy()["Statement"] for action in statement["Action"]]
    assert sorted(allowed) == sorted(everything())


def test_only_what_aws_cannot_narrow_is_allowed_anywhere() -> None:
    wide = [one for one in policy()["Statement"] if "*" in one["Resource"]]
    assert [sorted(one["Action"]) for one in wide] == [sorted(ANYWHERE)]
    narrow = [arn for one in policy()["Statement"] if one not in wide for arn in one["Resource"]]
    of_ours = re.compile(r"earshot|restapis|event-source-mapping|transform/Serverless")
    assert [arn for arn in narrow if not of_ours.search(arn)] == []


def test_no_items_of_a_table_are_read_or_written() -> None:
    assert not {f"dynamodb:{name}Item" for name in ("Get", "Put", "Update", "Delete")} & everything()
    assert "dynamodb:Query" not in everything()


def test_it_fits_into_one_managed_policy() -> None:
    assert len(json.dumps(policy(), separators=(",", ":"))) <= LONGEST_POLICY
