"""What a model's provider bills for the drafts of a month."""

from chalicelib.cost.bill import Group, Line, line
from chalicelib.cost.measured import Doing, Measured
from chalicelib.cost.month import Month
from chalicelib.cost.price_lists import ModelPrices

UNKNOWN = "no price is known for this model: add one, see docs/cost.md"


def lines(month: Month, prices: ModelPrices, measured: Measured, model: str | None) -> list[Line]:
    """Tokens given and tokens got; nothing where drafts are written offline. Without a known price the lines
    tell tokens only."""
    if model is None:
        return []
    effort, price = measured.of(Doing.DRAFTED), prices.models.get(model)
    note = "" if price else UNKNOWN
    return [
        line(
            Group.MODEL,
            f"tokens given to {model}",
            month.drafts * effort.prompt_tokens,
            price.prompt if price else None,
            note,
        ),
        line(
            Group.MODEL,
            f"tokens written by {model}",
            month.drafts * effort.completion_tokens,
            price.completion if price else None,
            note,
        ),
    ]
