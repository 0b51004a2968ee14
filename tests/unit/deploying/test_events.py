"""What happens to a stack is told once, in its order, and asked for no further back than needed."""

from collections.abc import Iterator
from typing import Any

import pytest

from infra.deploying.errors import DeployError
from infra.deploying.events import Watch

PAGE = 3


class Stacks:
    """CloudFormation of one stack: its events, newest first, in pages, and how many pages were asked for."""

    def __init__(self, status: str, *events: dict[str, str]) -> None:
        self.status = status
        self.events = list(events)
        self.pages = 0

    def describe_stacks(self, **asked: str) -> dict[str, Any]:
        return {"Stacks": [{"StackId": asked["StackName"], "StackStatus": self.status}]}

    def get_paginator(self, name: str) -> "Stacks":
        assert name == "describe_stack_events"
        return self

    def paginate(self, **asked: str) -> Iterator[dict[str, Any]]:
        newest_first = self.events[::-1]
        for start in range(0, len(newest_first), PAGE):
            self.pages += 1
            yield {"StackEvents": newest_first[start : start + PAGE]}


def an_event(
    number: int, resource: str = "Listen", status: str = "UPDATE_COMPLETE", reason: str = ""
) -> dict[str, str]:
    return {
        "EventId": str(number),
        "LogicalResourceId": resource,
        "ResourceType": "AWS::Lambda::Function",
        "ResourceStatus": status,
        "ResourceStatusReason": reason,
    }


def test_only_what_is_new_is_told_and_no_older_page_is_asked_for() -> None:
    stacks, told = Stacks("UPDATE_COMPLETE", *(an_event(number) for number in range(20))), list[str]()
    watch = Watch(stacks, "arn", told.append)
    assert stacks.pages == 1
    stacks.events += [
        an_event(21, "Draft", "UPDATE_IN_PROGRESS"),
        an_event(22, "Draft"),
        an_event(23, "Publish"),
    ]
    assert watch.until_done(2) == "UPDATE_COMPLETE"
    assert [line.split()[:2] for line in told] == [["1/2", "Draft"], ["2/2", "Publish"]]
    assert stacks.pages == 3


def test_the_first_that_failed_by_itself_is_named() -> None:
    stacks = Stacks("UPDATE_ROLLBACK_COMPLETE")
    watch = Watch(stacks, "arn", lambda line: None)
    stacks.events = [
        an_event(1, "Draft", "UPDATE_FAILED", "Resource update cancelled"),
        an_event(2, "Publish", "UPDATE_FAILED", "The role\n  may not be passed"),
        an_event(3, "Sweep", "UPDATE_FAILED", "something later"),
    ]
    with pytest.raises(DeployError) as failure:
        watch.until_done(3)
    cause = "Publish (AWS::Lambda::Function) failed: The role may not be passed"
    assert str(failure.value) == f"{cause} [the stack is UPDATE_ROLLBACK_COMPLETE]"


def test_a_stack_that_ends_badly_without_a_word_is_told_by_its_status() -> None:
    watch = Watch(Stacks("DELETE_FAILED"), "arn", lambda line: None)
    with pytest.raises(DeployError, match="ended as DELETE_FAILED"):
        watch.until_done(1)
