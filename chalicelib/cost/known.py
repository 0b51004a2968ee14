"""All that costs are worked out from, but for what was heard and spent."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.cost.assumptions import Assumptions
from chalicelib.cost.measured import Measured
from chalicelib.cost.price_lists import Prices


@dataclass(frozen=True)
class Known:
    """`model` is the name of the connected one, None where drafts are written offline; `overlap` is how old a
    stretch of posts is when it is read again."""

    prices: Prices
    measured: Measured
    assumptions: Assumptions
    overlap: timedelta
    model: str | None = None
