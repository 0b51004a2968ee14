"""The store on one DynamoDB table."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.dynamodb import accounts, cases, exemplars, indexes, keys, marks, purses, searches
from chalicelib.adapters.dynamodb import posts as found_posts
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.buckets import Directory
from chalicelib.adapters.dynamodb.commit import commit
from chalicelib.adapters.dynamodb.items import holding
from chalicelib.adapters.dynamodb.learnt_replies import DynamoLearntReplies
from chalicelib.adapters.dynamodb.purses import get_many as get_many_purses
from chalicelib.adapters.store_rules import check_whole, tell
from chalicelib.domain.caps import Purse
from chalicelib.domain.case import Case, WorkKind
from chalicelib.domain.change import Change
from chalicelib.domain.draft import Edit
from chalicelib.domain.mark import Mark
from chalicelib.domain.post import Post
from chalicelib.domain.search_state import SearchState
from chalicelib.domain.state import State
from chalicelib.domain.verdict import Verdict
from chalicelib.ports import CasePage, Clock, Dossier, Due, Exemplar, MarkPage

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoStore(DynamoLearntReplies):
    """Implements `Store`, safe for threads. The clock decides what has expired."""

    def __init__(self, table_name: str, client: "DynamoDBClient", clock: Clock = utc_now) -> None:
        self._table = Table(table_name, client, clock)
        self._directory = Directory(self._table)

    # posts

    def add_posts(self, brand: str, posts: Sequence[Post], page: str, at: datetime) -> tuple[str, ...]:
        """See `Store.add_posts`."""
        return found_posts.add(self._table, brand, posts, page, at)

    def post(self, brand: str, ref: str) -> tuple[Post, Verdict | None]:
        """See `Store.post`."""
        return found_posts.get(self._table, brand, ref)

    def posts(self, brand: str, refs: Sequence[str]) -> dict[str, Post]:
        """See `Store.posts`."""
        return {ref: post for ref, (post, _) in found_posts.get_many(self._table, brand, refs).items()}

    # cases

    def case(self, brand: str, case_id: str) -> Case:
        """See `Store.case`."""
        return cases.get(self._table, brand, case_id)

    def dossier(self, brand: str, case_id: str) -> Dossier:
        """See `Store.dossier`."""
        return cases.dossier(self._table, brand, case_id)

    def members(self, brand: str, post: Post) -> tuple[str | None, str | None]:
        """See `Store.members`."""
        return cases.members(self._table, brand, post)

    def commit(self, change: Change) -> None:
        """See `Store.commit`."""
        check_whole(change)
        self._directory.announce(change.case)
        commit(self._table, change)
        tell(change)

    def save_edit(self, brand: str, case_id: str, edit: Edit) -> None:
        """See `Store.save_edit`."""
        self._table.put(holding(keys.edit(brand, case_id), edit))

    def queue(
        self, brand: str, desk: str, state: State, *, limit: int = 25, page: str | None = None
    ) -> CasePage:
        """See `Store.queue`."""
        return indexes.queue(self._table, self._directory, brand, desk, state, limit, page)

    def due(self, brand: str, kind: WorkKind, now: datetime, limit: int = 100) -> tuple[Due, ...]:
        """See `Store.due`."""
        return indexes.due(self._table, brand, kind, now, limit)

    # what reviewers say about verdicts

    def marks(
        self, brand: str, since: datetime, until: datetime, *, limit: int = 100, page: str | None = None
    ) -> MarkPage:
        """See `Store.marks`."""
        return marks.between(self._table, brand, since, until, limit, page)

    def marks_on(self, brand: str, post: str, said_at: datetime) -> tuple[Mark, ...]:
        """See `Store.marks_on`."""
        return marks.on(self._table, brand, post, said_at)

    def exemplars(self, brand: str) -> tuple[Exemplar, ...]:
        """See `Store.exemplars`."""
        return exemplars.get(self._table, brand)

    def keep_exemplar(self, brand: str, exemplar: Exemplar) -> None:
        """See `Store.keep_exemplar`."""
        exemplars.keep(self._table, brand, exemplar)

    def forget_exemplar(self, brand: str, post: str) -> None:
        """See `Store.forget_exemplar`."""
        exemplars.forget(self._table, brand, post)

    # listening

    def lease_search(
        self, brand: str, search: str, owner: str, now: datetime, until: datetime
    ) -> SearchState | None:
        """See `Store.lease_search`."""
        return searches.lease(self._table, brand, search, owner, now, until)

    def save_search(self, brand: str, owner: str, state: SearchState, *, release: bool = False) -> None:
        """See `Store.save_search`."""
        searches.save(self._table, brand, owner, state, release)

    def search_state(self, brand: str, search: str) -> SearchState:
        """See `Store.search_state`."""
        return searches.state(self._table, brand, search)

    # money

    def reserve(self, brand: str, purse: str, amount: int, allowance: int) -> None:
        """See `Store.reserve`."""
        purses.reserve(self._table, brand, purse, amount, allowance)

    def settle(self, brand: str, purse: str, reserved: int, used: int) -> None:
        """See `Store.settle`."""
        purses.settle(self._table, brand, purse, reserved, used)

    def purse(self, brand: str, purse: str) -> Purse | None:
        """See `Store.purse`."""
        return purses.get(self._table, brand, purse)

    def purses(self, brand: str, purses: Sequence[str]) -> dict[str, Purse]:
        """See `Store.purses`."""
        return get_many_purses(self._table, brand, purses)

    # whose keys are whose

    def account_id(self, account: str, fingerprint: str) -> str | None:
        """See `ProvenAccounts.account_id`."""
        return accounts.account_id(self._table, account, fingerprint)

    def keep_account_id(self, account: str, fingerprint: str, account_id: str) -> None:
        """See `ProvenAccounts.keep_account_id`."""
        accounts.keep_account_id(self._table, account, fingerprint, account_id)
