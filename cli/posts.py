"""A line of a file of posts as a post."""

import hashlib
import re
from datetime import datetime

from chalicelib.adapters.files.jsonl import Line
from chalicelib.adapters.files.times import read_time
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.post import Author, Post

_HANDLE = re.compile(r"(?<![\w@])@([A-Za-z0-9_]{1,15})")
NOBODY = "unknown"


def post_of(line: Line, now: datetime, file: str, number: int) -> Post:
    """The post that a line of `file` holds; of `now` (UTC) without a time. Raises BadInputError."""
    handle = str(line.get("author") or NOBODY).lstrip("@")
    return Post(
        network="x",
        id=str(line["id"]),
        author=Author(
            id=hashlib.sha256(handle.lower().encode()).hexdigest()[:16],
            handle=handle,
            name=str(line.get("name") or handle),
        ),
        text=line["text"],
        created_at=_time(line.get("created_at"), now, file, number),
        lang=str(line["lang"]) if line.get("lang") else None,
        conversation_id=str(line.get("in_reply_to") or line["id"]),
        in_reply_to=str(line["in_reply_to"]) if line.get("in_reply_to") else None,
        mentions=tuple(found.lower() for found in _HANDLE.findall(line["text"])),
        edit_id=str(line["id"]),
    )


def _time(given: object, now: datetime, file: str, number: int) -> datetime:
    if given is None:
        return now
    moment = read_time(str(given))
    if moment is None:
        raise BadInputError(
            "'created_at' is no time; write it like 2026-09-17T14:04:17Z", file=file, line=number
        )
    return moment
