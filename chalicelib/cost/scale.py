"""Which limit comes first as more is heard: for each, the posts a month at which it is reached.

Everything that grows with the posts does so in proportion, so each limit is reached where what is allowed,
less what is used although nothing is heard, is shared out among what one post a month needs.
"""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.cost.assumptions import Assumptions
from chalicelib.cost.limits import Limits
from chalicelib.cost.measured import Measured
from chalicelib.cost.month import Month
from chalicelib.cost.need import Need
from chalicelib.cost.of_a_post import OfAPost
from chalicelib.cost.volume import given
from chalicelib.domain.caps import Caps

# Where nothing is heard yet, of a month of so many posts.
SOME_POSTS = 1_000


def needs(
    month: Month,
    measured: Measured,
    assumptions: Assumptions,
    limits: Limits,
    caps: Mapping[str, Caps] | None = None,
) -> tuple[Need, ...]:
    """All limits of a brand, the first to be reached first; none for a brand without a search. Of the month
    it counts only how its posts are spread: evenly, where there are none. `caps` are the desks' own."""
    if not month.brand.searches:
        return ()
    if not month.posts:
        month = replace(month, volume=given(month.brand, SOME_POSTS))
    one = OfAPost(month, measured, assumptions, limits, caps or {})
    found = [*one.of_x(), *one.of_aws(), *one.of_earshot(), *one.of_others()]
    return tuple(sorted(found, key=lambda need: need.reached_at))
