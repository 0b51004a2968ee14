"""Why a verdict is what it is, in words that a person can check against the post."""

from collections.abc import Iterable

from chalicelib.domain.verdict import Intent
from chalicelib.triage.rules.cues import Cue
from chalicelib.triage.rules.evidence import Evidence, is_beyond_us
from chalicelib.triage.rules.risk import INJECTION
from chalicelib.triage.rules.shape import Noise
from chalicelib.triage.rules.weigh import linked
from chalicelib.triage.told import Told

ABOUT_AN_ORDER = "about an order"
_MOST_REASONS = 5
_LONGEST_QUOTE = 40

_TELLING: dict[Intent, dict[str, tuple[str, ...]]] = {
    Intent.COMPLAINT: {
        "something went wrong": ("failure", "injury", "hazard"),
        "asks for a remedy": ("remedy",),
        "is angry": ("anger",),
        "is displeased": ("negative", "hate"),
    },
    Intent.PURCHASE_INTENT: {"wants to buy": ("buy", "wish"), "asks about goods": ("shop", "goods")},
    Intent.QUESTION: {"asks": ("ask",)},
    Intent.PRAISE: {"thanks or praises": ("thanks", "love", "positive")},
    Intent.SPAM: {"reads like an advertisement": ("advert",)},
    Intent.OTHER: {"insults without a matter": ("abuse",), "reads like news": ("news",)},
}


def reasons_of(found: Evidence, intent: Intent, told: Told, noise: Noise | None) -> tuple[str, ...]:
    """At most five, the weightiest first."""
    return tuple(_reasons(found, intent, told, noise))[:_MOST_REASONS]


def _reasons(found: Evidence, intent: Intent, told: Told, noise: Noise | None) -> Iterable[str]:
    if noise:
        yield noise.why
    if found.commands:
        yield f"{INJECTION}: tries to instruct a machine, not obeyed: {_quoted(found.commands[0].quote)}"
    cues = [] if noise else list(_by_cues(found, intent))
    yield from cues
    if not cues and not noise and (telling := told.telling()):
        yield f"the words that told most: {', '.join(_quoted(word) for word in telling)}"
    if intent in (Intent.COMPLAINT, Intent.QUESTION) and (about := found.of("order")):
        yield f"{ABOUT_AN_ORDER}: {_quotes(about)}"
    if intent is Intent.COMPLAINT and (deadlines := found.of("deadline")):
        yield f"time presses: {_quotes(deadlines)}"
    if found.asks:
        yield "asks a question"
    if is_beyond_us(found):
        yield "speaks to us in a language that we have no words for: a person should look"
    if found.addressed and linked(found):
        yield "speaks to the account"
    yield f"sounds {told.sentiment.value}"


def _by_cues(found: Evidence, intent: Intent) -> Iterable[str]:
    for meaning, kinds in _TELLING[intent].items():
        if cues := [cue for cue in found.of(*kinds) if not cue.negated]:
            yield f"{meaning}: {_quotes(cues)}"


def _quotes(cues: list[Cue]) -> str:
    return ", ".join(_quoted(quote) for quote in list(dict.fromkeys(cue.quote for cue in cues))[:3])


def _quoted(words: str) -> str:
    return f"“{words[:_LONGEST_QUOTE]}”"
