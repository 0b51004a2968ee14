"""Decides what there is to do. Touches nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from infra.deploying import releases
from infra.deploying.errors import AskedWronglyError, DeployError
from infra.deploying.package import Package
from infra.deploying.releases import Release
from infra.deploying.situation import Situation
from infra.deploying.steps import (
    AdoptTable,
    MakeBucket,
    MakeSecret,
    Parameters,
    PutUp,
    RemoveBucket,
    RemoveFailedStack,
    RemoveSecret,
    RemoveStack,
    RemoveTable,
    Step,
    Tidy,
    Upload,
)
from infra.deploying.template import (
    Template,
    digest,
    reserved_concurrency,
    table_only,
    tables,
    with_code,
)

UNBORN = (None, "REVIEW_IN_PROGRESS")
CHANGEABLE = (
    "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE",
)  # fmt: skip
# A stack that never came up, or that did not go away: only deleting it helps.
FAILED = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED")
STUCK = "UPDATE_ROLLBACK_FAILED"
# AWS leaves so many to the functions that reserve none.
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
LEFT_UNRESERVED = 100
RESERVE = "ReserveConcurrency"
# The template's parameter that puts another network in X's place.
REHEARSAL = "XApi"


@dataclass(frozen=True)
class Wish:
    """What the person asked for: parameters of the template by name; what is not named stays as it is."""

    parameters: Mapping[str, str]


def deployment(situation: Situation, package: Package, wish: Wish, now: datetime) -> tuple[Step, ...]:
    """The steps that put this package up. Raises DeployError where the stack is busy or stuck."""
    _refuse_made_up(situation, package, wish)
    names, zip_key = situation.names, releases.zip_key(package.sha256)
    beginning: list[Step] = [MakeBucket(situation.has_bucket)]
    beginning += [MakeSecret(name) for name in situation.missing_secrets]
    if zip_key not in situation.keys:
        beginning.append(Upload(package.zip, zip_key))
    template = with_code(package.template, names.bucket, zip_key)
    number = releases.next_number(situation.keys)
    release = Release(number, zip_key, digest(template), now.isoformat(timespec="seconds"))
    wished = _decided(situation, template) | dict(wish.parameters)
    return (*beginning, *_stack_steps(situation, release, template, wished), Tidy())


def rollback(
    situation: Situation, to: Release | None, template: Template | None, now: datetime
) -> tuple[Step, ...]:
    """The steps that put an earlier release up again. Raises AskedWronglyError where there is none."""
    if situation.stack is None or situation.stack.status in UNBORN:
        raise AskedWronglyError(f"there is no stack {situation.names.stack} to roll back")
    if to is None or template is None:
        raise AskedWronglyError("there is no release before this one; `make deploy` puts up what is here")
    number = releases.next_number(situation.keys)
    again = Release(number, to.zip, to.digest, now.isoformat(timespec="seconds"), again=to.number)
    return (*_stack_steps(situation, again, template, _decided(situation, template)), Tidy())


def destruction(situation: Situation, *, with_data: bool) -> tuple[Step, ...]:
    """The steps that take the stage away; the table and the secrets only where that is said.

    Raises DeployError where the stack is busy, AskedWronglyError where there is nothing to take away.
    """
    names, steps = situation.names, list[Step]()
    if situation.stack is not None:
        _refuse_busy(situation.stack.status)
        steps.append(RemoveStack(situation.stack.id))
    if with_data and situation.has_table:
        steps.append(RemoveTable(names.table))
    if with_data:
        there = [name for name in names.secrets if name not in situation.missing_secrets]
        steps += [RemoveSecret(name) for name in there]
    if situation.has_bucket:
        steps.append(RemoveBucket())
    if not steps:
        raise AskedWronglyError(f"there is nothing of stage {names.stage} in {names.region} to take away")
    return tuple(steps)


def _stack_steps(
    situation: Situation, release: Release, template: Template, wished: Mapping[str, str]
) -> list[Step]:
    """Around the change of the stack itself: what has to be there before."""
    stack = situation.stack
    status = stack.status if stack else None
    if status in CHANGEABLE:
        kept = stack.parameters if stack else {}
        return [PutUp(release, template, _parameters(template, wished, kept), is_new=False)]
    steps: list[Step] = []
    if stack is not None and status in FAILED:
        steps.append(RemoveFailedStack(stack.id))
    elif status not in UNBORN:
        _refuse_busy(str(status))
    adopts = situation.has_table and bool(tables(template))
    given = _parameters(template, wished, {})
    if adopts:
        steps.append(AdoptTable(table_only(template), given, situation.names.table))
    return [*steps, PutUp(release, template, given, is_new=not adopts)]


def _refuse_made_up(situation: Situation, package: Package, wish: Wish) -> None:
    """Whoever bears a made-up name on the real X is somebody else, and reading what they post costs money."""
    kept = situation.stack.parameters if situation.stack else {}
    if package.made_up and not (wish.parameters.get(REHEARSAL) or kept.get(REHEARSAL)):
        raise AskedWronglyError(
            f"prompts/brands holds no brand but the made-up {', '.join(package.made_up)}: `make setup`, then "
            "`.venv/bin/earshot init` writes yours"
        )


def _refuse_busy(status: str) -> None:
    if status == STUCK:
        raise DeployError(
            "the stack is stuck: an update failed and so did taking it back; see its events in the AWS "
            "console, put right what they name, and run `aws cloudformation continue-update-rollback`"
        )
    if status.endswith("_IN_PROGRESS") and status not in UNBORN:
        raise DeployError(f"the stack is being changed by somebody else ({status}); try again after that")


def _decided(situation: Situation, template: Template) -> dict[str, str]:
    """The parameters that the account decides, where the template has them."""
    wanted = reserved_concurrency(template)
    had = situation.stack is not None and situation.stack.parameters.get(RESERVE) == "true"
    left = situation.unreserved + (wanted if had else 0) - wanted
    return (
        {RESERVE: str(left >= LEFT_UNRESERVED).lower()} if RESERVE in template.get("Parameters", {}) else {}
    )


def _parameters(template: Template, wished: Mapping[str, str], kept: Mapping[str, str]) -> Parameters:
    """Each parameter with its new value, or None where it keeps the one it has. Raises AskedWronglyError."""
    declared = template.get("Parameters", {})
    if unknown := sorted(set(wished) - set(declared)):
        raise AskedWronglyError(f"the template has no parameter {unknown[0]}; it has {', '.join(declared)}")
    for name, value in wished.items():
        allowed = [str(one) for one in declared[name].get("AllowedValues", [value])]
        if value not in allowed:
            raise AskedWronglyError(f"{name}={value}: it takes {', '.join(allowed)}")
    given = {name: value for name, value in wished.items() if kept.get(name) != value}
    staying = {name: None for name in declared if name in kept and name not in given}
    return tuple(sorted({**given, **staying}.items()))
