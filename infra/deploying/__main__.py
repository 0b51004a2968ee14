"""The command behind `make deploy`, `make rollback`, `make destroy` and `make admin-token`."""

import argparse
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from infra.deploying import plan, report, secrets
from infra.deploying.aws import Aws
from infra.deploying.bucket import Bucket
from infra.deploying.errors import AskedWronglyError, DeployError
from infra.deploying.execute import Executor
from infra.deploying.names import Names
from infra.deploying.package import read_package
from infra.deploying.releases import before
from infra.deploying.schemas import ROOT
from infra.deploying.situation import read_situation

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Say = Callable[[str], None]


def say(line: str) -> None:
    """Tell it now, also where the output is no terminal."""
    print(line, flush=True)


def deploy(aws: Aws, names: Names, asked: argparse.Namespace) -> None:
    """Put up what was packaged."""
    began = monotonic()
    steps = plan.deployment(read_situation(aws, names), asked.package, asked.wish, datetime.now(UTC))
    executor = Executor(aws, names, say)
    executor.run(steps)
    say(report.deployed(names, executor, monotonic() - began))
    if executor.changed:
        say(report.permissions(aws.called, asked.package.template))


def rollback(aws: Aws, names: Names, asked: argparse.Namespace) -> None:
    """Put the release before up again."""
    began = monotonic()
    situation = read_situation(aws, names)
    to = before(situation.releases)
    template = json.loads(Bucket(aws.s3, names).read(to.template)) if to else None
    executor = Executor(aws, names, say)
    executor.run(plan.rollback(situation, to, template, datetime.now(UTC)))
    say(report.rolled_back(names, to, executor, monotonic() - began))


def destroy(aws: Aws, names: Names, asked: argparse.Namespace) -> None:
    """Take the stage away, once somebody has typed its name."""
    with_data = asked.table == "delete"
    steps = plan.destruction(read_situation(aws, names), with_data=with_data)
    say(report.what_goes(names, with_data=with_data))
    if not asked.yes:
        confirm(names.stage)
    Executor(aws, names, say).run(steps)
    say(report.destroyed(names, with_data=with_data))


def admin_token(aws: Aws, names: Names, asked: argparse.Namespace) -> None:
    """Print the token, and nothing else."""
    say(secrets.admin_token(aws.secrets, names))


COMMANDS: dict[str, Callable[[Aws, Names, argparse.Namespace], None]] = {
    "deploy": deploy,
    "rollback": rollback,
    "destroy": destroy,
    "admin-token": admin_token,
}


def wish_of(asked: argparse.Namespace) -> plan.Wish:
    """The template's parameters that the person has named. Raises AskedWronglyError."""
    wished = {}
    for given in asked.parameter:
        name, separator, value = given.partition("=")
        if not separator:
            raise AskedWronglyError(f"PARAMETERS: {given!r} is not NAME=VALUE")
        wished[name] = value
    if asked.alarm_email:
        if not EMAIL.fullmatch(asked.alarm_email):
            raise AskedWronglyError(f"ALARM_EMAIL={asked.alarm_email}: that is no email address")
        wished["AlarmEmail"] = asked.alarm_email
    if asked.schedules:
        wished["Schedules"] = asked.schedules
    return plan.Wish(wished)


def confirm(stage: str) -> None:
    """Ask for the stage's name. Raises AskedWronglyError for any other answer."""
    print(f"Type the stage's name, {stage}, to go on: ", end="", flush=True)
    if sys.stdin.readline().strip() != stage:
        raise AskedWronglyError("that is not its name; nothing was taken away (YES=1 asks nothing)")


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="infra.deploying", description=__doc__)
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("stage")
    parser.add_argument("--region")
    parser.add_argument("--packages", type=Path, default=ROOT / "build", help=argparse.SUPPRESS)
    parser.add_argument("--alarm-email")
    parser.add_argument("--schedules", metavar="ENABLED|DISABLED")
    parser.add_argument("--parameter", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--table", choices=("keep", "delete"), default="keep")
    parser.add_argument("--yes", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None, aws: Aws | None = None) -> int:
    """Run one command; 1 where it could not be done, 2 where it was asked for wrongly."""
    asked = parsed(arguments)
    try:
        asked.wish = wish_of(asked)
        asked.package = read_package(asked.packages / asked.stage) if asked.command == "deploy" else None
        aws = aws or Aws(asked.region or None)
        COMMANDS[asked.command](aws, aws.names(asked.stage), asked)
    except AskedWronglyError as problem:
        print(problem, file=sys.stderr)
        return 2
    except DeployError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
