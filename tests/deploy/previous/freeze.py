"""Freezes the version at hand, for the test that upgrades from it: `python -m tests.deploy.previous.freeze`.

Run at each release, after `make package STAGE=test`. `template.json` is what that version deploys, with code
in its functions that only fails, so that whatever is done after an upgrade was done by the new version;
`items.jsonl` is a table that it wrote.
"""

import json
import re
import tempfile
from pathlib import Path
from typing import Any

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.dynamodb.table import create_table
from chalicelib.review import decide
from infra.packaging.places import places_of
from sandbox.emulator import REGION, Emulator
from tests.support.rig import BRAND, TEXT, a_rig

HERE = Path(__file__).resolve().parent
TEMPLATE, ITEMS = HERE / "template.json", HERE / "items.jsonl"
STAGE = "test"
# What holds nothing: alarms come and go with any version.
LEFT_OUT = ("AWS::CloudWatch::", "AWS::SNS::")
FAILS = "def handler(event, context):\n    raise RuntimeError('this is the version before')\n"

WAITING, APPROVED, PENDING = "walker", "ridgerunner", ("hillfolk", "tarnwatcher")


def frozen_template(template: dict[str, Any]) -> dict[str, Any]:
    """The template, whose functions run no code of that version and take nothing from a queue."""
    resources = {
        name: _frozen(resource)
        for name, resource in template["Resources"].items()
        if not resource["Type"].startswith(LEFT_OUT)
    }
    return {**template, "Resources": resources}


def _frozen(resource: dict[str, Any]) -> dict[str, Any]:
    properties = dict(resource["Properties"])
    if resource["Type"] == "AWS::Serverless::Function":
        del properties["CodeUri"]
        properties |= {"InlineCode": FAILS, "Handler": "index.handler"}
        events = properties.pop("Events", {}).items()
        properties["Events"] = {name: event for name, event in events if event["Type"] != "SQS"}
    if resource["Type"] == "AWS::Serverless::Api":
        paths = properties["DefinitionBody"]["paths"]
        properties["DefinitionBody"]["paths"] = {"/": paths["/"]}
    return {**resource, "Properties": properties}


def written_items() -> list[dict[str, Any]]:
    """A table with a case that waits, one that was approved, and posts that are still to be triaged."""
    with tempfile.TemporaryDirectory() as folder, Emulator(Path(folder)) as emulator, a_rig() as rig:
        client = dynamodb_client(REGION, emulator.endpoint)
        create_table(client, "earshot-previous")
        rig.store = DynamoStore("earshot-previous", client, rig.clock)
        rig.waiting_case("@tarnhollowcare my tent leaks", by=WAITING)
        case = rig.waiting_case("@tarnhollowcare the zip is stuck", by=APPROVED)
        seen = case.conversation_version
        decide.approve(rig.reviewing, BRAND.brand, case.id, text=TEXT, seen=seen, who="ana")
        for author in PENDING:
            rig.hear("@tarnhollowcare the lamp arrived broken", by=author)
        found = client.scan(TableName="earshot-previous")["Items"]
        return sorted([dict(item) for item in found], key=json.dumps)


def main() -> None:
    """Write both files anew."""
    template = frozen_template(json.loads(places_of(STAGE).template.read_text()))
    TEMPLATE.write_text(json.dumps(template, indent=1) + "\n")
    lines = (json.dumps(item) for item in written_items())
    # The network of the rig has another port each time.
    ITEMS.write_text(
        "".join(re.sub(r"http://127\.0\.0\.1:\d+", "https://x.example", f"{line}\n") for line in lines)
    )


if __name__ == "__main__":
    main()
