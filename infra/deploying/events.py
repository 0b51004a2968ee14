"""Follows a stack while CloudFormation changes it, and finds what went wrong."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from infra.deploying.errors import DeployError, told
from infra.deploying.situation import read_stack

FIRST_WAIT, LONGEST_WAIT = 0.2, 4.0  # seconds
# A distribution or a table's index takes long, but not so long.
LONGEST = 60 * 60.0


@dataclass(frozen=True)
class Event:
    """Something that happened to one resource of a stack."""

    id: str
    resource: str
    type: str
    status: str
    reason: str

    @property
    def is_final(self) -> bool:
        """Whether the resource got somewhere by it."""
        return self.status.endswith(("_COMPLETE", "_FAILED"))

    @property
    def is_cause(self) -> bool:
        """Whether it failed by itself, and was not only stopped because another did."""
        return self.status.endswith("_FAILED") and "cancelled" not in self.reason.lower()

    @property
    def is_of_stack(self) -> bool:
        """Whether it tells of the stack as a whole."""
        return self.type == "AWS::CloudFormation::Stack"


class Watch:
    """Watches one operation on a stack, from before it begins. Every method raises DeployError."""

    def __init__(self, client: Any, stack_id: str, say: Callable[[str], None]) -> None:
        self._client = client
        self._stack_id = stack_id
        self._say = say
        self._seen: set[str] = set()
        self._cause: Event | None = None
        self._new()

    def until_done(self, resources: int) -> str:
        """Tell what happens until the operation is over; the stack's status then. `resources` is how many
        are to be changed. Where the operation fails, DeployError names the first resource that did."""
        deadline, wait, done = time.monotonic() + LONGEST, FIRST_WAIT, 0
        while True:
            stack = read_stack(self._client, self._stack_id)
            for event in self._new():
                done += event.is_final and not event.is_of_stack
                self._tell(event, done, resources)
            status = stack.status if stack else "DELETE_COMPLETE"
            if not status.endswith("_IN_PROGRESS"):
                return self._checked(status)
            if time.monotonic() > deadline:
                raise DeployError(f"after an hour the stack is still {status}; see its events in the console")
            time.sleep(wait)
            wait = min(LONGEST_WAIT, wait * 1.5)

    def _checked(self, status: str) -> str:
        if "ROLLBACK" not in status and not status.endswith("_FAILED"):
            return status
        cause = self._cause
        what = f"{cause.resource} ({cause.type}) failed: {cause.reason}" if cause else f"it ended as {status}"
        raise DeployError(f"{' '.join(what.split())} [the stack is {status}]")

    def _new(self) -> list[Event]:
        """What happened since the last time, oldest first. AWS tells the newest first, and of months."""
        new: list[Event] = []
        with told(f"reading what happens to {self._stack_id}"):
            pages = self._client.get_paginator("describe_stack_events").paginate(StackName=self._stack_id)
            for page in pages:
                found = [_event(one) for one in page["StackEvents"]]
                new += [event for event in found if event.id not in self._seen]
                if self._is_known(found):
                    break
        self._seen |= {event.id for event in new}
        return new[::-1]

    def _is_known(self, found: list[Event]) -> bool:
        """Whether all that is older was seen before; the first page does for a beginning."""
        return not self._seen or any(event.id in self._seen for event in found)

    def _tell(self, event: Event, done: int, resources: int) -> None:
        if self._cause is None and event.is_cause:
            self._cause = event
        if event.is_final and not event.is_of_stack:
            count = f"{done}/{resources}" if done <= resources else f"{done}"
            reason = f": {event.reason}" if event.is_cause else ""
            words = event.status.lower().replace("_", " ")
            self._say(f"    {count:>7}  {event.resource} ({event.type}) {words}{reason}")


def _event(one: dict[str, Any]) -> Event:
    return Event(
        id=one["EventId"],
        resource=one.get("LogicalResourceId", ""),
        type=one.get("ResourceType", ""),
        status=one.get("ResourceStatus", ""),
        reason=one.get("ResourceStatusReason", ""),
    )


def polls(seconds: float) -> Iterator[float]:
    """Seconds waited so far, with a growing pause before each but the first, until so many are over."""
    began, wait = time.monotonic(), FIRST_WAIT
    while (waited := time.monotonic() - began) < seconds:
        yield waited
        time.sleep(wait)
        wait = min(LONGEST_WAIT, wait * 1.5)
