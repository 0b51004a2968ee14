"""A small template, a package of it, and situations to plan in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.deploying.names import Names
from infra.deploying.package import Package
from infra.deploying.releases import Release
from infra.deploying.situation import Situation, Stack
from infra.deploying.template import Template

NAMES = Names("dev", "111122223333", "eu-central-1")
SHA = "ab" * 32
TABLE: dict[str, Any] = {
    "Type": "AWS::DynamoDB::Table",
    "DeletionPolicy": "Retain",
    "Properties": {"TableName": "earshot-dev"},
}


def a_function(**properties: Any) -> dict[str, Any]:
    """A function as chalice writes it."""
    return {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "./deployment.zip", **properties}}


def a_template(**resources: Any) -> Template:
    """A template of a table, a function, and what else is named."""
    return {
        "Transform": "AWS::Serverless-2016-10-31",
        "Parameters": {
            "Stage": {"Type": "String", "Default": "dev"},
            "Schedules": {"Type": "String", "Default": "ENABLED", "AllowedValues": ["ENABLED", "DISABLED"]},
            "AlarmEmail": {"Type": "String", "Default": ""},
        },
        "Resources": {"Table": TABLE, "Listen": a_function(Role="arn:role"), **resources},
        "Outputs": {"EndpointURL": {"Value": "https://console.example/"}},
    }


def a_package(template: Template | None = None) -> Package:
    """A package whose zip is this file."""
    return Package(Path(__file__), SHA, template or a_template())


def a_release(number: int, content: str = "", again: int | None = None) -> Release:
    """A release; those of one content have one template."""
    content = content or str(number)
    return Release(number, f"zips/{content}.zip", content, "2026-09-14T12:00:00+00:00", again)


def a_stack(status: str, parameters: Mapping[str, str] | None = None) -> Stack:
    """A stack in this state."""
    return Stack("arn:stack", status, parameters or {"Stage": "dev", "Schedules": "ENABLED"})


def a_situation(**what: Any) -> Situation:
    """An account where nothing is, but what is said."""
    nothing: dict[str, Any] = {"missing_secrets": NAMES.secrets, "unreserved": 1_000}
    return Situation(names=NAMES, **(nothing | what))


def a_running_situation(**what: Any) -> Situation:
    """A stage that is up."""
    running: dict[str, Any] = {
        "stack": a_stack("CREATE_COMPLETE"),
        "has_bucket": True,
        "has_table": True,
        "missing_secrets": (),
        "keys": ("releases/000001/template.json", "releases/000001/release.json", "zips/1.zip"),
        "releases": (a_release(1),),
    }
    return a_situation(**(running | what))
