"""A text as a post that nobody wrote, to try triage on."""

import re
from datetime import datetime

from chalicelib.domain.post import Author, Post

_HANDLE = re.compile(r"(?<![\w@])@([A-Za-z0-9_]{1,15})")


def pasted(text: str, number: int, now: datetime) -> Post:
    """The text as a post of `now` (UTC) that mentions whom it names."""
    id = f"pasted-{number}"
    return Post(
        network="x",
        id=id,
        author=Author(id="0", handle="somebody", name="Somebody"),
        text=text,
        created_at=now,
        conversation_id=id,
        mentions=tuple(handle.lower() for handle in _HANDLE.findall(text)),
        edit_id=id,
    )
