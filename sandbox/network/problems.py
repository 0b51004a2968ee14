"""The errors of X's API, word for word where its clients have reported them."""

from dataclasses import dataclass, field
from datetime import datetime

from sandbox.network.settings import CreditsShape, ReplyRuleWording

Json = dict[str, object]

_TYPES = "https://api.twitter.com/2/problems/"


@dataclass
class Problem(Exception):  # noqa: N818 (X's word)
    """An answer that is an error: an HTTP status and a body in X's Problem shape."""

    status: int
    body: Json
    headers: dict[str, str] = field(default_factory=dict)


def _blank(status: int, title: str, detail: str) -> Problem:
    return Problem(status, {"title": title, "type": "about:blank", "status": status, "detail": detail})


def unauthorized() -> Problem:
    return _blank(401, "Unauthorized", "Unauthorized")


def invalid(parameter: str, value: str, message: str) -> Problem:
    """A parameter that X refuses, with the reason."""
    wrong = {"parameters": {parameter: [value]}, "message": message}
    return Problem(
        400,
        {
            "errors": [wrong],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": _TYPES + "invalid-request",
        },
    )


def not_found_page() -> Problem:
    return _blank(404, "Not Found", "Not Found")


def missing(parameter: str, value: str, kind: str) -> Json:
    """The entry of `errors` for a post or user that is not there."""
    return {
        "value": value,
        "detail": f"Could not find {kind} with {parameter}: [{value}].",
        "title": "Not Found Error",
        "resource_type": kind,
        "parameter": parameter,
        "resource_id": value,
        "type": _TYPES + "resource-not-found",
    }


def too_many_requests() -> Problem:
    return _blank(429, "Too Many Requests", "Too Many Requests")


def credits(shape: CreditsShape, account: int) -> Problem:
    """Out of credits, in one of the two shapes seen."""
    detail = f"Your enrolled account [{account}] does not have any credits to fulfill this request."
    if shape == "credits-depleted":
        title, kind = "CreditsDepleted", _TYPES + "credits"
        return Problem(402, {"account_id": account, "title": title, "detail": detail, "type": kind})
    kind = "https://api.x.com/2/problems/credits-depleted"
    return Problem(402, {"title": "Payment Required", "detail": detail, "type": kind, "status": 402})


def reply_not_allowed(wording: ReplyRuleWording) -> Problem:
    """The reply rule of 23 February 2026, in one of the two wordings seen."""
    if wording == "mentioned":
        detail = "You can only reply to or quote posts where you are mentioned or are the author."
        return _blank(403, "Authorization Error", detail)
    return forbidden(
        "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged "
        "by the author of the post you are replying to."
    )


def forbidden(detail: str = "You are not permitted to perform this action.") -> Problem:
    return _blank(403, "Forbidden", detail)


def no_right_to_write() -> Problem:
    return forbidden(
        "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint."
    )


def duplicate() -> Problem:
    return forbidden("You are not allowed to create a Tweet with duplicate content.")


def parent_gone() -> Problem:
    return forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")


def too_long() -> Problem:
    return _blank(
        400,
        "Bad Request",
        "Your Tweet text is too long. For more information on how Twitter determines text length see "
        "https://github.com/twitter/twitter-text.",
    )


def server_error() -> Problem:
    return _blank(
        500, "Internal Server Error", "Something is broken. This is a fault of the sandbox network."
    )


def unavailable() -> Problem:
    return _blank(503, "Service Unavailable", "Service Unavailable")


def since_id_too_old(value: str, oldest: datetime, oldest_id: int) -> Problem:
    message = (
        f"'since_id' must be a tweet id created after [{oldest:%Y-%m-%dT%H:%MZ}]. "
        f"Please use a 'since_id' that is larger than {oldest_id}"
    )
    return invalid("since_id", value, message)
