"""Reads and checks the parameters of a request, and refuses what X would refuse."""

import re
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sandbox.network import problems, snowflake
from sandbox.network.reading import Span
from sandbox.network.settings import SEARCH_WINDOW

FIELDS = frozenset(
    {
        "tweet.fields",
        "post.fields",
        "user.fields",
        "expansions",
        "media.fields",
        "poll.fields",
        "place.fields",
    }
)
SPAN = frozenset({"since_id", "until_id", "start_time", "end_time"})
PAGING = frozenset({"max_results", "pagination_token"})

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

Args = Mapping[str, str]


def only(args: Args, allowed: frozenset[str]) -> None:
    """Raises Problem for a parameter that the endpoint does not have."""
    for name in args:
        if name not in allowed:
            known = ",".join(sorted(allowed))
            raise problems.invalid(name, args[name], f"The query parameter [{name}] is not one of [{known}]")


def number(args: Args, parameter: str, least: int, most: int, default: int) -> int:
    """A whole number between two bounds."""
    text = args.get(parameter, str(default))
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        message = f"The `{parameter}` query parameter value [{text}] is not between {least} and {most}"
        raise problems.invalid(parameter, text, message)
    return int(text)


def post_id(text: object, parameter: str) -> int:
    """An id of a post or a user as X writes them: up to 19 digits."""
    if not (isinstance(text, str) and re.fullmatch(r"[0-9]{1,19}", text)):
        message = f"The `{parameter}` value [{text}] is not valid"
        raise problems.invalid(parameter, str(text), message)
    return int(text)


def moment(args: Args, parameter: str) -> datetime | None:
    """A time in RFC 3339, or None if it is not given."""
    text = args.get(parameter)
    if text is None:
        return None
    try:
        if not _TIME.fullmatch(text):
            raise ValueError
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"The `{parameter}` query parameter value [{text}] is not a valid RFC3339 timestamp"
        raise problems.invalid(parameter, text, message) from None


def search_span(args: Args, now: datetime, lag: timedelta) -> Span:
    """The ids that a search may answer, by its ids and times and X's window of 7 days."""
    oldest = now - SEARCH_WINDOW
    by_id, by_time = SPAN & {"since_id", "until_id"} & set(args), {"start_time", "end_time"} & set(args)
    if by_id and by_time:
        first = sorted(by_id)[0]
        message = "Invalid use of 'since_id' or 'until_id' in conjunction with 'start_time' or 'end_time'."
        raise problems.invalid(first, args[first], message)
    _check_since_id(args, oldest)
    _check_times(args, oldest, now - lag)
    span = _span(args, now - lag)
    return Span(max(span.after, snowflake.first_id(snowflake.to_ms(oldest)) - 1), span.before)


def timeline_span(args: Args, now: datetime) -> Span:
    """The ids that a timeline may answer; there a `since_id` wins over a `start_time`."""
    if "since_id" in args:
        args = {name: value for name, value in args.items() if name != "start_time"}
    return _span(args, now)


def _span(args: Args, latest: datetime) -> Span:
    after, before = -1, snowflake.first_id(snowflake.to_ms(latest) + 1)
    start, end = moment(args, "start_time"), moment(args, "end_time")
    if "since_id" in args:
        after = post_id(args["since_id"], "since_id")
    elif start is not None:
        after = snowflake.first_id(snowflake.to_ms(start)) - 1
    if "until_id" in args:
        before = min(before, post_id(args["until_id"], "until_id"))
    elif end is not None:
        before = min(before, snowflake.first_id(snowflake.to_ms(end)))
    return Span(after, before)


def _check_since_id(args: Args, oldest: datetime) -> None:
    oldest_id = snowflake.first_id(snowflake.to_ms(oldest))
    if "since_id" in args and post_id(args["since_id"], "since_id") < oldest_id:
        raise problems.since_id_too_old(args["since_id"], oldest, oldest_id)


def _check_times(args: Args, oldest: datetime, latest: datetime) -> None:
    start, end = moment(args, "start_time"), moment(args, "end_time")
    if start is not None and start < oldest:
        message = f"'start_time' must be on or after {_text(oldest)}"
        raise problems.invalid("start_time", args["start_time"], message)
    if end is not None and end > latest:
        message = f"'end_time' must be on or before {_text(latest)}"
        raise problems.invalid("end_time", args["end_time"], message)
    if start is not None and start >= (end or latest):
        message = "Invalid time range: 'start_time' must be before 'end_time'"
        raise problems.invalid("start_time", args["start_time"], message)


def _text(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%MZ}"


def next_token(last: int, args: Args) -> str:
    """A token for the page after the post `last`, good only for the same query."""
    return _base36(last << 32 | _fingerprint(args))


def token_bound(token: str, args: Args) -> int:
    """The id below which the next page begins. Raises Problem for a token of another query."""
    value = int(token, 36) if re.fullmatch(r"[0-9a-z]{1,40}", token) else -1
    if value < 0 or value & 0xFFFFFFFF != _fingerprint(args):
        message = f"Invalid 'next_token':'{token}'. It does not belong to this query"
        raise problems.invalid("next_token", token, message)
    return value >> 32


def _fingerprint(args: Args) -> int:
    """What must stay the same from page to page."""
    fixed = [args.get(name, "") for name in ("query", "since_id", "until_id", "start_time", "end_time")]
    return zlib.crc32("\x00".join(fixed).encode())


def _base36(value: int) -> str:
    digits = ""
    while value:
        value, digit = divmod(value, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"
