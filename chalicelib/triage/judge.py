"""What a post wants and whether it needs an answer, by rules alone: no model, no network."""

from collections.abc import Iterable

from chalicelib.domain.verdict import Intent, Sentiment, Verdict
from chalicelib.triage.rules.cues import Cue
from chalicelib.triage.rules.evidence import Evidence, gather, is_beyond_us
from chalicelib.triage.rules.feeling import feeling_of, sentiment_of
from chalicelib.triage.rules.risk import CRISIS, INJECTION, is_mere_abuse, risk_of
from chalicelib.triage.rules.shape import Noise, noise_in
from chalicelib.triage.rules.urgency import urgency_of
from chalicelib.triage.rules.weigh import ENOUGH, brings_a_matter, linked, score_of, weights_of

ABOUT_AN_ORDER = "about an order"
_MOST_REASONS = 5
_LONGEST_QUOTE = 40


def judge(
    text: str,
    *,
    lang: str | None = None,
    own_handles: frozenset[str] = frozenset(),
    brand_names: tuple[str, ...] = (),
    addressed: bool = False,
) -> Verdict:
    """The verdict on one post.

    `lang` is the network's own tag; `own_handles` are lower case and without @ (with none given, any account
    spoken to counts as the brand's); `addressed` says that the network itself told of a mention or a quote,
    which the text need not show. The same text gives the same verdict. Time is linear in its length.
    """
    found = gather(text, lang, own_handles, brand_names, addressed)
    balance = feeling_of(found)
    risk = risk_of(found)
    weights = weights_of(found, balance)
    noise = noise_in(found)
    intent = noise.intent if noise else _intent(found, weights, risk)
    needs_reply = noise is None and _needs_reply(found, intent, risk)
    sentiment = sentiment_of(balance)
    return Verdict(
        intent=intent,
        needs_reply=needs_reply,
        sentiment=sentiment,
        urgency=urgency_of(found, intent, needs_reply, risk),
        lang=found.lang,
        score=_scores(weights, intent),
        risk=risk,
        why=tuple(_reasons(found, intent, sentiment, noise))[:_MOST_REASONS],
    )


def _intent(found: Evidence, weights: dict[Intent, float], risk: tuple[str, ...]) -> Intent:
    if CRISIS in risk:
        return Intent.COMPLAINT
    if is_mere_abuse(found):
        return Intent.OTHER
    if weights[Intent.SPAM] >= ENOUGH and weights[Intent.COMPLAINT] < ENOUGH:
        return Intent.SPAM
    # A question about something that failed is a complaint, and one about a purchase is a purchase.
    for intent in (Intent.COMPLAINT, Intent.PURCHASE_INTENT):
        if weights[intent] >= ENOUGH and weights[intent] >= weights[_rival(intent)]:
            return intent
    if found.asks and found.of("ask"):  # Thanks with a question wait for an answer.
        return Intent.QUESTION
    rest = max((Intent.QUESTION, Intent.PRAISE), key=lambda intent: weights[intent])
    return rest if weights[rest] >= 0.7 * ENOUGH else Intent.OTHER


def _rival(intent: Intent) -> Intent:
    return Intent.PURCHASE_INTENT if intent is Intent.COMPLAINT else Intent.COMPLAINT


def _needs_reply(found: Evidence, intent: Intent, risk: tuple[str, ...]) -> bool:
    if CRISIS in risk:
        return True
    match intent:
        case Intent.COMPLAINT:
            return found.named or not found.to_others
        case Intent.PURCHASE_INTENT:
            return True
        case Intent.QUESTION:
            matter = found.count("shop", "service", "order", "buy", "remedy")
            return found.addressed or found.to_service or bool(found.named and matter)
        case Intent.PRAISE:
            return found.addressed
        case Intent.OTHER:
            return brings_a_matter(found) or is_beyond_us(found)
        case _:
            return False


def _scores(weights: dict[Intent, float], chosen: Intent) -> dict[Intent, float]:
    scores = {intent: score_of(weight) for intent, weight in weights.items() if intent is not Intent.OTHER}
    strongest = max(scores.values())
    return scores | {Intent.OTHER: round(1 - strongest, 3) if chosen is not Intent.OTHER else 0.5}


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


def _reasons(found: Evidence, intent: Intent, sentiment: Sentiment, noise: Noise | None) -> Iterable[str]:
    if noise:
        yield noise.why
    if found.commands:
        yield f"{INJECTION}: tries to instruct a machine, not obeyed: {_quoted(found.commands[0].quote)}"
    for meaning, kinds in _TELLING[intent].items():
        if not noise and (cues := [cue for cue in found.of(*kinds) if not cue.negated]):
            yield f"{meaning}: {_quotes(cues)}"
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
    yield f"sounds {sentiment.value}"


def _quotes(cues: list[Cue]) -> str:
    return ", ".join(_quoted(quote) for quote in list(dict.fromkeys(cue.quote for cue in cues))[:3])


def _quoted(words: str) -> str:
    return f"“{words[:_LONGEST_QUOTE]}”"
