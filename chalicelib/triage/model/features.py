"""What the small model looks at in a post: its words and pairs of words, and what the rules found in it."""

from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from chalicelib.domain.verdict import Intent
from chalicelib.triage.remembered import Remembered
from chalicelib.triage.rules.cues import Cue
from chalicelib.triage.rules.evidence import Evidence
from chalicelib.triage.rules.feeling import feeling_of
from chalicelib.triage.rules.weigh import weights_of
from chalicelib.triage.rules.words import is_handle, is_link

_FEELINGS = {"delight": 2.0, "pleasure": 1.0, "displeasure": -1.0, "misery": -2.0}
# "Not bad" is a little good; "not good" is more than half bad.
_NEGATED_GOOD, _NEGATED_BAD = -0.6, -0.3
_MOST = 3.0
_SERVICE = ("help", "support", "care", "cares", "service", "assist", "hilft", "ayuda", "soporte")
_WITH_ADDRESS = (
    *("gloom", "joy", "asks", "bad", "good", "weight complaint", "even"),
    *("ask", "failure", "negative", "positive", "remedy", "service", "order", "own"),
)
_WITH_QUESTION = ("weight complaint", "weight purchase_intent", "gloom")
# Kana, Chinese characters and what follows them.
_UNSPACED = "\u3040"
_WEIGHED = tuple((f"weight {intent.value}", intent) for intent in Intent if intent is not Intent.OTHER)
_LENGTHS = tuple(f"length {sixes}" for sixes in range(7))
# What an amount is called where an account is spoken to (True) or where none is, and in a question.
_TO = {
    True: tuple((name, f"{name}, to an account") for name in _WITH_ADDRESS),
    False: tuple((name, f"{name}, to nobody") for name in _WITH_ADDRESS),
}
_ASKED = tuple((name, f"{name}, asked") for name in _WITH_QUESTION)


class Features(NamedTuple):
    """`words`: words and pairs, each once; `found`: named amounts, about 0 to 3, only those not zero."""

    words: tuple[str, ...]
    found: dict[str, float]


def features_of(found: Evidence) -> Features:
    """The features of a post. Time is linear in its length."""
    tokens = [piece for token in found.said.folded for piece in _pieces(token)]
    single = dict.fromkeys(tokens)
    pairs = dict.fromkeys(f"{first} {second}" for first, second in pairwise(("^", *tokens, "$")))
    return Features((*single, *pairs), _amounts(found, tokens))


def share_of_each(words: tuple[str, ...]) -> float:
    """What one of so many words counts: long posts are not surer than short ones."""
    return 1 / sqrt(len(words) or 1)


def _pieces(token: str) -> tuple[str, ...]:
    """The token by its kind; of writing without spaces every two letters, which pairs then join to three."""
    if token[0] < _UNSPACED or len(token) == 1:
        return _GENERIC[token]
    return tuple(first + second for first, second in pairwise(token))  # not remembered: none comes twice


def _generic(token: str) -> tuple[str]:
    """Names, links and numbers stand for their kind: which one it is says nothing about the next brand."""
    if is_handle(token):
        return ("<@help>" if token.endswith(_SERVICE) or token.startswith("@ask") else "<@>",)
    if is_link(token):
        return ("<link>",)
    return (f"<number{min(len(token), 4)}>" if token.isdigit() else token,)


_GENERIC = Remembered(_generic)


def _amounts(found: Evidence, tokens: list[str]) -> dict[str, float]:
    balance = feeling_of(found)
    weights = weights_of(found, balance)
    amounts = {name: min(2.5, weights[intent]) for name, intent in _WEIGHED}
    amounts["joy"] = min(_MOST, max(0.0, balance))
    amounts["gloom"] = min(_MOST, max(0.0, -balance))
    amounts["even"] = float(abs(balance) <= 0.5)
    amounts["asks"] = float(found.asks)
    amounts["addressed"] = float(found.addressed)
    amounts["to service"] = float(found.to_service)
    amounts |= _shape(found, tokens)
    amounts |= _kinds(found)
    amounts |= _feelings(found)
    amounts |= _crossed(amounts, found)
    return {name: amount for name, amount in amounts.items() if amount}


def _kinds(found: Evidence) -> dict[str, float]:
    names = [
        f"{cue.kind} denied" if cue.negated else cue.kind for cue in found.cues if cue.kind not in _FEELINGS
    ]
    return {name: 0.7 if names.count(name) == 1 else 1.4 for name in dict.fromkeys(names)}


def _feelings(found: Evidence) -> dict[str, float]:
    values = [_felt(cue) for cue in found.cues if cue.kind in _FEELINGS]
    if not values:
        return {"unfeeling": 1.0}
    good = sum(value for value in values if value > 0)
    bad = -sum(value for value in values if value < 0)
    return {
        "good": 0.8 * min(_MOST, good),
        "bad": 0.8 * min(_MOST, bad),
        "difference": 0.8 * max(-_MOST, min(_MOST, good - bad)),
        "last": 0.5 * values[-1],
    }


def _felt(cue: Cue) -> float:
    value = _FEELINGS[cue.kind]
    return value * (_NEGATED_GOOD if value > 0 else _NEGATED_BAD) if cue.negated else value


def _shape(found: Evidence, tokens: list[str]) -> dict[str, float]:
    shouted = len([word for word in found.said.raw if word.isupper() and len(word) > 2]) >= 3
    first = tokens[0] if tokens else ""
    return {
        _LENGTHS[min(6, len(tokens) // 6)]: 0.5,
        "begins with an account": 0.5 * first.startswith("<@"),
        "repost": 0.5 * (first == "rt"),
        "question mark": 0.5 * ("?" in tokens),
        "exclaims": 0.5 * (tokens.count("!") > 1),
        "shouts": 0.5 * shouted,
    }


def _crossed(amounts: dict[str, float], found: Evidence) -> dict[str, float]:
    """Amounts that mean something else when an account is spoken to, or in a question."""
    pairs = (*_TO[found.addressed], *_ASKED) if found.asks else _TO[found.addressed]
    crossed = {crossing: amounts[name] for name, crossing in pairs if name in amounts}
    if "failure" in amounts and "bad" in amounts:
        crossed["failure that feels bad"] = min(1.0, amounts["failure"], amounts["bad"])
    return crossed
