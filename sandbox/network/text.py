"""What X reads out of a text: words, @handles, #hashtags, links, and its weighted length."""

import hashlib
import re
import unicodedata
import warnings
from dataclasses import dataclass
from functools import lru_cache

from sandbox.network.posts import Link

with warnings.catch_warnings():
    # The package asks for pkg_resources, whose deprecation is no news to whoever runs the sandbox.
    warnings.simplefilter("ignore")
    from twitter_text import extract_urls, parse_tweet

MAX_WEIGHTED = 280

# The library's URL pattern needs seconds for some texts of thousands of characters.
_READ_EXACTLY = 600

HANDLE = re.compile(r"(?<![A-Za-z0-9_!#$%&*@])@([A-Za-z0-9_]{1,15})(?![A-Za-z0-9_@])")
HASHTAG = re.compile(r"(?<![\w&])#(\w*[^\W\d]\w*)")
URL = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?'()\[\]…]")

# Signs that belong to the letter before them, which Python's \w leaves out.
_MARKS = "".join(chr(c) for c in range(0x300, 0x10000) if unicodedata.category(chr(c)).startswith("M"))
# Scripts written without spaces: each sign is a word of its own, so a keyword matches as a sequence.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}][{_MARKS}]*|(?:(?![{_UNSPACED}])[\w{_MARKS}])+")


@dataclass(frozen=True)
class Analysis:
    """A text as search sees it; handles and hashtags are in lower case, words as one padded string."""

    words: str
    handles: frozenset[str]
    hashtags: frozenset[str]


def fold(text: str) -> str:
    """Text for comparing: NFC, without case; the Turkish dotted and dotless i count as one."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return folded.replace("i\u0307", "i").replace("\u0131", "i")


def words(text: str) -> str:
    """The folded words of a text, each between spaces, so that a sequence of words is a substring."""
    found = _WORD.findall(fold(text))
    return f" {' '.join(found)} " if found else " "


@lru_cache(maxsize=50_000)
def analyse(text: str) -> Analysis:
    """What search matches against. The same text is read once."""
    return Analysis(
        words=words(text),
        handles=frozenset(handle.lower() for handle in HANDLE.findall(text)),
        hashtags=frozenset(fold(tag) for tag in HASHTAG.findall(text)),
    )


def weighted_length(text: str) -> int:
    """Length as X counts it: a URL is 23, emoji and CJK 2; of very long texts a rough figure, never small."""
    normal = unicodedata.normalize("NFC", text)
    if len(normal) > _READ_EXACTLY:
        return sum(1 if sign <= "\u10ff" else 2 for sign in normal)
    return int(parse_tweet(normal).weightedLength)


@lru_cache(maxsize=50_000)
def shortened(text: str) -> str | None:
    """What the `text` field of a long post holds, ending in an ellipsis; None if the text is not long."""
    if len(text) * 2 <= MAX_WEIGHTED or weighted_length(text) <= MAX_WEIGHTED:
        return None
    low, high = 0, min(len(text), MAX_WEIGHTED)
    while low < high:
        middle = (low + high + 1) // 2
        fits = weighted_length(text[:middle] + "…") <= MAX_WEIGHTED
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + "…"


def shorten_links(text: str, salt: str) -> tuple[str, tuple[Link, ...]]:
    """The text with its URLs as t.co links, and where they lead. `salt` makes the short links unique."""
    links: list[Link] = []

    def replace(url: str) -> str:
        if url.startswith(("http://t.co/", "https://t.co/")):
            return url
        digest = hashlib.sha256(f"{salt}/{len(links)}/{url}".encode()).hexdigest()
        expanded = url if "://" in url else f"http://{url}"
        links.append(Link(f"https://t.co/{digest[:10]}", expanded))
        return links[-1].short

    text = URL.sub(lambda match: replace(match.group()), text)
    for bare in _bare_domains(text):
        text = re.sub(rf"(?<![\w/@.]){re.escape(bare)}(?![\w/])", lambda match: replace(match.group()), text)
    return text, tuple(links)


def _bare_domains(text: str) -> list[str]:
    """Domains written without http://, which X links too."""
    if len(text) > _READ_EXACTLY or not re.search(r"[^\s.]\.[^\s.]", URL.sub("", text)):
        return []
    return [url for url in dict.fromkeys(extract_urls(text)) if "://" not in url]


def links_in(text: str, known: tuple[Link, ...]) -> tuple[Link, ...]:
    """The links that a stored text shows; those that came shortened lead nowhere we know."""
    expanded = {link.short: link for link in known}
    return tuple(expanded.get(url, Link(url, url)) for url in URL.findall(text))
