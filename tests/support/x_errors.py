"""Every way that a call to X can fail, and the domain's error that it must become."""

from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.domain.errors import (
    CursorTooOldError,
    EarshotError,
    NetworkUnavailableError,
    NotAuthorisedError,
    OutcomeUnknownError,
    OutOfCreditsError,
    PostGoneError,
    RateLimitedError,
    RefusedError,
    ReplyNotAllowedError,
)
from tests.support.scripted_server import Answer, Drop, Raw, Stall, Step
from tests.support.x_answers import PROBLEMS, a_user, invalid, problem

RESET = datetime(2026, 3, 2, 9, 7, tzinfo=UTC)
RESET_TEXT = str(int(RESET.timestamp()))
STALE_ID = (
    "'since_id' must be a tweet id created after 2026-02-23T09:00Z. "
    "Please use a 'since_id' that is larger than 150"
)
ENGAGED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged "
    "by the author of the post you are replying to."
)
MENTIONED = "You can only reply to or quote posts where you are mentioned or are the author."
GONE = "You attempted to reply to a Tweet that is deleted or not visible to you."
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."

Kind = type[EarshotError]


@dataclass(frozen=True)
class Failure:
    """A failure by name; what it is to a read, and to a reply."""

    name: str
    step: Step
    read: Kind
    reply: Kind


def _same(name: str, error: Kind, step: Step) -> Failure:
    return Failure(name, step, error, error)


def _unserved(name: str, step: Step) -> Failure:
    return Failure(name, step, NetworkUnavailableError, OutcomeUnknownError)


FAILURES = [
    _same(
        "402 credits",
        OutOfCreditsError,
        Answer(402, problem(402, "CreditsDepleted", "None.", f"{PROBLEMS}/credits")),
    ),
    _same(
        "402 payment",
        OutOfCreditsError,
        Answer(
            402, problem(402, "Payment Required", "None.", "https://api.x.com/2/problems/credits-depleted")
        ),
    ),
    _same("402 without a word", OutOfCreditsError, Answer(402, b"")),
    _same(
        "429 monthly cap",
        OutOfCreditsError,
        Answer(
            429, problem(429, "UsageCapExceeded", "Usage cap exceeded: Monthly", f"{PROBLEMS}/usage-capped")
        ),
    ),
    _same("401", NotAuthorisedError, Answer(401, problem(401, "Unauthorized", "Unauthorized"))),
    _same("403", RefusedError, Answer(403, problem(403, "Forbidden", "You are not permitted to do this."))),
    _same("403 v1.1 shape", RefusedError, Answer(403, {"errors": [{"code": 187, "message": DUPLICATE}]})),
    Failure(
        "403 not engaged", Answer(403, problem(403, "Forbidden", ENGAGED)), RefusedError, ReplyNotAllowedError
    ),
    Failure(
        "403 not mentioned",
        Answer(403, problem(403, "Authorization Error", MENTIONED)),
        RefusedError,
        ReplyNotAllowedError,
    ),
    Failure("403 parent gone", Answer(403, problem(403, "Forbidden", GONE)), RefusedError, PostGoneError),
    Failure("400 parent gone", Answer(400, invalid("id", "1", GONE)), RefusedError, PostGoneError),
    _same("403 duplicate", RefusedError, Answer(403, problem(403, "Forbidden", DUPLICATE))),
    _same("403 of odd JSON", RefusedError, Answer(403, {"errors": [5, None], "detail": 7, "title": []})),
    _same("400", RefusedError, Answer(400, invalid("query", "(", "no viable alternative at character"))),
    _same("400 since_id", CursorTooOldError, Answer(400, invalid("since_id", "100", STALE_ID))),
    _same("404", RefusedError, Answer(404, b"<html>not here</html>", {"content-type": "text/html"})),
    _same("429", RateLimitedError, Answer(429, b"", {"x-rate-limit-reset": RESET_TEXT})),
    _same("429 without reset", RateLimitedError, Answer(429, problem(429, "Too Many Requests", "Too Many"))),
    _same("429 odd reset", RateLimitedError, Answer(429, [], {"x-rate-limit-reset": "soon"})),
    _unserved("408", Answer(408, b"")),
    _unserved("500", Answer(500, problem(500, "Internal Server Error", "Oops"))),
    _unserved("503", Answer(503, b"<html>over capacity</html>")),
    _unserved("503 of odd JSON", Answer(503, ["down"])),
    _unserved("redirect", Answer(302, b"", {"location": "/2/elsewhere"})),
    _unserved("not JSON", Answer(200, b"<html>")),
    _unserved("not UTF-8", Answer(200, b'{"data": "\xff\xfe')),
    _unserved("deep JSON", Answer(200, b"[" * 200_000)),
    _unserved("no object", Answer(200, [])),
    _unserved("empty object", Answer(200, {})),
    _unserved("no body", Answer(200, b"")),
    _unserved("data of a wrong kind", Answer(200, {"data": [{"id": a_user()}]})),
    _unserved("cut short", Answer(200, {"meta": {"result_count": 0}}, cut=5)),
    _unserved("error cut short", Answer(500, {"detail": "Oops"}, cut=5)),
    _unserved("not HTTP", Raw(b"HELO example\r\n\r\n")),
    _unserved("closed without a word", Raw(b"")),
    _unserved("broken headers", Raw(b"HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n{}")),
    _unserved("bad chunks", Raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}")),
    _unserved("false gzip", Answer(200, b"{}", {"content-encoding": "gzip"})),
    _unserved("dropped unread", Drop(after_reading=False)),
    _unserved("dropped after reading", Drop()),
    _unserved("stalled", Stall()),
]
