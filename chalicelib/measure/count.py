"""Counts a brand's posts and cases by walking what is stored, so that the sums can be checked."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.brand import Brand
from chalicelib.domain.case import Case
from chalicelib.domain.state import State
from chalicelib.ports import Store

PAGE = 100
# The name under which posts from a file are counted, beside the brand's searches.
INGESTED = "ingested"


@dataclass(frozen=True)
class Figures:
    """`found` counts posts as listening stored them; the others are read from the cases.

    Each found post was put aside (`ignored`), opened a case (`cases`), or belongs to one opened by an earlier
    post (`joined`); `undecided` is what triage still owes.
    """

    found: int = 0
    ignored: int = 0
    joined: int = 0
    cases: int = 0
    drafts: int = 0

    @property
    def undecided(self) -> int:
        """Posts that are stored and not triaged yet."""
        return self.found - self.ignored - self.joined - self.cases

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            found=self.found + other.found,
            ignored=self.ignored + other.ignored,
            joined=self.joined + other.joined,
            cases=self.cases + other.cases,
            drafts=self.drafts + other.drafts,
        )


def found(store: Store, brand: Brand) -> int:
    """How many posts the brand's searches (and files) have stored; one keyed read each."""
    names = [search.id for search in brand.searches]
    return sum(store.search_state(brand.brand, name).stored for name in (*names, INGESTED))


def count(store: Store, brand: Brand) -> Figures:
    """The brand's figures at this moment. Reads every case of the brand, page by page."""
    # By id, because a case that moves while we walk may be met twice.
    cases = {
        case.id: _of(case)
        for desk in brand.desks
        for state in State
        for case in _cases(store, brand.brand, desk, state)
    }
    return sum(cases.values(), Figures(found=found(store, brand)))


def _of(case: Case) -> Figures:
    joined = len(case.posts) - 1
    if case.state is State.IGNORED:
        return Figures(ignored=1, joined=joined)
    # A case has had its draft once; later ones replace it.
    return Figures(cases=1, joined=joined, drafts=min(case.drafts, 1))


def _cases(store: Store, brand: str, desk: str, state: State) -> Iterator[Case]:
    page: str | None = None
    while True:
        answer = store.queue(brand, desk, state, limit=PAGE, page=page)
        yield from answer.cases
        page = answer.next_page
        if page is None:
            return
