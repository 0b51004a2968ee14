"""Recent counts: how many posts a query finds, hour by hour."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from sandbox.network import parameters, problems, snowflake
from sandbox.network.parameters import Args
from sandbox.network.posts import Post
from sandbox.network.problems import Json
from sandbox.network.settings import SEARCH_WINDOW
from sandbox.network.shapes import iso

_STEPS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}


def counted(posts: Iterable[Post], args: Args, now: datetime) -> Json:
    """X's answer: one entry a minute, hour or day from start to end, and the total."""
    granularity = args.get("granularity", "hour")
    if granularity not in _STEPS:
        message = f"The `granularity` query parameter value [{granularity}] is not one of [minute,hour,day]"
        raise problems.invalid("granularity", granularity, message)
    step = _STEPS[granularity]
    start, end = _bounds(args, now)
    found = Counter(_floor(post.created_at, step) for post in posts)
    data: list[Json] = []
    begin = _floor(start, step)
    while begin < end:
        following = begin + step
        data.append(
            {
                "start": iso(max(begin, start)),
                "end": iso(min(following, end)),
                "tweet_count": found.get(begin, 0),
            }
        )
        begin = following
    return {"data": data, "meta": {"total_tweet_count": found.total()}}


def _bounds(args: Args, now: datetime) -> tuple[datetime, datetime]:
    start = parameters.moment(args, "start_time") or now - SEARCH_WINDOW
    if "since_id" in args:
        start = snowflake.time_of(parameters.post_id(args["since_id"], "since_id"))
    return start, parameters.moment(args, "end_time") or now


def _floor(moment: datetime, step: timedelta) -> datetime:
    seconds = int(step.total_seconds())
    return snowflake.from_ms(int(moment.timestamp()) // seconds * seconds * 1000)
