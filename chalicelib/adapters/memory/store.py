"""The store's twin: the same answers as the table's, from memory."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock

from chalicelib.adapters.memory.faults import Faults, one_at_a_time
from chalicelib.adapters.memory.index import Index
from chalicelib.adapters.store_rules import (
    assemble,
    check_whole,
    fingerprint,
    page_token,
    position_from,
    position_of,
    without_repeats,
)
from chalicelib.domain.approval import Approval
from chalicelib.domain.attempt import Attempt, Reply
from chalicelib.domain.case import Case, WorkKind, next_work
from chalicelib.domain.change import Change, Membership
from chalicelib.domain.draft import Draft, Edit
from chalicelib.domain.errors import BudgetExhaustedError, ConflictError, LeaseLostError, NotFoundError
from chalicelib.domain.event import Event
from chalicelib.domain.post import Post
from chalicelib.domain.search_state import SearchState
from chalicelib.domain.state import State
from chalicelib.domain.verdict import Verdict
from chalicelib.ports import CasePage, Dossier, Due


@dataclass
class _PostRow:
    post: Post
    page: str
    pending: bool = True
    verdict: Verdict | None = None


@dataclass
class _CaseRow:
    """Everything of one case; `made_by` is the fingerprint of the change that led to each version."""

    case: Case
    made_by: dict[int, str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    drafts: dict[str, Draft] = field(default_factory=dict)
    approvals: dict[str, Approval] = field(default_factory=dict)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)


@dataclass
class _SearchRow:
    state: SearchState
    owner: str | None = None
    until: datetime | None = None


@dataclass
class _Brand:
    """One brand's memory. Pointers are keyed by (network, author) and (network, conversation, author)."""

    posts: dict[str, _PostRow] = field(default_factory=dict)
    cases: dict[str, _CaseRow] = field(default_factory=dict)
    edits: dict[str, Edit] = field(default_factory=dict)
    pointers: dict[tuple[str, ...], str] = field(default_factory=dict)
    searches: dict[str, _SearchRow] = field(default_factory=dict)
    purses: dict[str, int] = field(default_factory=dict)


