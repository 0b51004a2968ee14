"""What surrounds the posts of a case: the author's earlier cases, and what the desk lately wrote."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.learnt import Learnt
from chalicelib.ports import Context, Dossier, Earlier, Store

# Each is a read of its own, and what is older tells little.
_EARLIER_CASES = 3


def context_of(store: Store, dossier: Dossier, now: datetime) -> Context:
    """The context, by keyed reads alone. Raises StoreUnavailableError."""
    case = dossier.case
    language = case.verdict.lang.split("-")[0].lower()
    return Context(
        now=now,
        earlier=tuple(_told(one) for one in _before(store, case)),
        learnt=_of_others(store.learnt(case.brand, case.desk, language), case),
    )


def _before(store: Store, case: Case) -> Iterator[Case]:
    before = case.before
    for _ in range(_EARLIER_CASES):
        if before is None:
            return
        try:
            earlier = store.case(case.brand, before)
        except NotFoundError:  # erased since
            return
        yield earlier
        before = earlier.before


def _told(case: Case) -> Earlier:
    return Earlier(
        since=case.first_post_at, intent=case.verdict.intent, state=case.state, excerpt=case.excerpt
    )


def _of_others(learnt: tuple[Learnt, ...], case: Case) -> tuple[Learnt, ...]:
    """Without what was learnt from this very case: it is not to be said again."""
    return tuple(one for one in learnt if one.post not in case.posts)
