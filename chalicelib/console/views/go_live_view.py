"""What a desk needs before it may post: a checklist with a form at each point, and who changed what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.console.problems import Problem
from chalicelib.console.views.changes import ChangeLine
from chalicelib.console.words import count
from chalicelib.control.going_live import Requirement
from chalicelib.cost.caps import at_most
from chalicelib.cost.known import Known
from chalicelib.domain.caps import WITHOUT_CAPS, Bought, Caps
from chalicelib.domain.control import DeskControl
from chalicelib.domain.money import in_dollars

# What is suggested to a desk that has no caps: what it may buy while it observes, and some replies.
SUGGESTED = WITHOUT_CAPS.model_copy(update={"posts_a_day": 50, "posts_a_month": 500})
PERIODS = ("day", "month")
BOUGHT = {
    Bought.READS: ("Posts read", "Found by the desk's searches. At least 100, the size of a page."),
    Bought.POSTS: ("Replies posted", "By Earshot. What is handed off to a person is not counted."),
    Bought.TOKENS: ("Model tokens", "About 2,000 for a draft. 0 where no model is connected."),
}


@dataclass(frozen=True)
class Step:
    """One thing that is needed. `form` names what is set here: a statement, `caps`, `keys`, or empty.

    `open`: the form is shown although nothing is to be done any more, since it was just refused.
    """

    title: str
    met: bool
    says: str
    remedy: str
    form: str
    open: bool


@dataclass(frozen=True)
class CapField:
    """One number of the form: its name, its label for those who do not see the table, and what it holds."""

    name: str
    label: str
    value: str
    suggested: str


@dataclass(frozen=True)
class CapRow:
    """The caps on one thing that is bought: of a day and of a month."""

    label: str
    hint: str
    fields: tuple[CapField, ...]


@dataclass(frozen=True)
class GoLivePage:
    """The page. `seen` is the version of what it shows, `may_change` whether this person may change it."""

    steps: tuple[Step, ...]
    news: str
    caps: tuple[CapRow, ...]
    at_most: str
    accounts: str
    live: bool
    ready: bool
    may_change: bool
    held: str
    seen: int
    history: tuple[ChangeLine, ...]
    problem: Problem | None


def steps_of(needed: Sequence[Requirement], typed: Mapping[str, str]) -> tuple[Step, ...]:
    """The requirements as the page shows them. One question asks for the keys of all accounts."""
    asking = next((one for one in needed if one.key == "keys" and not one.met), None)
    return tuple(
        Step(
            title=one.title,
            met=one.met,
            says=one.says,
            remedy="" if one.met else one.remedy,
            form="" if one.key == "keys" and one is not asking else one.key,
            open=one.key == "caps" and not typed.keys().isdisjoint(Caps.model_fields),
        )
        for one in needed
    )


def news(steps: Sequence[Step]) -> str:
    """`3 of 5 done`."""
    return f"{sum(one.met for one in steps)} of {len(steps)} done"


def cap_rows(control: DeskControl, typed: Mapping[str, str]) -> tuple[CapRow, ...]:
    """The form of the caps, with what is in force or what was `typed` into a form that was refused."""
    return tuple(
        CapRow(label, hint, tuple(_field(what, period, control.caps, typed) for period in PERIODS))
        for what, (label, hint) in BOUGHT.items()
    )


def priced(caps: Caps | None, known: Known) -> str:
    """What the caps allow to be spent, or those that hold while nobody has set any. Prices are X's list's."""
    most = at_most(caps or WITHOUT_CAPS, known)
    day, month = in_dollars(most.day.worst), in_dollars(most.month.worst)
    allowed = "These caps allow" if caps else "Until you set them, a desk that observes may spend"
    beside = " Tokens are not in it: no price is known for the model." if most.month.unpriced else ""
    return (
        f"{allowed} at most {day} a day and {month} a month, at the list prices of X of "
        f"{known.prices.x.as_of} and without AWS.{beside}"
    )


def cap_label(name: str) -> str:
    """`reads_a_day` → `Posts read a day`."""
    what, _, period = name.split("_")
    return f"{BOUGHT[Bought(what)][0]} a {period}"


def held(approved: int, *, is_more: bool) -> str:
    """What is approved and waits for the desk to be live; empty where nothing is."""
    number = count(approved, "approved reply", "approved replies")
    return "" if not approved else f"more than {number}" if is_more else number


def _field(what: Bought, period: str, caps: Caps | None, typed: Mapping[str, str]) -> CapField:
    name = f"{what}_a_{period}"
    value = str(getattr(caps, name)) if caps else ""
    return CapField(name, cap_label(name), typed.get(name, value), str(getattr(SUGGESTED, name)))
