"""One change to a case with all that is written in the same transaction."""

from typing import NamedTuple

from chalicelib.domain.approval import Approval
from chalicelib.domain.attempt import Attempt, Reply
from chalicelib.domain.case import Case
from chalicelib.domain.draft import Draft
from chalicelib.domain.event import Event
from chalicelib.domain.learnt import Gap, Learnt, Reviewed
from chalicelib.domain.mark import Mark
from chalicelib.domain.value import UtcTime, Value
from chalicelib.domain.verdict import Verdict


class Membership(Value):
    """Which case a conversation's author, and (unless put aside) the author as such, belong to now.

    `seen_*` is what was read before; when it is no longer so, somebody else opened or joined first and the
    whole change fails as a conflict.
    """

    author_id: str
    conversation_id: str
    case_id: str
    at: UtcTime
    by_author: bool
    seen_for_conversation: str | None
    seen_for_author: str | None


class Change(NamedTuple):
    """`case` is the new value; the one before has `case.version - len(events)` (0: there is none)."""

    case: Case
    events: tuple[Event, ...]
    triaged: tuple[str, Verdict] | None = None
    membership: Membership | None = None
    draft: Draft | None = None
    approval: Approval | None = None
    attempt: Attempt | None = None
    reply: Reply | None = None
    mark: Mark | None = None
    learnt: Learnt | None = None
    reviewed: Reviewed | None = None
    gap: Gap | None = None

    @property
    def rests_on_version(self) -> int:
        """The version that the case must still have for this change to be written."""
        return self.case.version - len(self.events)
