"""The one switch: as every page shows it, and as its own page does."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from chalicelib.console.problems import Problem
from chalicelib.console.views.changes import ChangeLine
from chalicelib.console.views.frame import SwitchView
from chalicelib.console.views.people import who
from chalicelib.console.words import ago
from chalicelib.domain.control import Switch

RUNNING = "What a person approves is posted, where its desk is live."
STOPPED = "Nothing is posted or handed off, for any brand or desk. What is approved is kept."
RECOVERING = (
    "The table may not know what left before. Earshot sets aside each case whose reply may have left, and "
    "looks for it on the network first; until all are, in a minute or two, nobody can start it again. "
    "“After a restore” in docs/going-live.md tells more."
)
ASK_AN_ADMIN = "Only an admin starts it again."


class Held(NamedTuple):
    """The approved replies of a desk that wait for the start, and what becomes of them then."""

    where: str
    href: str
    number: str
    then: str


class SwitchPage(NamedTuple):
    """The page. `why` is what was typed into a form that was refused."""

    held: tuple[Held, ...]
    history: tuple[ChangeLine, ...]
    why: str
    problem: Problem | None


def switch_view(
    switch: Switch, now: datetime, zone: str, people: Mapping[str, str], *, admin: bool
) -> SwitchView:
    """The switch as the frame of every page shows it."""
    return SwitchView(
        stopped=switch.stopped,
        may_start=switch.stopped and admin and not switch.recovering,
        who=who(switch.who, people),
        why=switch.why,
        when=ago(switch.at, now, zone) if switch.at else None,
        means=_means(switch, admin),
        version=switch.version,
    )


def _means(switch: Switch, admin: bool) -> str:
    if not switch.stopped:
        return RUNNING
    if switch.recovering:
        return RECOVERING
    return STOPPED if admin else f"{STOPPED} {ASK_AN_ADMIN}"
