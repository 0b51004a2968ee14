"""Reads the network's own tag of a post's language."""

import re

# X's tags for posts without a language of their own, and its names for three languages.
_NO_LANGUAGE = frozenset({"", "und", "qam", "qct", "qht", "qme", "qst", "zxx", "art"})
_OTHER_NAMES = {"in": "id", "iw": "he", "ji": "yi"}
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*\Z")


def read_tag(tag: str | None) -> str | None:
    """The tag as BCP 47 in lower case, by today's names; None where it names no language."""
    told = (tag or "").strip().lower().replace("_", "-")
    first, _, rest = told.partition("-")
    if first in _NO_LANGUAGE or not _TAG.match(told):
        return None
    return "-".join(filter(None, (_OTHER_NAMES.get(first, first), rest)))


def base_of(tag: str) -> str:
    """The language that a tag names, without region or script."""
    return tag.split("-")[0]
