"""What a forecast takes for granted where nothing was counted: data, any of which can be replaced."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from chalicelib.cost.measured import Function
from chalicelib.domain.value import Value

Percent = Annotated[Decimal, Field(ge=0, le=100)]


class Shares(Value):
    """Of 100 posts, so many open a case or join one (all others are put aside), and a language model is asked
    for a second opinion on so many; of 100 cases, so many are published by the API or handed to a person, and
    so many drafts are written; of 100 replies by the API, so many hold a link."""

    opens_a_case: Percent
    joins_a_case: Percent
    published: Percent
    handed_off: Percent
    with_a_link: Percent
    second_opinions: Percent
    drafts_a_case: Annotated[Decimal, Field(ge=0)]

    @model_validator(mode="after")
    def _is_a_whole(self) -> Self:
        if self.opens_a_case + self.joins_a_case > 100 or self.published + self.handed_off > 100:
            raise ValueError("shares of one whole come to more than 100")
        return self


class Consoles(Value):
    """Consoles open at once, and how long: hours a day, days a month. `list_seconds` and `case_seconds` are
    the time between two polls of an open list and of an open case."""

    open: int = Field(ge=0)
    hours: int = Field(ge=0, le=24)
    days: int = Field(ge=0, le=31)
    list_seconds: int = Field(gt=0)
    case_seconds: int = Field(gt=0)


class Deployment(Value):
    """What stands in the account whether or not anything is heard. Memory in MB by function.

    `pollers` are Lambda's own for each queue, each waiting `poll_seconds` for a message at a time.
    `secret_reads_an_hour` and `key_requests_an_hour` are of the whole deployment.
    """

    memory_mb: dict[Function, int]
    queues: int
    pollers: int
    poll_seconds: int
    secrets: int
    secret_reads_an_hour: int
    key_requests_an_hour: int
    alarms: int
    metrics: int
    dashboards: int


class Assumptions(Value):
    """`x_milliseconds` and `model_milliseconds` are how long an answer of X and of the model takes;
    `looks_a_hand_off` how often we look for a reply that is posted `hand_off_minutes` after it was handed
    off; `log_bytes` what one invocation logs;
    `tail_of_day` how many overlaps after it is heard a post is read again at the latest."""

    schema_: Literal[1] = Field(alias="schema")
    shares: Shares
    consoles: Consoles
    deployment: Deployment
    x_milliseconds: int = Field(ge=0)
    model_milliseconds: int = Field(ge=0)
    hand_off_minutes: int = Field(ge=0)
    looks_a_hand_off: int = Field(ge=0)
    log_bytes: int = Field(ge=0)
    tail_of_day: int = Field(ge=0)
