"""What a month will cost: X and the model by brand, AWS for the whole deployment."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import NamedTuple

from chalicelib.cost import aws, model, x
from chalicelib.cost.bill import Bill, Line
from chalicelib.cost.known import Known
from chalicelib.cost.measured import Doing
from chalicelib.cost.month import Month, added, doings, standing
from chalicelib.cost.volume import Volume
from chalicelib.domain.brand import Brand


class Forecast(NamedTuple):
    """The months that it is made of, and their bill."""

    months: tuple[Month, ...]
    bill: Bill


def forecast(volumes: Sequence[tuple[Brand, Volume]], known: Known) -> Forecast:
    """A month of these brands in one deployment."""
    months = tuple(Month(brand, volume, known.assumptions.shares, known.overlap) for brand, volume in volumes)
    lines: list[Line] = []
    for month in months:
        lines += x.lines(month, known.prices.x, known.assumptions)
        lines += model.lines(month, known.prices.models, known.measured, known.model)
    quiet = _total(standing(month) for month in months)
    busy = _total(doings(month, known.assumptions) for month in months)
    price, measured, assumptions = known.prices.aws, known.measured, known.assumptions
    lines += aws.standing(quiet, price, measured, assumptions)
    lines += aws.heard(busy, price, measured, assumptions)
    lines += aws.consoles(price, measured, assumptions)
    return Forecast(months, Bill(tuple(one for one in lines if one.worst.quantity)))


def _total(counts: Iterable[Mapping[Doing, Decimal]]) -> Mapping[Doing, Decimal]:
    return reduce(added, counts, {})
