"""The store's twin: the same answers as the table's, from memory."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from threading import RLock

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.memory.commit import commit
from chalicelib.adapters.memory.faults import Faults, one_at_a_time
from chalicelib.adapters.memory.index import Index
from chalicelib.adapters.memory.learnt import MemoryLearntReplies
from chalicelib.adapters.memory.rows import BrandRows, CaseRow, PostRow, SearchRow
from chalicelib.adapters.store_rules import (
    assemble,
    check_whole,
    edge_of,
    page_token,
    place_of,
    place_on,
    position_from,
    position_of,
    stamp,
    tell,
    with_exemplar,
    without_exemplar,
    without_repeats,
)
from chalicelib.domain.caps import Purse
from chalicelib.domain.case import Case, WorkKind, next_work
from chalicelib.domain.change import Change
from chalicelib.domain.draft import Edit
from chalicelib.domain.errors import BudgetExhaustedError, LeaseLostError, NotFoundError
from chalicelib.domain.mark import Mark
from chalicelib.domain.post import Post
from chalicelib.domain.search_state import SearchState
from chalicelib.domain.state import NEWEST_FIRST, State
from chalicelib.domain.verdict import Verdict
from chalicelib.ports import CasePage, Clock, Dossier, Due, Exemplar, MarkPage


class MemoryStore(MemoryLearntReplies):
    """Implements `Store`, safe for threads. `faults` says what goes wrong next, `clock` what has expired."""

    def __init__(self, faults: Faults | None = None, clock: Clock = utc_now) -> None:
        self.lock = RLock()
        self.faults = faults or Faults()
        self.clock = clock
        self._brands: dict[str, BrandRows] = defaultdict(BrandRows)
        self._queue = Index()
        self._work = Index()
        self._accounts: dict[str, tuple[str, str]] = {}

    # posts

    @one_at_a_time
    def add_posts(self, brand: str, posts: Sequence[Post], page: str, at: datetime) -> tuple[str, ...]:
        """See `Store.add_posts`."""
        kept = self._brands[brand].posts
        new = []
        for post in without_repeats(posts):
            if post.ref not in kept:
                kept[post.ref] = PostRow(post, page)
                self._work.put(brand, post.ref, at, self.faults.index_lag_reads)
            if kept[post.ref].page == page:
                new.append(post.ref)
        return tuple(new)

    @one_at_a_time
    def post(self, brand: str, ref: str) -> tuple[Post, Verdict | None]:
        """See `Store.post`."""
        row = self._brands[brand].posts.get(ref)
        if row is None:
            raise NotFoundError(f"no post {ref} in brand {brand}")
        return row.post, row.verdict

    @one_at_a_time
    def posts(self, brand: str, refs: Sequence[str]) -> dict[str, Post]:
        """See `Store.posts`."""
        kept = self._brands[brand].posts
        return {ref: kept[ref].post for ref in refs if ref in kept}

    # cases

    @one_at_a_time
    def case(self, brand: str, case_id: str) -> Case:
        """See `Store.case`."""
        return self._case_row(brand, case_id).case

    @one_at_a_time
    def dossier(self, brand: str, case_id: str) -> Dossier:
        """See `Store.dossier`."""
        row, kept = self._case_row(brand, case_id), self._brands[brand]
        posts = {ref: kept.posts[ref] for ref in row.case.posts if ref in kept.posts}
        return assemble(
            row.case,
            posts={ref: (one.post, one.verdict) for ref, one in posts.items()},
            drafts=row.drafts.values(),
            edit=kept.edits.get(case_id),
            approvals=row.approvals.values(),
            attempts=row.attempts.values(),
            replies=row.replies.values(),
            events=row.events,
        )

    @one_at_a_time
    def members(self, brand: str, post: Post) -> tuple[str | None, str | None]:
        """See `Store.members`."""
        pointers = self._brands[brand].pointers
        talk = pointers.get((post.network, post.conversation_id, post.author.id))
        return talk, pointers.get((post.network, post.author.id))

    @one_at_a_time
    def commit(self, change: Change) -> None:
        """See `Store.commit`."""
        check_whole(change)
        if commit(self._brands[change.case.brand], change):
            self._put_into_indexes(change)
        tell(change)

    def _put_into_indexes(self, change: Change) -> None:
        case, lag = change.case, self.faults.index_lag_reads
        self._queue.put(case.brand, case.id, case, lag)
        self._work.put(case.brand, case.id, case if next_work(case) else None, lag)
        if change.triaged:
            self._work.put(case.brand, change.triaged[0], None, lag)

    @one_at_a_time
    def save_edit(self, brand: str, case_id: str, edit: Edit) -> None:
        """See `Store.save_edit`."""
        self._brands[brand].edits[case_id] = edit

    @one_at_a_time
    def queue(
        self, brand: str, desk: str, state: State, *, limit: int = 25, page: str | None = None
    ) -> CasePage:
        """See `Store.queue`."""
        edge, newest_first = edge_of(position_from(page), state), state in NEWEST_FIRST
        rows = [row for row in self._queue.rows(brand).values() if isinstance(row, Case)]
        wanted = [case for case in rows if case.desk == desk and case.state is state]
        wanted.sort(key=position_of, reverse=newest_first)
        ahead = [c for c in wanted if (position_of(c) < edge if newest_first else position_of(c) > edge)]
        shown = tuple(ahead[:limit])
        more = len(ahead) > limit
        return CasePage(shown, page_token(position_of(shown[-1])) if more and shown else None)

    @one_at_a_time
    def due(self, brand: str, kind: WorkKind, now: datetime, limit: int = 100) -> tuple[Due, ...]:
        """See `Store.due`."""
        owed = [_owed(id, row) for id, row in self._work.rows(brand).items()]
        ready = [due for due in owed if due.kind is kind and due.at <= now]
        return tuple(sorted(ready, key=lambda due: (due.at, due.id))[:limit])

    # what reviewers say about verdicts

    @one_at_a_time
    def marks(
        self, brand: str, since: datetime, until: datetime, *, limit: int = 100, page: str | None = None
    ) -> MarkPage:
        """See `Store.marks`."""
        begin = max(position_from(page), stamp(since))
        places = sorted(self._brands[brand].marks.items())
        found = [mark for place, mark in places if begin < place < stamp(until)]
        shown = tuple(found[:limit])
        return MarkPage(shown, page_token(place_of(shown[-1])) if len(found) > limit else None)

    @one_at_a_time
    def marks_on(self, brand: str, post: str, said_at: datetime) -> tuple[Mark, ...]:
        """See `Store.marks_on`."""
        places = sorted(self._brands[brand].marks.items())
        return tuple(mark for place, mark in places if place.startswith(place_on(said_at, post)))

    @one_at_a_time
    def exemplars(self, brand: str) -> tuple[Exemplar, ...]:
        """See `Store.exemplars`."""
        return self._brands[brand].exemplars

    @one_at_a_time
    def keep_exemplar(self, brand: str, exemplar: Exemplar) -> None:
        """See `Store.keep_exemplar`."""
        kept = self._brands[brand]
        kept.exemplars = with_exemplar(kept.exemplars, exemplar)

    @one_at_a_time
    def forget_exemplar(self, brand: str, post: str) -> None:
        """See `Store.forget_exemplar`."""
        kept = self._brands[brand]
        kept.exemplars = without_exemplar(kept.exemplars, post)

    # listening

    @one_at_a_time
    def lease_search(
        self, brand: str, search: str, owner: str, now: datetime, until: datetime
    ) -> SearchState | None:
        """See `Store.lease_search`."""
        row = self._brands[brand].searches.setdefault(search, SearchRow(SearchState(search=search)))
        if row.owner not in (None, owner) and row.until is not None and row.until > now:
            return None
        row.owner, row.until = owner, until
        return row.state

    @one_at_a_time
    def save_search(self, brand: str, owner: str, state: SearchState, *, release: bool = False) -> None:
        """See `Store.save_search`."""
        row = self._brands[brand].searches.get(state.search)
        if row is None or row.owner != owner:
            raise LeaseLostError(f"search {state.search} of brand {brand} is no longer leased to {owner}")
        row.state = state
        if release:
            row.owner = row.until = None

    @one_at_a_time
    def search_state(self, brand: str, search: str) -> SearchState:
        """See `Store.search_state`."""
        row = self._brands[brand].searches.get(search)
        return row.state if row else SearchState(search=search)

    # money

    @one_at_a_time
    def reserve(self, brand: str, purse: str, amount: int, allowance: int) -> None:
        """See `Store.reserve`."""
        purses = self._brands[brand].purses
        held = purses.get(purse, Purse(allowance=allowance, remaining=allowance))
        remaining = held.remaining + allowance - held.allowance
        purses[purse] = Purse(allowance=allowance, remaining=remaining)
        if remaining < amount:
            raise BudgetExhaustedError(f"purse {purse} of brand {brand} holds less than {amount}")
        purses[purse] = Purse(allowance=allowance, remaining=remaining - amount)

    @one_at_a_time
    def settle(self, brand: str, purse: str, reserved: int, used: int) -> None:
        """See `Store.settle`."""
        purses = self._brands[brand].purses
        if purse not in purses:
            raise NotFoundError(f"nothing was ever reserved from purse {purse} of brand {brand}")
        held = purses[purse]
        purses[purse] = Purse(allowance=held.allowance, remaining=held.remaining + reserved - used)

    @one_at_a_time
    def purse(self, brand: str, purse: str) -> Purse | None:
        """See `Store.purse`."""
        return self._brands[brand].purses.get(purse)

    @one_at_a_time
    def purses(self, brand: str, purses: Sequence[str]) -> dict[str, Purse]:
        """See `Store.purses`."""
        kept = self._brands[brand].purses
        return {name: kept[name] for name in purses if name in kept}

    # whose keys are whose

    @one_at_a_time
    def account_id(self, account: str, fingerprint: str) -> str | None:
        """See `ProvenAccounts.account_id`."""
        known, account_id = self._accounts.get(account.lower(), ("", ""))
        return account_id if known == fingerprint else None

    @one_at_a_time
    def keep_account_id(self, account: str, fingerprint: str, account_id: str) -> None:
        """See `ProvenAccounts.keep_account_id`."""
        self._accounts[account.lower()] = fingerprint, account_id

    def _case_row(self, brand: str, case_id: str) -> CaseRow:
        row = self._brands[brand].cases.get(case_id)
        if row is None:
            raise NotFoundError(f"no case {case_id} in brand {brand}")
        return row


def _owed(id: str, row: Case | datetime) -> Due:
    if isinstance(row, datetime):
        return Due(WorkKind.TRIAGE, id, row)
    work = next_work(row)
    if work is None:
        raise ValueError(f"case {row.id} owes no work and is in the index of work")
    return Due(work.kind, id, work.at)
