"""The states of a case and the one table of legal moves."""

from enum import StrEnum


class State(StrEnum):
    """Where a case stands. A claim is a lease on a case, not a state."""

    FOUND = "found"
    IGNORED = "ignored"
    DRAFTING = "drafting"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    ESCALATED = "escalated"
    APPROVED = "approved"
    PUBLISHING = "publishing"
    UNKNOWN = "unknown"
    HANDED_OFF = "handed_off"
    POSTED = "posted"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"


S = State

LEGAL_MOVES: dict[State, frozenset[State]] = {
    S.FOUND: frozenset({S.IGNORED, S.DRAFTING, S.WITHDRAWN, S.BLOCKED}),
    S.IGNORED: frozenset({S.WAITING, S.WITHDRAWN, S.BLOCKED}),
    S.DRAFTING: frozenset({S.WAITING, S.EXPIRED, S.WITHDRAWN, S.BLOCKED}),
    S.WAITING: frozenset(
        {S.SNOOZED, S.ESCALATED, S.APPROVED, S.REJECTED, S.RESOLVED, S.EXPIRED, S.WITHDRAWN, S.BLOCKED}
    ),
    S.SNOOZED: frozenset({S.WAITING, S.EXPIRED, S.WITHDRAWN, S.BLOCKED}),
    S.ESCALATED: frozenset({S.WAITING, S.REJECTED, S.RESOLVED, S.WITHDRAWN, S.BLOCKED}),
    S.APPROVED: frozenset({S.PUBLISHING, S.HANDED_OFF, S.WAITING, S.UNKNOWN, S.WITHDRAWN, S.BLOCKED}),
    S.PUBLISHING: frozenset({S.POSTED, S.APPROVED, S.WAITING, S.UNKNOWN}),
    S.UNKNOWN: frozenset({S.POSTED, S.WAITING}),
    S.HANDED_OFF: frozenset({S.POSTED, S.WAITING, S.EXPIRED, S.WITHDRAWN, S.BLOCKED}),
    S.POSTED: frozenset({S.ANSWERED, S.RESOLVED}),
    S.ANSWERED: frozenset({S.WAITING, S.RESOLVED}),
    S.RESOLVED: frozenset(),
    S.REJECTED: frozenset(),
    S.EXPIRED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.BLOCKED: frozenset(),
}

# A further post of the same author joins a case in these states; in any other it opens a new one.
OPEN = frozenset(S) - {S.IGNORED, S.RESOLVED, S.REJECTED, S.EXPIRED, S.WITHDRAWN, S.BLOCKED}

# Here the work is done, and people look for what was done last; in any other state for what is most urgent.
NEWEST_FIRST = frozenset(
    {S.IGNORED, S.POSTED, S.ANSWERED, S.RESOLVED, S.REJECTED, S.EXPIRED, S.WITHDRAWN, S.BLOCKED}
)
