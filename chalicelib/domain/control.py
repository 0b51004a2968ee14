"""What people decide about the deployment itself: the one switch, and which desk may post."""

from enum import StrEnum

from pydantic import Field

from chalicelib.domain.caps import WITHOUT_CAPS, Caps
from chalicelib.domain.value import UtcTime, Value


class Switch(Value):
    """The one switch. While it is `stopped` nothing leaves, whatever was approved.

    `table` is the identity of the table that this was written to: a restored copy carries the identity of
    its original, and so gives itself away. `restored_at` is when such a copy was last noticed, and
    `recovering` whether its cases are still to be settled. `version` grows with each change.
    """

    stopped: bool = False
    who: str = ""
    why: str = ""
    at: UtcTime | None = None
    table: str = ""
    restored_at: UtcTime | None = None
    recovering: bool = False
    version: int = 0


class Mode(StrEnum):
    """What a desk does with what was approved. A new one observes: it listens and drafts, nothing leaves."""

    OBSERVING = "observing"
    LIVE = "live"
    STOPPED = "stopped"


class Statements(Value):
    """What a person states about a desk's accounts, because no machine can find it out.

    `ai_replies_approved`: whether X has approved that this app posts replies written by AI; None until
    somebody says yes or no. `automated_label`: the account carries X's 'Automated' label and its bio names
    who runs it. `regions_fit`: table and model are in regions where the brand may keep its customers' posts.
    """

    ai_replies_approved: bool | None = None
    automated_label: bool = False
    regions_fit: bool = False


class DeskControl(Value):
    """Whether a desk is live, and on what grounds. Without one of its own a desk observes.

    `who` changed it last, `at` (UTC); `version` grows with each change.
    """

    brand: str
    desk: str
    live: bool = False
    caps: Caps | None = None
    statements: Statements = Field(default_factory=Statements)
    who: str = ""
    at: UtcTime | None = None
    version: int = 0

    @property
    def caps_in_force(self) -> Caps:
        """The caps that somebody set, or those of a deployment where nobody did."""
        return self.caps or WITHOUT_CAPS


class ControlEvent(Value):
    """The trace of one change of the switch or of a desk: who, when (UTC), what, why."""

    version: int
    at: UtcTime
    who: str
    what: str
    why: str = ""


def mode_of(switch: Switch, desk: DeskControl) -> Mode:
    """The mode that the desk is in."""
    if switch.stopped:
        return Mode.STOPPED
    return Mode.LIVE if desk.live else Mode.OBSERVING


def why_nothing_leaves(switch: Switch, table: str, desk: DeskControl) -> str:
    """Why nothing may be posted for this desk now, in words; empty when it may. `table` is the table's own
    identity, as the table service tells it."""
    if switch.stopped:
        return f"everything is stopped ({switch.who}: {switch.why})"
    if switch.table != table:
        return "this table was not taken into use yet, or it was restored: the next sweep settles it"
    if not desk.live:
        return f"the desk {desk.desk} observes"
    if desk.caps is None:
        return f"the desk {desk.desk} has no caps"
    return ""
