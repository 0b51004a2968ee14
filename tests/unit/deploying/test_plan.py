"""What is decided for each state that an account may be in."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from infra.deploying import plan
from infra.deploying.errors import AskedWronglyError, DeployError
from infra.deploying.plan import Wish
from infra.deploying.situation import Situation
from infra.deploying.steps import (
    AdoptTable,
    MakeBucket,
    MakeSecret,
    PutUp,
    RemoveBucket,
    RemoveFailedStack,
    RemoveSecret,
    RemoveStack,
    RemoveTable,
    Step,
    Tidy,
    Upload,
    describe,
)
from infra.deploying.template import Template
from tests.unit.deploying.samples import (
    NAMES,
    SHA,
    a_function,
    a_package,
    a_release,
    a_running_situation,
    a_situation,
    a_stack,
    a_template,
)

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)


def planned(situation: Situation, template: Template | None = None, **parameters: str) -> tuple[Step, ...]:
    return plan.deployment(situation, a_package(template), Wish(parameters), NOW)


def kinds(steps: tuple[Step, ...]) -> list[type]:
    return [type(step) for step in steps]


def put_up(steps: tuple[Step, ...]) -> PutUp:
    (found,) = [step for step in steps if isinstance(step, PutUp)]
    return found


def test_in_an_empty_account_everything_is_made() -> None:
    steps = planned(a_situation())
    assert kinds(steps) == [MakeBucket, MakeSecret, MakeSecret, MakeSecret, Upload, PutUp, Tidy]
    assert put_up(steps).is_new
    assert put_up(steps).release.number == 1


def test_the_template_names_the_zip_in_the_bucket() -> None:
    function = put_up(planned(a_situation())).template["Resources"]["Listen"]
    assert function["Properties"]["CodeUri"] == {"Bucket": NAMES.bucket, "Key": f"zips/{SHA}.zip"}


def test_a_stage_that_is_up_is_changed_and_nothing_is_made_again() -> None:
    steps = planned(a_running_situation())
    assert kinds(steps) == [MakeBucket, Upload, PutUp, Tidy]
    assert steps[0] == MakeBucket(is_there=True)
    assert not put_up(steps).is_new
    assert put_up(steps).release.number == 2


def test_a_zip_that_is_there_is_not_uploaded_again() -> None:
    assert Upload not in kinds(planned(a_running_situation(keys=(f"zips/{SHA}.zip",))))


def test_a_secret_that_is_there_is_left_alone() -> None:
    steps = planned(a_situation(missing_secrets=("earshot/dev/model",)))
    assert [step for step in steps if isinstance(step, MakeSecret)] == [MakeSecret("earshot/dev/model")]


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "CREATE_FAILED", "DELETE_FAILED", "ROLLBACK_FAILED"])
def test_a_stack_that_never_came_up_is_removed_first(status: str) -> None:
    steps = planned(a_running_situation(stack=a_stack(status), has_table=False))
    assert kinds(steps) == [MakeBucket, Upload, RemoveFailedStack, PutUp, Tidy]
    assert put_up(steps).is_new


@pytest.mark.parametrize("stack", [None, a_stack("REVIEW_IN_PROGRESS"), a_stack("ROLLBACK_COMPLETE")])
def test_a_table_that_was_kept_is_taken_in_and_then_the_stack_is_changed(stack: object) -> None:
    steps = planned(a_situation(stack=stack, has_table=True))
    (adopts,) = [step for step in steps if isinstance(step, AdoptTable)]
    assert list(adopts.template["Resources"]) == ["Table"]
    assert "Transform" not in adopts.template
    assert "Outputs" not in adopts.template
    assert steps.index(adopts) < steps.index(put_up(steps))
    assert not put_up(steps).is_new


@pytest.mark.parametrize("status", ["UPDATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "DELETE_IN_PROGRESS"])
def test_a_busy_stack_is_left_alone(status: str) -> None:
    with pytest.raises(DeployError, match=status):
        planned(a_running_situation(stack=a_stack(status)))


def test_a_stuck_stack_is_told_with_the_way_out() -> None:
    with pytest.raises(DeployError, match="continue-update-rollback"):
        planned(a_running_situation(stack=a_stack("UPDATE_ROLLBACK_FAILED")))


def test_what_nobody_names_stays_as_it_is() -> None:
    kept = {"Stage": "dev", "Schedules": "DISABLED", "Gone": "x"}
    situation = a_running_situation(stack=a_stack("UPDATE_COMPLETE", kept))
    assert put_up(planned(situation)).parameters == (("Schedules", None), ("Stage", None))
    named = put_up(planned(situation, Schedules="ENABLED", AlarmEmail="ops@example.com")).parameters
    assert named == (("AlarmEmail", "ops@example.com"), ("Schedules", "ENABLED"), ("Stage", None))


@pytest.mark.parametrize(
    ("parameters", "told"),
    [({"Schedules": "OFF"}, "ENABLED, DISABLED"), ({"Colour": "red"}, "no parameter Colour; it has Stage")],
)
def test_a_parameter_that_cannot_be_meant_is_refused(parameters: dict[str, str], told: str) -> None:
    with pytest.raises(AskedWronglyError, match=told):
        plan.deployment(a_situation(), a_package(), Wish(parameters), NOW)


@pytest.mark.parametrize(
    ("unreserved", "reserves"), [(1_000, "true"), (112, "true"), (111, "false"), (10, "false")]
)
def test_concurrency_is_reserved_where_the_account_has_enough(unreserved: int, reserves: str) -> None:
    template = a_template(
        Publish=a_function(
            ReservedConcurrentExecutions={"Fn::If": ["Reserves", 10, {"Ref": "AWS::NoValue"}]}
        ),
        Listen=a_function(ReservedConcurrentExecutions=2),
    )
    template["Parameters"]["ReserveConcurrency"] = {"Type": "String", "Default": "false"}
    new = put_up(planned(a_situation(unreserved=unreserved), template))
    assert dict(new.parameters)["ReserveConcurrency"] == reserves
    # What the stage itself holds is not taken from anybody.
    kept = {"ReserveConcurrency": "true"}
    again = a_running_situation(stack=a_stack("CREATE_COMPLETE", kept), unreserved=unreserved - 12)
    assert dict(put_up(planned(again, template)).parameters)["ReserveConcurrency"] == (
        None if reserves == "true" else "false"
    )


def test_a_rollback_puts_the_template_of_before_up_again() -> None:
    releases = (a_release(1), a_release(2))
    keys = ("releases/000002/release.json",)
    template = a_template()
    del template["Parameters"]["AlarmEmail"]
    kept = a_stack("UPDATE_COMPLETE", {"Stage": "dev", "AlarmEmail": "ops@example.com"})
    situation = a_running_situation(releases=releases, keys=keys, stack=kept)
    steps = plan.rollback(situation, releases[0], template, NOW)
    assert kinds(steps) == [PutUp, Tidy]
    assert put_up(steps).template == template
    assert put_up(steps).parameters == (("Stage", None),)
    assert (put_up(steps).release.number, put_up(steps).release.again) == (3, 1)


def test_without_a_release_before_or_a_stack_nothing_is_rolled_back() -> None:
    with pytest.raises(AskedWronglyError, match="no release before"):
        plan.rollback(a_running_situation(), None, None, NOW)
    with pytest.raises(AskedWronglyError, match="no stack earshot-dev"):
        plan.rollback(a_situation(), a_release(1), a_template(), NOW)


def test_destroying_keeps_the_data_unless_told() -> None:
    situation = a_running_situation(missing_secrets=("earshot/dev/model",))
    assert kinds(plan.destruction(situation, with_data=False)) == [RemoveStack, RemoveBucket]
    steps = plan.destruction(situation, with_data=True)
    assert kinds(steps) == [RemoveStack, RemoveTable, RemoveSecret, RemoveSecret, RemoveBucket]
    assert RemoveSecret("earshot/dev/model") not in steps


def test_what_was_kept_can_be_destroyed_later() -> None:
    situation = a_situation(has_table=True, missing_secrets=())
    with pytest.raises(AskedWronglyError, match="nothing of stage dev"):
        plan.destruction(situation, with_data=False)
    assert kinds(plan.destruction(situation, with_data=True))[0] == RemoveTable


def test_every_step_says_what_it_does() -> None:
    plans = (
        planned(a_situation()),
        planned(a_situation(has_table=True, stack=a_stack("ROLLBACK_COMPLETE"))),
        plan.destruction(a_running_situation(), with_data=True),
    )
    told = [describe(step) for steps in plans for step in steps]
    assert all(line and "\n" not in line for line in told)
    assert "take in the table earshot-dev, kept from before" in told


def test_a_made_up_brand_is_listened_for_in_rehearsals_only() -> None:
    package = replace(a_package(), made_up=("tarnhollow",))
    package.template["Parameters"]["XApi"] = {"Type": "String", "Default": ""}
    with pytest.raises(AskedWronglyError, match="made-up tarnhollow"):
        plan.deployment(a_situation(), package, Wish({}), NOW)
    rehearsal = {"XApi": "http://127.0.0.1:9"}
    assert put_up(plan.deployment(a_situation(), package, Wish(rehearsal), NOW)).is_new
    running = a_running_situation(stack=a_stack("CREATE_COMPLETE", rehearsal))
    assert dict(put_up(plan.deployment(running, package, Wish({}), NOW)).parameters)["XApi"] is None
