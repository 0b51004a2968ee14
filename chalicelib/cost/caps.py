"""What a desk's caps could cost at most: all that they allow bought, each piece at its dearest."""

from decimal import Decimal
from typing import NamedTuple

from chalicelib.cost import model, x
from chalicelib.cost.bill import Bill, Group, line
from chalicelib.cost.known import Known
from chalicelib.domain.caps import Bought, Caps


class AtMost(NamedTuple):
    """The bills of a UTC day and of a UTC month; `worst` is what counts. AWS is not in them."""

    day: Bill
    month: Bill


def at_most(caps: Caps, known: Known) -> AtMost:
    """Every post read with its author billed, every reply with a link, and read again before it was sent."""
    return AtMost(*(_bill(known, *numbers) for numbers in zip(*map(caps.of, Bought), strict=True)))


def _bill(known: Known, reads: int, posts: int, tokens: int) -> Bill:
    prices = known.prices
    drafted = model.used(tokens, prices.models, known.measured, known.model) if known.model else ()
    return Bill(
        (
            line(Group.X, "posts read", reads, prices.x.post_read),
            x.authors(Decimal(reads), prices.x),
            *x.replies(Decimal(0), Decimal(posts), prices.x),
            x.looked_up(Decimal(posts), prices.x),
            *drafted,
        )
    )
