"""What any keeper of the switch and of the desks' modes does."""

import threading
from typing import TYPE_CHECKING

import pytest

from chalicelib.adapters.dynamodb import DynamoControls
from chalicelib.adapters.dynamodb.table import create_table
from chalicelib.adapters.memory.controls import MemoryControls
from chalicelib.domain.control import ControlEvent, DeskControl, Switch
from chalicelib.domain.errors import ConflictError
from chalicelib.ports import Controls
from tests.support.values import BRAND, NOW

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture(params=["memory", "dynamodb"])
def controls(request: pytest.FixtureRequest) -> Controls:
    """Untouched controls: the twin, and the real ones on the emulator."""
    if request.param == "memory":
        return MemoryControls()
    return DynamoControls(request.getfixturevalue("table_name"), request.getfixturevalue("dynamodb"))


def event(version: int, what: str = "stopped") -> ControlEvent:
    return ControlEvent(version=version, at=NOW, who="ana", what=what, why="a test")


def stopped(version: int) -> Switch:
    return Switch(stopped=True, who="ana", why="a test", at=NOW, table="t", version=version)


def test_nothing_was_decided_at_first(controls: Controls) -> None:
    assert controls.switch() == Switch()
    assert controls.desk(BRAND, "support") == DeskControl(brand=BRAND, desk="support")
    assert controls.switch_events() == ()
    assert controls.desk_events(BRAND, "support") == ()


def test_what_was_decided_is_kept_with_its_trace_newest_first(controls: Controls) -> None:
    controls.throw(stopped(1), event(1))
    controls.throw(stopped(2), event(2, "started"))
    live = DeskControl(brand=BRAND, desk="support", live=True, version=1)
    controls.set_desk(live, event(1, "live"))
    assert controls.switch() == stopped(2)
    assert [one.what for one in controls.switch_events()] == ["started", "stopped"]
    assert [one.what for one in controls.switch_events(limit=1)] == ["started"]
    assert controls.desk(BRAND, "support") == live
    assert controls.desk_events(BRAND, "support") == (event(1, "live"),)


def test_desks_and_brands_are_apart(controls: Controls) -> None:
    controls.set_desk(DeskControl(brand=BRAND, desk="support", live=True, version=1), event(1))
    assert not controls.desk(BRAND, "sales").live
    assert not controls.desk("other", "support").live


def test_a_change_that_rests_on_an_older_version_changes_nothing(controls: Controls) -> None:
    controls.throw(stopped(1), event(1))
    controls.throw(stopped(2), event(2))
    with pytest.raises(ConflictError):
        controls.throw(stopped(2).model_copy(update={"why": "mine"}), event(2, "mine"))
    assert controls.switch() == stopped(2)
    assert len(controls.switch_events()) == 2


def test_the_same_change_again_is_no_second_change(controls: Controls) -> None:
    controls.throw(stopped(1), event(1))
    controls.throw(stopped(1), event(1))
    assert len(controls.switch_events()) == 1


def test_of_many_who_throw_the_switch_at_once_one_does(controls: Controls) -> None:
    first: list[int] = []

    def throw(number: int) -> None:
        try:
            controls.throw(stopped(1).model_copy(update={"who": f"person {number}"}), event(1))
        except ConflictError:
            return
        first.append(number)

    threads = [threading.Thread(target=throw, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(first) == 1
    assert controls.switch().who == f"person {first[0]}"


def test_a_table_says_who_it_is_and_another_is_another(
    controls: Controls, request: pytest.FixtureRequest
) -> None:
    assert controls.table_identity() == controls.table_identity()
    assert controls.table_identity() != MemoryControls().table_identity()


def test_a_table_of_the_same_name_is_another_one(dynamodb: "DynamoDBClient", table_name: str) -> None:
    before = DynamoControls(table_name, dynamodb).table_identity()
    dynamodb.delete_table(TableName=table_name)
    create_table(dynamodb, table_name)
    assert DynamoControls(table_name, dynamodb).table_identity() != before
