"""What people changed about the deployment: who, when, what, why."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.console.views.people import who
from chalicelib.console.words import Moment, exactly
from chalicelib.domain.control import ControlEvent

WHAT = {
    "taken into use": "Taken into use",
    "stopped": "Stopped",
    "started": "Started",
    "settled": "Settled after a restore",
    "caps set": "Caps set",
    "stated": "Stated",
    "live": "Live",
    "observing": "Observing",
}


class ChangeLine(NamedTuple):
    """One change; `when` in the words of the desk's zone."""

    when: Moment
    who: str
    what: str
    why: str


def change_lines(
    events: Sequence[ControlEvent], zone: str, people: Mapping[str, str]
) -> tuple[ChangeLine, ...]:
    """The changes in the order given."""
    return tuple(
        ChangeLine(
            when=exactly(event.at, zone),
            who=who(event.who, people),
            what=WHAT.get(event.what, event.what.capitalize()),
            why=event.why,
        )
        for event in events
    )
