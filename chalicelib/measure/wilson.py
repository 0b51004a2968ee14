"""How sure one can be of a share that was counted in a sample."""

from math import sqrt
from typing import NamedTuple

# Normal quantiles: for an interval that holds the truth 95 times in 100, and 97.5 times in 100.
Z_95 = 1.959964
Z_975 = 2.241403


class Interval(NamedTuple):
    """From where to where the truth lies."""

    low: float
    high: float


def wilson(hits: int, of: int, z: float = Z_95) -> Interval:
    """Wilson's interval (1927) for a share of which `hits` were counted among `of`; all of 0 to 1 for none.

    Raises ValueError for counts that cannot be.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} cannot be")
    if of == 0:
        return Interval(0.0, 1.0)
    share, spread = hits / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / of + spread / of / 4) / (1 + spread)
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == of else min(1.0, middle + half)
    return Interval(low, high)
