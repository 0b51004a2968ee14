"""Whether a routing table speaks only of what the brand has."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from chalicelib.domain.routing import Route


class Known(NamedTuple):
    """What there is to speak of; `desks` with their accounts."""

    desks: Mapping[str, Collection[str]]
    accounts: Collection[str]
    searches: Collection[str]
    products: Collection[str]
    topics: Collection[str]


def problem_in(routes: Sequence[Route], known: Known) -> str | None:
    """The first thing that is wrong, in words, or None."""
    seen: set[str] = set()
    for route in routes:
        if route.name in seen:
            return f"two routes are called {route.name!r}"
        seen.add(route.name)
        if stranger := _stranger(route, known):
            return f"route {route.name!r} {stranger}"
    return None


def _stranger(route: Route, known: Known) -> str | None:
    then, when = route.then, route.when
    if then.desk and then.desk not in known.desks:
        return f"goes to desk {then.desk!r}, which does not exist"
    if then.account and then.account not in known.accounts:
        return f"answers as {then.account!r}, which the brand does not list"
    if then.account and then.desk and then.account not in known.desks[then.desk]:
        return f"answers as {then.account!r}, which desk {then.desk!r} does not use"
    lists = (
        ("search", when.searches, known.searches),
        ("product", when.products, known.products),
        ("topic", when.topics, known.topics),
    )
    for kind, wanted, there in lists:
        if missing := sorted(set(wanted) - set(there)):
            return f"asks for {kind} {missing[0]!r}, which does not exist"
    return None
