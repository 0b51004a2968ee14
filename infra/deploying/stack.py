"""Changes a stack through a change set: what would happen is known, and looked at, before it does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from infra.deploying.errors import DeployError, told
from infra.deploying.events import Watch, polls
from infra.deploying.steps import Parameters
from infra.deploying.template import IRREPLACEABLE

# CloudFormation's words for a change set that changes nothing.
NOTHING = ("didn't contain changes", "no updates are to be performed", "no changes")
CHANGE_SET_SECONDS = 300.0


@dataclass(frozen=True)
class Change:
    """What a change set asks of a stack. `kind` is CREATE, UPDATE or IMPORT; `imports` names what an import
    takes in, as CloudFormation wants it."""

    stack: str
    name: str
    kind: str
    template_url: str
    parameters: Parameters
    capabilities: list[str]
    imports: list[dict[str, Any]] = field(default_factory=list)


def carry_out(client: Any, change: Change, say: Callable[[str], None]) -> bool:
    """Change the stack and wait until it is; False where there was nothing to change. Raises DeployError."""
    change_set, stack_id = _create(client, change)
    found = _wait(client, change_set)
    if found["Status"] == "FAILED":
        return _nothing_to_do(client, change_set, found.get("StatusReason", ""))
    changes = [one["ResourceChange"] for one in found["Changes"]]
    if refusal := refused(changes):
        _drop(client, change_set)
        raise DeployError(refusal)
    say(f"    {summary(changes)}")
    watch = Watch(client, stack_id, say)
    with told("starting the change"):
        client.execute_change_set(ChangeSetName=change_set)
    watch.until_done(len(changes))
    return True


def refused(changes: Iterable[dict[str, Any]]) -> str | None:
    """Why these changes must not be made: they would lose what cannot be made again."""
    for one in changes:
        loses = one["Action"] == "Remove" or one.get("Replacement") == "True"
        if one["ResourceType"] in IRREPLACEABLE and loses:
            how = "remove" if one["Action"] == "Remove" else "replace"
            return (
                f"this would {how} {one['LogicalResourceId']} ({one['ResourceType']}), which holds what"
                " people wrote; refused, and nothing was changed"
            )
    return None


def summary(changes: Iterable[dict[str, Any]]) -> str:
    """How much is to be done."""
    words = {"Add": "to make", "Modify": "to change", "Remove": "to remove", "Import": "to take in"}
    actions = [one["Action"] for one in changes]
    parts = [f"{actions.count(action)} {word}" for action, word in words.items() if action in actions]
    return ", ".join(parts)


def _create(client: Any, change: Change) -> tuple[str, str]:
    parameters = [
        {"ParameterKey": name, "UsePreviousValue": True}
        if value is None
        else {"ParameterKey": name, "ParameterValue": value}
        for name, value in change.parameters
    ]
    importing = {"ResourcesToImport": change.imports} if change.imports else {}
    with told(f"asking CloudFormation what would change in {change.stack}"):
        made = client.create_change_set(
            StackName=change.stack,
            ChangeSetName=change.name,
            ChangeSetType=change.kind,
            TemplateURL=change.template_url,
            Parameters=parameters,
            Capabilities=change.capabilities,
            **importing,
        )
    return made["Id"], made["StackId"]


def _wait(client: Any, change_set: str) -> dict[str, Any]:
    """The change set once CloudFormation has worked it out, with all of its changes."""
    for _ in polls(CHANGE_SET_SECONDS):
        with told("reading what would change"):
            pages = list(client.get_paginator("describe_change_set").paginate(ChangeSetName=change_set))
        if pages[0]["Status"] in ("CREATE_COMPLETE", "FAILED"):
            changes = [one for page in pages for one in page.get("Changes", []) if "ResourceChange" in one]
            return {**pages[0], "Changes": changes}
    raise DeployError("CloudFormation takes longer than 5 minutes to say what would change; try again")


def _nothing_to_do(client: Any, change_set: str, reason: str) -> bool:
    _drop(client, change_set)
    if any(words in reason.lower() for words in NOTHING):
        return False
    raise DeployError(f"CloudFormation does not take the template: {' '.join(reason.split())}")


def _drop(client: Any, change_set: str) -> None:
    with told("dropping the change set"):
        client.delete_change_set(ChangeSetName=change_set)
