"""What a post's outer form says: a retweet, a bare link, an advertisement, a vacancy, no words at all."""

from itertools import pairwise
from typing import NamedTuple

from chalicelib.domain.verdict import Intent
from chalicelib.triage.rules.evidence import Evidence
from chalicelib.triage.rules.words import is_link

_DOMAINS = frozenset(
    {"com", "net", "org", "info", "xyz", "io", "co", "me", "ly", "example", "shop", "club", "biz"}
)

_CURRENCIES = frozenset("£$€")


class Noise(NamedTuple):
    """Why a post needs no answer, whatever its words mean."""

    intent: Intent
    why: str


def noise_in(found: Evidence) -> Noise | None:
    """The kind of noise that the post is, or None."""
    tokens = found.words.folded
    if tokens[:1] == ("rt",) and any(token.startswith("@") for token in tokens[1:2]):
        return Noise(Intent.OTHER, "a repost of somebody else's words")
    links = any(map(is_link, tokens))
    if not found.content and not found.cues:
        return Noise(Intent.OTHER, "a link and no words" if links else "no words")
    if found.count("job") and not found.count("failure", "anger") and (links or found.count("job") > 1):
        return Noise(Intent.OTHER, "a vacancy")
    if is_giveaway(found) and not found.count("failure", "anger", "order", "remedy"):
        return Noise(Intent.SPAM, "a giveaway")
    return None


def is_giveaway(found: Evidence) -> bool:
    """Whether a post offers a prize for following or reposting; the word alone may be somebody's question."""
    return found.count("giveaway") > 1 and not found.addressed


def advert_weight(found: Evidence) -> float:
    """How much the post looks like an advertisement, 0 upwards; 1 is enough."""
    cues = found.count("advert")
    if not cues:
        return 0.0
    tokens = found.words.folded
    link = any(is_link(token) for token in tokens) or _has_domain(tokens)
    number = any(token.isdigit() and len(token) >= 5 for token in tokens)
    money = not _CURRENCIES.isdisjoint(tokens) or found.count("money") > 0
    shouted = sum(len(word) > 2 and word.isalpha() and word.isupper() for word in found.words.raw) >= 3
    return 0.4 * cues + 0.3 * link + 0.3 * number + 0.2 * money + 0.2 * shouted


def _has_domain(tokens: tuple[str, ...]) -> bool:
    return any(dot == "." and ending in _DOMAINS for dot, ending in pairwise(tokens))
