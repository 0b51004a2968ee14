"""What went wrong, in the words of the person at the desk."""

from http import HTTPStatus
from typing import NamedTuple

from chalicelib.domain.errors import (
    BadInputError,
    ConflictError,
    EarshotError,
    IllegalMoveError,
    NotFoundError,
    NotReadyError,
    PolicyForbidsError,
    RetryableError,
    StaleApprovalError,
    StoppedError,
    TerminalError,
)


class NotSignedInError(TerminalError):
    """Nobody is signed in, or the session is over."""


class NotYoursError(TerminalError):
    """The person may not see this brand."""


class ForeignFormError(TerminalError):
    """The form does not come from a page of this session."""


class NotAdminError(TerminalError):
    """Only an admin may do this; the message says what."""


class Problem(NamedTuple):
    """`status` is HTTP's; `remedy` says what to do now."""

    status: int
    title: str
    text: str
    remedy: str


def problem_of(error: EarshotError) -> Problem:
    """The problem to show for an error; the words of the error itself where they are meant for people."""
    match error:
        case NotSignedInError():
            return Problem(401, "You are not signed in", "A session lasts 12 hours.", "Sign in to go on.")
        case NotYoursError():
            return Problem(
                403,
                "This is not yours to see",
                "You work for other brands than this one.",
                "If that is wrong, ask whoever runs Earshot here to add the brand to your account.",
            )
        case NotAdminError():
            return Problem(
                403, "This takes an admin", _sentence(str(error)), "Ask whoever runs Earshot here."
            )
        case ForeignFormError():
            return Problem(
                403,
                "This form is not from this session",
                "It may come from before you signed in, or from another site. Nothing was changed.",
                "Read what is here now, and send it again.",
            )
        case StaleApprovalError():
            return Problem(
                409,
                "Nothing was approved: something changed",
                _sentence("; ".join(error.changes)),
                "Read what is new in the conversation. Your wording is kept below.",
            )
        case ConflictError():
            return Problem(
                409,
                "Somebody else decided first",
                "The case changed while you were deciding. Your decision was not carried out.",
                "See what happened, and decide anew where that is still needed.",
            )
        case IllegalMoveError():
            return Problem(
                409,
                "The case has moved on",
                "What you asked for is no longer possible where the case stands now.",
                "See what happened to it in the history.",
            )
        case PolicyForbidsError():
            return Problem(
                422,
                "The rules do not allow this",
                _sentence(str(error)),
                "You can still post it yourself: hand it off.",
            )
        case NotReadyError():
            return Problem(
                409,
                "The desk cannot go live yet",
                f"Missing: {_sentence('; '.join(error.missing))}",
                "See to it, in the order of the list, and try again.",
            )
        case StoppedError():
            return Problem(
                409, "Everything is stopped", _sentence(str(error)), "Your wording is kept: come back later."
            )
        case BadInputError():
            return Problem(400, "That cannot be used", _sentence(str(error)), "Change it and send it again.")
        case NotFoundError():
            return Problem(
                404,
                "There is nothing here",
                "The case was removed, or the address is not quite right.",
                "Go back to the queue.",
            )
        case RetryableError():
            return Problem(
                503,
                "The desk cannot reach its memory right now",
                "Nothing was lost and nothing was sent.",
                "Try again in a moment.",
            )
        case _:
            return Problem(500, "That did not work", _sentence(str(error)), "Go back to the queue.")


def problem_of_status(status: int) -> Problem:
    """The problem to show where no page answered at all: an address that takes no such request, or a fault
    of ours."""
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Problem(
            status, "There is nothing here", "Nothing can be opened at this address.", "Go back to the queue."
        )
    return Problem(
        status,
        "Something broke on our side",
        "It is not your doing, and what happened is in the log.",
        "Look at the case before you decide again: your decision may have been carried out.",
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:].rstrip(".") + "." if words else ""
