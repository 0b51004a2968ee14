"""`earshot redrive`: sends again what was put aside after it had failed five times."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.dynamodb.client import sqs_client
from chalicelib.adapters.dynamodb.dead_letters import SqsDeadLetters
from chalicelib.control.redrive import Redriven, names
from chalicelib.control.redrive import redrive as send_again
from chalicelib.ports import TOPICS, DeadLetters
from cli.connection import of_a_deployment, settings_of

# So many are listed one by one with --json; the rest is in the sums.
LISTED = 100


@click.command()
@click.option("--topic", type=click.Choice(TOPICS), help="One of the queues; all of them otherwise.")
@click.option("--dry-run", is_flag=True, help="Say what is there, and move nothing.")
@of_a_deployment
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, one a topic.")
def redrive(topic: str | None, dry_run: bool, data: Path | None, stage: str | None, as_json: bool) -> None:
    """Send messages from the dead-letter queues to the queues that they came from.

    What no consumer can read stays where it is. Why each failed is in the log of the topic's function.
    """
    settings, _ = settings_of(data, stage)
    client = sqs_client(settings.aws_region, settings.aws_endpoint)
    dead = SqsDeadLetters(client, {name: settings.queue_url(name) for name in TOPICS})
    for one in [topic] if topic else TOPICS:
        done = send_again(dead, one, dry_run=dry_run)
        result = _result(dead, done, utc_now(), dry_run)
        click.echo(json.dumps(result) if as_json else "\n".join(_words(result)))


def _result(dead: DeadLetters, done: Redriven, now: datetime, dry_run: bool) -> dict[str, Any]:
    found = done.found
    return {
        "topic": done.topic,
        "queue": dead.place(done.topic),
        "dry_run": dry_run,
        "found": len(found),
        "again": len(done.again),
        "repeated": len(done.repeated),
        "left": len(done.left),
        "oldest_seconds": int((now - found[0].sent_at).total_seconds()) if found else 0,
        "received": max((letter.received for letter in found), default=0),
        "messages": [
            {
                "id": letter.id,
                **names(done.topic, letter),
                "received": letter.received,
                "sent_at": letter.sent_at.isoformat(timespec="seconds"),
                "left": letter in done.left,
            }
            for letter in found[:LISTED]
        ],
    }


def _words(result: dict[str, Any]) -> list[str]:
    if not result["found"]:
        return [f"{result['topic']}: nothing was put aside."]
    would = "would be sent" if result["dry_run"] else "sent"
    lines = [
        f"{result['topic']}: {result['found']} put aside, the oldest {_ago(result['oldest_seconds'])} ago, "
        f"handed out {result['received']} times at most. {result['again']} {would} again, "
        f"{result['repeated']} said the same, {result['left']} left."
    ]
    ours = [one for one in result["messages"] if not one["left"]]
    if ours:
        about = " ".join(dict.fromkeys(one.get("post") or one["case"] for one in ours))
        lines.append(f"  why they failed is in the log of {result['topic']}, under: {about}")
    if result["left"]:
        theirs = " ".join(one["id"] for one in result["messages"] if one["left"])
        lines.append(f"  no message of Earshot's, look at them in {result['queue']}: {theirs}")
    return lines


def _ago(seconds: int) -> str:
    for span, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * span:
            return f"{seconds // span} {name}"
    return f"{seconds} seconds"
