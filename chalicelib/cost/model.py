"""What a model's provider bills for drafts and second opinions, by the token."""

from decimal import ROUND_CEILING, Decimal

from chalicelib.cost.bill import Amount, Group, Line, line
from chalicelib.cost.effort import Effort
from chalicelib.cost.measured import Doing, Measured
from chalicelib.cost.month import Month
from chalicelib.cost.price_lists import ModelPrice, ModelPrices
from chalicelib.domain.money import Price

A_MILLION = 1_000_000
UNKNOWN = "no price is known for this model: add one, see docs/cost.md"
FORMER = "a model that is no longer connected"


def lines(month: Month, prices: ModelPrices, measured: Measured, model: str | None) -> list[Line]:
    """A month's drafts and second opinions; nothing without a model."""
    if model is None:
        return []
    effort = _of_a_month(month, measured)
    return drafted(effort.prompt_tokens, effort.completion_tokens, prices, model)


def tokens_of(month: Month, measured: Measured) -> Decimal:
    """The tokens of a month, given and written."""
    effort = _of_a_month(month, measured)
    return effort.prompt_tokens + effort.completion_tokens


def _of_a_month(month: Month, measured: Measured) -> Effort:
    drafts = measured.of(Doing.DRAFTED).times(month.drafts)
    return drafts + measured.of(Doing.CONSULTED).times(month.second_opinions)


def drafted(given: Decimal, written: Decimal, prices: ModelPrices, model: str | None) -> list[Line]:
    """Tokens given and tokens written. Without a known price the lines tell tokens only."""
    model = model or FORMER
    price = prices.models.get(model)
    note = "" if price else UNKNOWN
    return [
        line(Group.MODEL, f"tokens given to {model}", given, price.prompt if price else None, note),
        line(Group.MODEL, f"tokens written by {model}", written, price.completion if price else None, note),
    ]


def used(tokens: int, prices: ModelPrices, measured: Measured, model: str | None) -> list[Line]:
    """Tokens of which nobody knows how many were given: likely as many as in a measured draft, at worst all
    are of the dearer kind."""
    model = model or FORMER
    price, what = prices.models.get(model), f"tokens of {model}"
    if price is None:
        return [line(Group.MODEL, what, tokens, None, UNKNOWN)]
    dearer = _of_a_million(max(_each(price.prompt), _each(price.completion)))
    likely, worst = Amount(Decimal(tokens), _mixed(price, measured)), Amount(Decimal(tokens), dearer)
    return [Line(Group.MODEL, what, likely, worst, "mixed as in a typical draft; at worst all are written")]


def _mixed(price: ModelPrice, measured: Measured) -> Price:
    """The price of the tokens of a typical draft."""
    effort = measured.of(Doing.DRAFTED)
    given, written = effort.prompt_tokens, effort.completion_tokens
    both = given * _each(price.prompt) + written * _each(price.completion)
    return _of_a_million(both / (given + written))


def _each(price: Price) -> Decimal:
    return price.usd / price.per


def _of_a_million(each: Decimal) -> Price:
    usd = (each * A_MILLION).quantize(Decimal("0.000001"), ROUND_CEILING)
    return Price(usd=usd, per=A_MILLION, unit="tokens")
