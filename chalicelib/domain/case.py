"""A case: one person's matter with the brand, the unit that people work on."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import model_validator

from chalicelib.domain.post import Author
from chalicelib.domain.ruling import Lane, Ruling
from chalicelib.domain.state import State
from chalicelib.domain.value import UtcTime, Value, digest
from chalicelib.domain.verdict import Verdict

EXCERPT_LENGTH = 160

# These states rest on an approval; a case in one of them without it cannot even be built.
RESTS_ON_APPROVAL = frozenset(
    {State.APPROVED, State.PUBLISHING, State.UNKNOWN, State.HANDED_OFF, State.POSTED}
)


class Owed(Value):
    """Since when an answer is owed, and by when. Times UTC."""

    since: UtcTime
    due_at: UtcTime


class Case(Value):
    """`version` counts every change (optimistic locking); `conversation_version` counts what was said.

    `posts` are refs in the order they joined; `parent` is the one that a reply would answer, as it was at
    `parent_version`; `api_refused_for` is the post for which the network itself closed the API lane.
    `before` is the author's case before this one, if there was any.
    `since` is when the oldest unanswered post was written; `after_reply` is what will be owed once the reply
    under way stands, because the person wrote on meanwhile. `not_before` is when the next work on the case
    may begin, where that is not at once. All times UTC.
    """

    id: str
    brand: str
    desk: str
    network: str
    state: State
    version: int
    conversation_version: int
    author: Author
    posts: tuple[str, ...]
    conversations: tuple[str, ...]
    parent: str
    parent_version: str
    excerpt: str
    verdict: Verdict
    ruling: Ruling
    since: UtcTime
    first_post_at: UtcTime
    last_post_at: UtcTime
    due_at: UtcTime
    after_reply: Owed | None = None
    changed_at: UtcTime
    draft_id: str | None = None
    drafted_version: int = 0
    drafts: int = 0
    approval_id: str | None = None
    attempt_id: str | None = None
    not_before: UtcTime | None = None
    notice: str = ""
    api_refused_for: str | None = None
    claimed_by: str | None = None
    claimed_until: UtcTime | None = None
    before: str | None = None

    @model_validator(mode="after")
    def _rests_on_an_approval(self) -> Self:
        if self.state in RESTS_ON_APPROVAL and self.approval_id is None:
            raise ValueError(f"a case cannot be {self.state} without an approval")
        if self.state is State.PUBLISHING and self.attempt_id is None:
            raise ValueError("a case cannot be publishing without an attempt")
        return self

    @property
    def draft_is_stale(self) -> bool:
        """Whether the conversation went on after the draft was made (or none was made yet)."""
        return self.drafted_version < self.conversation_version

    def claimant(self, now: datetime) -> str | None:
        """Who holds the case at this moment."""
        return self.claimed_by if self.claimed_until and self.claimed_until > now else None


class WorkKind(StrEnum):
    """What a machine still owes a case (or, for `triage`, a post)."""

    TRIAGE = "triage"
    DRAFT = "draft"
    PUBLISH = "publish"
    SETTLE = "settle"
    RECONCILE = "reconcile"
    RECOGNISE = "recognise"


class Work(NamedTuple):
    """A kind of work and the moment (UTC) from which it may be done."""

    kind: WorkKind
    at: datetime


_WORK_OF_STATE = {
    State.PUBLISHING: WorkKind.SETTLE,
    State.UNKNOWN: WorkKind.RECONCILE,
    State.HANDED_OFF: WorkKind.RECOGNISE,
}


def next_work(case: Case) -> Work | None:
    """What a machine owes the case, derived from the case alone so that the two cannot disagree."""
    at = case.not_before or case.changed_at
    if case.state is State.APPROVED and case.ruling.lane is Lane.API:
        return Work(WorkKind.PUBLISH, at)
    if case.state in (State.DRAFTING, State.WAITING) and case.draft_is_stale:
        return Work(WorkKind.DRAFT, at)
    kind = _WORK_OF_STATE.get(case.state)
    return Work(kind, at) if kind else None


def case_id_for(brand: str, founding_post: str) -> str:
    """The same founding post always gives the same case id, so a repeated message opens nothing twice."""
    return digest(brand, founding_post)[:20]


def excerpt_of(text: str) -> str:
    """The beginning of a post, for a row of the queue."""
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT_LENGTH else flat[: EXCERPT_LENGTH - 1] + "…"


def due_at(since: datetime, target_minutes: int) -> datetime:
    """When the case should be answered."""
    return since + timedelta(minutes=target_minutes)
