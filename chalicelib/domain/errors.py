"""Every error of Earshot, split by what the caller may do about it.

Adapters translate their SDK's errors into these and nothing else; steps know only these.
"""

from datetime import datetime

from chalicelib.domain.draft import Usage


class EarshotError(Exception):
    """Anything that Earshot raises on purpose."""


# --- retryable: the same call may succeed later -------------------------------------------------


class RetryableError(EarshotError):
    """Nothing was changed outside; try again, at `not_before` (UTC) where one is known."""

    def __init__(self, message: str, not_before: datetime | None = None) -> None:
        super().__init__(message)
        self.not_before = not_before


class ConflictError(RetryableError):
    """Somebody else changed the item first; read it again."""


class StoreUnavailableError(RetryableError):
    """The table throttled the call or did not answer."""


class NetworkUnavailableError(RetryableError):
    """The network did not receive or did not serve the request.

    `may_be_billed`: it may have served it all the same, and its answer was lost.
    """

    def __init__(
        self, message: str, not_before: datetime | None = None, *, may_be_billed: bool = False
    ) -> None:
        super().__init__(message, not_before)
        self.may_be_billed = may_be_billed


class RateLimitedError(NetworkUnavailableError):
    """The network asks to wait until `not_before`."""


class OutOfCreditsError(NetworkUnavailableError):
    """The account at the network has no credits left; a person has to top it up."""


class ModelUnavailableError(RetryableError):
    """The language model gave no usable answer.

    `may_be_billed`: it may have worked for it all the same; `usage` is what it told that it took.
    """

    def __init__(self, message: str, *, may_be_billed: bool = True, usage: Usage | None = None) -> None:
        super().__init__(message)
        self.may_be_billed = may_be_billed
        self.usage = usage or Usage()


# --- neither: sent, and nobody knows ------------------------------------------------------------


class OutcomeUnknownError(EarshotError):
    """The call left and its answer was lost: never repeat it blindly, reconcile by reading."""


# --- terminal: the same call can never succeed --------------------------------------------------


class TerminalError(EarshotError):
    """Trying again changes nothing."""


class IllegalMoveError(TerminalError):
    """The case may not go from its state to the one asked for."""


class StaleApprovalError(TerminalError):
    """Something that the approval rests on has changed; `changes` says what, in words."""

    def __init__(self, changes: tuple[str, ...]) -> None:
        super().__init__("the approval no longer holds: " + "; ".join(changes))
        self.changes = changes


class NotFoundError(TerminalError):
    """There is no such thing (any more) in this brand."""


class PostGoneError(TerminalError):
    """The post was deleted or is no longer visible to us."""


class ReplyNotAllowedError(TerminalError):
    """The network's reply rule refuses this one reply; the account is fine."""


class RefusedError(TerminalError):
    """The network refuses the request for another reason (wording in the message)."""


class CursorTooOldError(TerminalError):
    """The network no longer knows so old an id; ask by time instead, and declare the gap."""


class NotAuthorisedError(TerminalError):
    """The account's keys are missing, wrong or withdrawn."""


class PolicyForbidsError(TerminalError):
    """A rule of the network, as we hold it, forbids this."""


class BudgetExhaustedError(TerminalError):
    """What was set aside for this is spent; nothing more is bought until `renewed_at` (UTC), where known."""

    def __init__(self, message: str, renewed_at: datetime | None = None) -> None:
        super().__init__(message)
        self.renewed_at = renewed_at


class NotReadyError(TerminalError):
    """A desk may not go live yet; `missing` names what is not there."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("the desk cannot go live yet; missing: " + "; ".join(missing))
        self.missing = missing


class StoppedError(TerminalError):
    """A person stopped everything that leaves, or this desk only observes."""


class LeaseLostError(TerminalError):
    """Another worker holds the lease now; stop without writing."""


class BadInputError(TerminalError):
    """What a person gave us cannot be used; the message names file, line or field, and what to do.

    `problem` is the message without the place.
    """

    def __init__(self, problem: str, *, file: str | None = None, line: int | None = None) -> None:
        self.problem, self.file, self.line = problem, file, line
        place = ":".join(str(part) for part in (file, line) if part is not None)
        super().__init__(f"{place}: {problem}" if place else problem)
