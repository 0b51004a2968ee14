"""How much speaks for each intent. Weights were set by judgement, not fitted to any labelled set."""

from math import exp

from chalicelib.domain.verdict import Intent
from chalicelib.triage.rules.evidence import Evidence
from chalicelib.triage.rules.feeling import negated_praise
from chalicelib.triage.rules.shape import advert_weight

# From this weight on an intent is taken to be meant; its score is then one half.
ENOUGH = 1.0
DISPLEASED = 0.7


def weights_of(found: Evidence, balance: float) -> dict[Intent, float]:
    """The weight of each intent, 0 upwards."""
    return {
        Intent.COMPLAINT: _complaint(found, balance),
        Intent.PURCHASE_INTENT: _purchase(found),
        Intent.QUESTION: _question(found),
        Intent.PRAISE: _praise(found, balance),
        Intent.SPAM: advert_weight(found),
        Intent.OTHER: ENOUGH,
    }


def score_of(weight: float) -> float:
    """A weight as a score from 0 to 1; ENOUGH gives one half."""
    return round(1 - exp(-0.693 * max(0.0, weight) / ENOUGH), 3)


def linked(found: Evidence) -> bool:
    """Whether the post speaks to the brand or of it."""
    return found.addressed or found.named or found.to_service


def brings_a_matter(found: Evidence) -> bool:
    """Whether a post that is neither complaint nor question still puts something before the account."""
    matter = found.count(
        "failure", "remedy", "service", "order", "money", "deadline", "negative", "hate", "anger"
    )
    return (found.addressed or found.to_service) and matter > 0 and not found.count("abuse", "advert", "news")


def _complaint(found: Evidence, balance: float) -> float:
    weight = 0.8 * found.count("failure") + 0.45 * found.count("remedy") + 0.5 * found.count("anger")
    weight += 0.5 * found.count("injury", "hazard") + 0.4 * bool(negated_praise(found))
    if balance < 0:
        weight += 0.25 * min(3.0, -balance)
    # Grief that has nothing to do with a brand is no complaint to it.
    about_us = linked(found) or found.count("service", "order")
    weight += 0.3 * found.to_service + 0.25 * bool(found.count("service", "order"))
    # Who turns to an account with a grievance wants it heard.
    weight += 0.8 * ((found.addressed or found.to_service) and balance <= -DISPLEASED)
    weight *= 1.0 if about_us else 0.55
    return max(0.0, weight - (0.35 * balance if balance > 0 else 0.0))


def _purchase(found: Evidence) -> float:
    strong, wish = found.meant("buy"), found.meant("wish")
    goods, shop = found.count("goods"), found.count("shop")
    weight = 0.9 * strong + 0.3 * bool(goods or shop) * bool(strong)
    if goods or found.named:
        weight += 1.0 * wish
    if found.asks and shop and linked(found):
        weight += 0.4 + 0.35 * shop
    return weight - 0.5 * found.count("news") - 0.35 * found.count("failure")


def _question(found: Evidence) -> float:
    return 0.75 * found.asks + 0.45 * min(2, found.count("ask"))


def _praise(found: Evidence, balance: float) -> float:
    if balance <= 0:
        return 0.0
    return 0.35 * min(4.0, balance) + 0.6 * bool(found.count("thanks")) + 0.3 * bool(found.count("love"))