class MemoryStore:
    """Implements `Store`, safe for threads. `faults` says what goes wrong next."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.lock = RLock()
        self.faults = faults or Faults()
        self._brands: dict[str, _Brand] = defaultdict(_Brand)
        self._queue = Index()
        self._work = Index()

    # posts

    @one_at_a_time
    def add_posts(self, brand: str, posts: Sequence[Post], page: str, at: datetime) -> tuple[str, ...]:
        """See `Store.add_posts`."""
        kept = self._brands[brand].posts
        new = []
        for post in without_repeats(posts):
            if post.ref not in kept:
                kept[post.ref] = _PostRow(post, page)
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
        case, kept, mark = change.case, self._brands[change.case.brand], fingerprint(change)
        row = kept.cases.get(case.id)
        if row and row.made_by.get(case.version) == mark:
            return
        _refuse_conflict(kept, row, change)
        row = kept.cases.setdefault(case.id, _CaseRow(case))
        row.case = case
        row.events.extend(change.events)
        row.made_by[case.version] = mark
        _keep_parts(row, change)
        if change.membership:
            kept.pointers |= {key: case.id for key, _ in _pointers(case.network, change.membership)}
        self._put_into_indexes(kept, change)

    def _put_into_indexes(self, kept: _Brand, change: Change) -> None:
        case, lag = change.case, self.faults.index_lag_reads
        self._queue.put(case.brand, case.id, case, lag)
        self._work.put(case.brand, case.id, case if next_work(case) else None, lag)
        if change.triaged:
            ref, verdict = change.triaged
            kept.posts[ref].verdict, kept.posts[ref].pending = verdict, False
            self._work.put(case.brand, ref, None, lag)

    @one_at_a_time
    def save_edit(self, brand: str, case_id: str, edit: Edit) -> None:
        """See `Store.save_edit`."""
        self._brands[brand].edits[case_id] = edit

    @one_at_a_time
    def queue(
        self, brand: str, desk: str, state: State, *, limit: int = 25, page: str | None = None
    ) -> CasePage:
        """See `Store.queue`."""
        begin = position_from(page)
        rows = [row for row in self._queue.rows(brand).values() if isinstance(row, Case)]
        wanted = [case for case in rows if case.desk == desk and case.state is state]
        ahead = sorted((case for case in wanted if position_of(case) > begin), key=position_of)
        shown = tuple(ahead[:limit])
        more = len(ahead) > limit
        return CasePage(shown, page_token(position_of(shown[-1])) if more and shown else None)

    @one_at_a_time
    def due(self, brand: str, kind: WorkKind, now: datetime, limit: int = 100) -> tuple[Due, ...]:
        """See `Store.due`."""
        owed = [_owed(id, row) for id, row in self._work.rows(brand).items()]
        ready = [due for due in owed if due.kind is kind and due.at <= now]
        return tuple(sorted(ready, key=lambda due: (due.at, due.id))[:limit])

    # listening

    @one_at_a_time
    def lease_search(
        self, brand: str, search: str, owner: str, now: datetime, until: datetime
    ) -> SearchState | None:
        """See `Store.lease_search`."""
        row = self._brands[brand].searches.setdefault(search, _SearchRow(SearchState(search=search)))
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
        if purses.setdefault(purse, allowance) < amount:
            raise BudgetExhaustedError(f"purse {purse} of brand {brand} holds less than {amount}")
        purses[purse] -= amount

    @one_at_a_time
    def settle(self, brand: str, purse: str, reserved: int, used: int) -> None:
        """See `Store.settle`."""
        purses = self._brands[brand].purses
        if purse not in purses:
            raise NotFoundError(f"nothing was ever reserved from purse {purse} of brand {brand}")
        purses[purse] += reserved - used

    def _case_row(self, brand: str, case_id: str) -> _CaseRow:
        row = self._brands[brand].cases.get(case_id)
        if row is None:
            raise NotFoundError(f"no case {case_id} in brand {brand}")
        return row


def _refuse_conflict(kept: _Brand, row: _CaseRow | None, change: Change) -> None:
    """Raise ConflictError when anything is no longer as the change expects it."""
    case = change.case
    if (row.case.version if row else 0) != change.rests_on_version:
        raise ConflictError(f"case {case.id} is no longer at version {change.rests_on_version}")
    if change.triaged:
        post = kept.posts.get(change.triaged[0])
        if post is None or not post.pending:
            raise ConflictError(f"post {change.triaged[0]} no longer waits for triage")
    if change.membership:
        for key, seen in _pointers(case.network, change.membership):
            if kept.pointers.get(key) != seen:
                raise ConflictError(f"somebody else gave {'/'.join(key)} a case first")
    if row and _repeats_a_part(row, change):
        raise ConflictError(f"case {case.id} already holds a part of that id")


def _pointers(network: str, membership: Membership) -> list[tuple[tuple[str, ...], str | None]]:
    author, talk = membership.author_id, membership.conversation_id
    pointers: list[tuple[tuple[str, ...], str | None]] = [
        ((network, talk, author), membership.seen_for_conversation)
    ]
    if membership.by_author:
        pointers.append(((network, author), membership.seen_for_author))
    return pointers


def _repeats_a_part(row: _CaseRow, change: Change) -> bool:
    return bool(
        (change.draft and change.draft.id in row.drafts)
        or (change.approval and change.approval.id in row.approvals)
        or (change.attempt and change.attempt.id in row.attempts)
        or (change.reply and change.reply.post_id in row.replies)
    )


def _keep_parts(row: _CaseRow, change: Change) -> None:
    if change.draft:
        row.drafts[change.draft.id] = change.draft
    if change.approval:
        row.approvals[change.approval.id] = change.approval
    if change.attempt:
        row.attempts[change.attempt.id] = change.attempt
    if change.reply:
        row.replies[change.reply.post_id] = change.reply


def _owed(id: str, row: Case | datetime) -> Due:
    if isinstance(row, datetime):
        return Due(WorkKind.TRIAGE, id, row)
    work = next_work(row)
    if work is None:
        raise ValueError(f"case {row.id} owes no work and is in the index of work")
    return Due(work.kind, id, work.at)
