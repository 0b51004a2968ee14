"""A bill: lines of so many pieces at a price, and their sums."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from chalicelib.domain.money import NOTHING, MicroDollars, Price

DAYS = 30
HOURS = DAYS * 24
MINUTES = HOURS * 60
SECONDS = MINUTES * 60
"""A month, in forecasts."""


class Group(StrEnum):
    """Whom the money goes to, and for what."""

    X = "X"
    MODEL = "Model"
    STANDING = "AWS, standing by"
    VOLUME = "AWS, for what is heard"
    CONSOLES = "AWS, for open consoles"


class Amount(NamedTuple):
    """So many pieces at a price; without a known price it has no amount."""

    quantity: Decimal
    price: Price | None

    @property
    def money(self) -> MicroDollars | None:
        """What they cost, rounded up to a micro-dollar; None where the price is not known."""
        return self.price.of(self.quantity) if self.price else None


class Line(NamedTuple):
    """One line: what is likely, and what it is at worst (the same where only one is known)."""

    group: Group
    what: str
    likely: Amount
    worst: Amount
    note: str = ""


def line(group: Group, what: str, quantity: Decimal | int, price: Price | None, note: str = "") -> Line:
    """A line of which only one amount is known."""
    amount = Amount(Decimal(quantity), price)
    return Line(group, what, amount, amount, note)


class Bill(NamedTuple):
    """Lines with their sums. What has no known price is not in the sums."""

    lines: tuple[Line, ...]

    @property
    def likely(self) -> MicroDollars:
        """The sum of what is likely."""
        return _sum(line.likely for line in self.lines)

    @property
    def worst(self) -> MicroDollars:
        """The sum of the worst."""
        return _sum(line.worst for line in self.lines)

    @property
    def unpriced(self) -> tuple[Line, ...]:
        """Lines of something whose price is not known."""
        return tuple(line for line in self.lines if line.likely.price is None and line.likely.quantity)

    def times(self, share: Decimal) -> "Bill":
        """The same things, of each so much: the bill of a part of the month."""
        return Bill(
            tuple(
                one._replace(likely=_part(one.likely, share), worst=_part(one.worst, share))
                for one in self.lines
            )
        )

    def of(self, *groups: Group) -> "Bill":
        """The lines of some groups alone."""
        return Bill(tuple(line for line in self.lines if line.group in groups))


def _part(amount: Amount, share: Decimal) -> Amount:
    return Amount(amount.quantity * share, amount.price)


def _sum(amounts: Iterable[Amount]) -> MicroDollars:
    return MicroDollars(sum(amount.money or NOTHING for amount in amounts))
