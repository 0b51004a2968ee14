"""How long X counts a text: URLs 23, emoji and CJK 2, after NFC, at most 280."""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.resources import files
from types import ModuleType

MAX_LENGTH = 280

# The library's URL pattern needs seconds for some texts of thousands of characters. A text this long is
# over the limit in any case (only one very long link could have saved it), so its length is estimated.
_COUNTED_EXACTLY = 600


# A draft counts the same text several times.
@lru_cache(maxsize=64)
def weighted_length(text: str) -> int:
    """The length of the text as X counts it, https://docs.x.com/fundamentals/counting-characters.

    Never too small. Too large where an emoji is newer than the library's table (each part counts), and for
    a text of more than 600 characters that holds a very long link.
    """
    # A lone surrogate is no character; it would be sent as U+FFFD, which counts 2 as it does here.
    text = unicodedata.normalize("NFC", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    if len(text) > _COUNTED_EXACTLY:
        return sum(1 if ord(character) <= 0x10FF else 2 for character in text)
    return len(text) if _each_counts_one(text) else _count_exactly()(text)


# The ranges of X's table that count one, without the two signs of it that may be emoji; and no dot that could
# make a link.
_ONE_EACH = re.compile(
    r"(?:(?!\.\S|://)[\n\x20-\x7e\xa0-\xa8\xaa-\xad\xaf-\u10ff\u2010-\u201f\u2032-\u2037])*"
)


def _each_counts_one(text: str) -> bool:
    """Whether the text is so plain that the library, which is slow, could only count its characters."""
    return _ONE_EACH.fullmatch(text) is not None


@cache
def _count_exactly() -> Callable[[str], int]:
    """The library, imported at first use: it takes 0.2 s, and most functions never count."""
    with _package_files():
        from twitter_text import parse_tweet

    return lambda text: int(parse_tweet(text).weightedLength)


@contextmanager
def _package_files() -> Iterator[None]:
    """The library reads its table through `pkg_resources`, for its one function: setuptools has dropped that
    module, and importing it took longer than all the rest."""
    stand_in = ModuleType("pkg_resources")
    stand_in.__dict__["resource_string"] = _file_beside
    before = sys.modules.setdefault("pkg_resources", stand_in)
    try:
        yield
    finally:
        if before is stand_in:
            del sys.modules["pkg_resources"]


def _file_beside(module: str, name: str) -> bytes:
    """A file that lies beside a module."""
    return (files(module.rpartition(".")[0]) / name).read_bytes()
