"""How much is heard in a month: seen in the table, or given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from chalicelib.cost.bill import DAYS
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.search_state import SearchState
from chalicelib.ports import Store

MONTH = timedelta(days=DAYS)
# What was heard in less time says little about a month.
LEAST = timedelta(hours=1)


@dataclass(frozen=True)
class Volume:
    """New posts a month by search; `basis` says in words where the figures come from."""

    posts: Mapping[str, Decimal]
    basis: str

    @property
    def total(self) -> Decimal:
        """All searches together."""
        return sum(self.posts.values(), Decimal(0))


def seen(store: Store, brand: Brand) -> Volume:
    """What the brand's searches have heard so far, projected onto a month."""
    states = [store.search_state(brand.brand, search.id) for search in brand.searches]
    spans = {state.search: _span(state) for state in states}
    posts = {state.search: _in_a_month(state, spans[state.search]) for state in states}
    longest = max(spans.values(), default=timedelta())
    if longest < LEAST:
        return Volume(posts, "nothing was heard for long enough to go by")
    return Volume(posts, f"as heard in {_in_words(longest)}")


def given(brand: Brand, posts_a_month: int, known: Volume | None = None) -> Volume:
    """So many posts a month, spread as they were seen to be, evenly where nothing was.

    Raises BadInputError for a brand that has no search to hear them.
    """
    names = [search.id for search in brand.searches]
    if not names:
        raise BadInputError(f"{brand.brand} has no search: nothing can be heard for it")
    whole = known.total if known else Decimal(0)
    if known and whole:
        posts = {name: posts_a_month * known.posts[name] / whole for name in names}
    else:
        posts = {name: Decimal(posts_a_month) / len(names) for name in names}
    return Volume(posts, "as given")


def _span(state: SearchState) -> timedelta:
    if state.heard_since is None or state.heard_until is None:
        return timedelta()
    return state.heard_until - state.heard_since


def _in_a_month(state: SearchState, span: timedelta) -> Decimal:
    if span < LEAST:
        return Decimal(0)
    return state.stored * Decimal(MONTH / timedelta(seconds=1)) / Decimal(span / timedelta(seconds=1))


def _in_words(span: timedelta) -> str:
    if span >= timedelta(days=2):
        return f"{span.days} days"
    return f"{span // timedelta(hours=1)} hours"
