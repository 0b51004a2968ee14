"""Finds what a reader or the network could take for a link, and which links are the brand's."""

import re
from datetime import date
from urllib.parse import urlsplit

from chalicelib.draft.prompts import Prompts

# Wider than X's own rule: with a scheme, with www, or word.word that ends as a domain does. Browsers take
# `。` for a dot; in Japanese it ends a sentence.
_DOT = r"(?:[.．]|(?<=[A-Za-z0-9-])。(?=[A-Za-z]))"
_LINK = re.compile(
    rf"(?:[a-z][a-z0-9+.-]*://|www\.)\S+|(?<!\w)[\w-]+(?:{_DOT}[\w-]+)*{_DOT}[^\W\d_]{{2,}}(?:[/:]\S*)?", re.I
)
_AFTER_A_LINK = ".,;:!?…)]}»”\"'"


def links_in(text: str) -> list[str]:
    """Everything in the text that looks like a link, without the punctuation after it."""
    return [match.rstrip(_AFTER_A_LINK) for match in _LINK.findall(text)]


def is_ours(link: str, prompts: Prompts, day: date) -> bool:
    """Whether the link is exactly one of the knowledge that holds on that day, or the website's first page.

    Another page of the website may be gone, or be somebody else's: only what is listed is alive.
    """
    entries = (entry for entry in prompts.knowledge if entry.holds_on(day))
    known = {_plain(known) for entry in entries for known in entry.links}
    return _plain(link) in known or _is_front_page(link, prompts.brand.website)


def _plain(link: str) -> str:
    """The link without what makes no difference: https, www, a slash at its end."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", link, flags=re.I).rstrip("/")


def _is_front_page(link: str, website: str) -> bool:
    address = link if "://" in link else f"https://{link}"
    own = _site(link) == _site(website) != ""
    return own and urlsplit(address)[2:] in (("", "", ""), ("/", "", ""), urlsplit(website)[2:])


def _site(link: str) -> str:
    """The host that a browser would ask, without www; empty for what is no plain web address."""
    address = link if "://" in link else f"https://{link}"
    try:
        parts = urlsplit(address)
        plain = parts.scheme in ("http", "https") and parts.username is None and parts.port is None
    except ValueError:
        return ""
    # Browsers read a backslash as a slash, so the host may be another one than it seems.
    return (parts.hostname or "").removeprefix("www.") if plain and "\\" not in link else ""
