"""Finds every right in a template that is wider than it need be: `python -m infra.policies build/S/sam.json`.

Where AWS has nothing narrower, the resource is listed in ACCEPTED with the reason.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROLE = "AWS::IAM::Role"
FUNCTIONS = ("AWS::Serverless::Function", "AWS::Lambda::Function")
PERMISSION = "AWS::Lambda::Permission"
POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy")
TRUSTED = {"Service": "lambda.amazonaws.com"}
WILD = re.compile(r"[*?]")
REFERENCE = re.compile(r"\$\{[^}]*\}")


class Accepted(NamedTuple):
    """A resource with a wildcard that is as narrow as AWS has it: its end, for which actions, and why."""

    ending: str
    actions: str
    reason: str


ACCEPTED = (
    Accepted("${Table.Arn}/index/*", "dynamodb:", "every index of the table is Earshot's"),
    Accepted(":table/${RestoredTable}/index/*", "dynamodb:", "every index of the table is Earshot's"),
    *(
        Accepted(
            f":secret:earshot/${{Stage}}/{name}-??????",
            "secretsmanager:GetSecretValue",
            "Secrets Manager ends each ARN with six characters that nobody knows before",
        )
        for name in ("x", "model", "console")
    ),
    Accepted(":${RestAPIId}/*", "lambda:InvokeFunction", "every page of this one API is Earshot's"),
)  # fmt: skip


def findings(template: dict[str, Any]) -> list[str]:
    """What is too wide, one line each; none for a template that is as narrow as AWS lets it be."""
    resources = template["Resources"]
    return [
        *_shared_roles(resources),
        *(f"{name}: {what}" for name, one in resources.items() for what in _of_resource(one)),
    ]


def _shared_roles(resources: dict[str, Any]) -> Iterator[str]:
    users: dict[str, list[str]] = {}
    for name, resource in resources.items():
        if resource["Type"] in FUNCTIONS:
            role = json.dumps(resource["Properties"].get("Role"))
            users.setdefault(role, []).append(name)
    for role, names in users.items():
        if len(names) > 1:
            yield f"{', '.join(names)}: share the role {role}"
        if "Fn::GetAtt" not in role:
            yield f"{', '.join(names)}: the role {role} is none of this template's"


def _of_resource(resource: dict[str, Any]) -> Iterator[str]:
    properties = resource.get("Properties", {})
    if resource["Type"] in POLICIES:
        yield "rights stand in the role that has them, where this check reads them"
    if resource["Type"] in FUNCTIONS and "Policies" in properties:
        yield "SAM makes roles of its own from a function's `Policies`"
    if resource["Type"] == PERMISSION:
        yield from _of_permission(properties)
    if resource["Type"] == ROLE:
        yield from _of_role(properties)


def _of_permission(properties: dict[str, Any]) -> Iterator[str]:
    """Who may call a function: only a service of AWS, and only on behalf of something of ours."""
    if not str(properties["Principal"]).endswith(".amazonaws.com") or "SourceArn" not in properties:
        yield f"may be called by {properties['Principal']} on behalf of anybody"
        return
    yield from _of_texts(properties["SourceArn"], (str(properties["Action"]),))


def _of_role(properties: dict[str, Any]) -> Iterator[str]:
    if properties.get("ManagedPolicyArns"):
        yield "a managed policy may widen without us"
    for statement in properties["AssumeRolePolicyDocument"]["Statement"]:
        if statement["Principal"] != TRUSTED:
            yield f"may be assumed by {statement['Principal']}"
    for policy in properties.get("Policies", ()):
        for statement in policy["PolicyDocument"]["Statement"]:
            yield from _of_statement(statement)


def _of_statement(statement: dict[str, Any]) -> Iterator[str]:
    if statement["Effect"] != "Allow":
        return
    if {"NotAction", "NotResource"} & statement.keys():
        yield "allows all but something"
        return
    named = statement["Action"]
    actions = (named,) if isinstance(named, str) else tuple(named)
    yield from (f"allows {action}" for action in actions if WILD.search(action))
    yield from _of_texts(statement["Resource"], actions)


def _of_texts(resource: Any, actions: tuple[str, ...]) -> Iterator[str]:
    for text in _texts(resource):
        if WILD.search(REFERENCE.sub("", text)) and not _is_accepted(text, actions):
            yield f"allows {', '.join(actions)} on {text}"


def _texts(resource: Any) -> Iterator[str]:
    """Each text in a resource that may hold a wildcard: a reference to something of ours holds none."""
    if isinstance(resource, str):
        yield resource
    elif isinstance(resource, list):
        for one in resource:
            yield from _texts(one)
    elif isinstance(resource, dict):
        for function, argument in resource.items():
            if function not in ("Fn::GetAtt", "Ref"):
                yield from _texts(argument)


def _is_accepted(text: str, actions: tuple[str, ...]) -> bool:
    return any(
        text.endswith(one.ending) and all(action.startswith(one.actions) for action in actions)
        for one in ACCEPTED
    )


def main() -> int:
    """Print what was found; 1 where there is something."""
    found = findings(json.loads(Path(sys.argv[1]).read_text()))
    print("\n".join(found) or f"nothing is wider than listed; {len(ACCEPTED)} exceptions are, with reasons")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
