"""What a model's tokens cost, to the micro-dollar."""

from decimal import ROUND_CEILING, Decimal

from chalicelib.cost.price_lists import ModelPrices
from chalicelib.domain.draft import Usage
from chalicelib.domain.money import Price

MICRO = 1_000_000


def cost_of_usage(prices: ModelPrices, model: str, usage: Usage) -> int | None:
    """Micro-dollars, rounded up; None where the model has no price.

    Tokens that the provider remembered count in full: what it takes off is in no price list of ours.
    """
    price = prices.models.get(model)
    if price is None:
        return None
    usd = usage.prompt_tokens * _each(price.prompt) + usage.completion_tokens * _each(price.completion)
    return int((usd * MICRO).to_integral_value(ROUND_CEILING))


def _each(price: Price) -> Decimal:
    return price.usd / price.per
