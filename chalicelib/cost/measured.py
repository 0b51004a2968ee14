"""What each thing that Earshot does takes of the machines, as a test counted it on the emulator."""

from datetime import date
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from chalicelib.cost.effort import Effort
from chalicelib.domain.value import Value


class Function(StrEnum):
    """The deployed functions."""

    PAGES = "pages"
    LISTEN = "listen"
    SWEEP = "sweep"
    TRIAGE = "triage"
    DRAFT = "draft"
    PUBLISH = "publish"


class Doing(StrEnum):
    """What is done, once each, alone: a batch of several takes less for each.

    `consulted` is what a second opinion adds to triage. `second_reading` is the delayed second pass of a
    search, `heard_again` each post that it brings once more.
    """

    QUIET_RUN = "quiet_run"
    QUIET_SWEEP = "quiet_sweep"
    HEARD = "heard"
    SECOND_READING = "second_reading"
    HEARD_AGAIN = "heard_again"
    IGNORED = "ignored"
    OPENED = "opened"
    JOINED = "joined"
    CONSULTED = "consulted"
    DRAFTED = "drafted"
    LOOKED_AT = "looked_at"
    APPROVED = "approved"
    PUBLISHED = "published"
    HANDED_OFF = "handed_off"
    LOOKED_FOR = "looked_for"
    RECOGNISED = "recognised"
    LIST_POLLED = "list_polled"
    CASE_POLLED = "case_polled"


FUNCTION_OF = {
    Doing.QUIET_RUN: Function.LISTEN,
    Doing.QUIET_SWEEP: Function.SWEEP,
    Doing.HEARD: Function.LISTEN,
    Doing.SECOND_READING: Function.LISTEN,
    Doing.HEARD_AGAIN: Function.LISTEN,
    Doing.IGNORED: Function.TRIAGE,
    Doing.OPENED: Function.TRIAGE,
    Doing.JOINED: Function.TRIAGE,
    Doing.CONSULTED: Function.TRIAGE,
    Doing.DRAFTED: Function.DRAFT,
    Doing.LOOKED_AT: Function.PAGES,
    Doing.APPROVED: Function.PAGES,
    Doing.PUBLISHED: Function.PUBLISH,
    Doing.HANDED_OFF: Function.PAGES,
    Doing.LOOKED_FOR: Function.SWEEP,
    Doing.RECOGNISED: Function.SWEEP,
    Doing.LIST_POLLED: Function.PAGES,
    Doing.CASE_POLLED: Function.PAGES,
}

IGNORED_POST = (Doing.HEARD, Doing.IGNORED)
CASE = (Doing.HEARD, Doing.OPENED, Doing.DRAFTED, Doing.LOOKED_AT, Doing.APPROVED)
PUBLISHED_REPLY = (Doing.PUBLISHED,)
HANDED_OFF_REPLY = (Doing.HANDED_OFF, Doing.RECOGNISED)
"""What a post that is put aside takes, a case up to its approval, and a reply after that."""


class Measured(Value):
    """The efforts, the day on which they were counted, and with what."""

    schema_: Literal[1] = Field(alias="schema")
    measured_on: date
    with_: str = Field(alias="with")
    efforts: dict[Doing, Effort]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if missing := [doing.value for doing in Doing if doing not in self.efforts]:
            raise ValueError(f"no effort is given for {', '.join(missing)}")
        return self

    def of(self, doing: Doing) -> Effort:
        """What doing it once takes."""
        return self.efforts[doing]

    def of_all(self, *doings: Doing) -> Effort:
        """What doing each of them once takes."""
        return sum((self.of(doing) for doing in doings), Effort())
