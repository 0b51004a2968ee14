"""Money: US dollars, counted in whole micro-dollars, and prices by the piece."""

from decimal import ROUND_CEILING, Decimal
from typing import NewType

from pydantic import Field, field_validator

from chalicelib.domain.value import Value

MicroDollars = NewType("MicroDollars", int)
"""Millionths of a US dollar."""

NOTHING = MicroDollars(0)
A_DOLLAR = 1_000_000
A_TENTH_OF_A_CENT = 1_000


class Price(Value):
    """So many US dollars for `per` pieces; `unit` names one piece."""

    usd: Decimal = Field(ge=0)
    per: int = Field(default=1, gt=0)
    unit: str

    @field_validator("usd")
    @classmethod
    def _is_whole(cls, usd: Decimal) -> Decimal:
        if usd * A_DOLLAR != int(usd * A_DOLLAR):
            raise ValueError("has more than six decimals: give the price of more pieces, with 'per'")
        return usd

    def of(self, quantity: Decimal | int) -> MicroDollars:
        """What so many pieces cost, rounded up to the next micro-dollar."""
        exact = quantity * self.usd * A_DOLLAR / self.per
        return MicroDollars(int(exact.to_integral_value(ROUND_CEILING)))

    def __str__(self) -> str:
        pieces = self.unit if self.per == 1 else f"{self.per:,} {self.unit}"
        return f"US$ {self.usd} per {pieces}"


def in_dollars(amount: MicroDollars) -> str:
    """`US$ 1,234.57`, `US$ 0.0153`, `less than US$ 0.001`: for a sentence."""
    return f"US$ {plain(amount)}" if amount == 0 or amount >= A_TENTH_OF_A_CENT else "less than US$ 0.001"


def plain(amount: MicroDollars) -> str:
    """For a column that names the currency: `1,234.57`, and for small amounts `0.0153`, `0.000004`."""
    dollars = Decimal(amount) / A_DOLLAR
    if dollars == 0 or dollars >= Decimal("0.1"):
        return f"{dollars:,.2f}"
    return f"{dollars:.4f}" if amount >= A_TENTH_OF_A_CENT else f"{dollars:.6f}"
