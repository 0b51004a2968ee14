"""The trace of a change: who, when, what, why. Ids and facts, never anybody's text."""

from pydantic import Field

from chalicelib.domain.state import State
from chalicelib.domain.value import UtcTime, Value


class Event(Value):
    """Written in one transaction with the case's new value; `version` is the case's after it."""

    case_id: str
    version: int
    at: UtcTime
    who: str
    what: str
    from_state: State | None
    to_state: State
    why: str
    facts: dict[str, str] = Field(default_factory=dict)
