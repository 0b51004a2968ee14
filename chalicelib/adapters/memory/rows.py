"""What the store's twin keeps of each brand."""

from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.approval import Approval
from chalicelib.domain.attempt import Attempt, Reply
from chalicelib.domain.caps import Purse
from chalicelib.domain.case import Case
from chalicelib.domain.draft import Draft, Edit
from chalicelib.domain.event import Event
from chalicelib.domain.learnt import Gap, Learnt, Reviewed
from chalicelib.domain.mark import Mark
from chalicelib.domain.post import Post
from chalicelib.domain.search_state import SearchState
from chalicelib.domain.verdict import Verdict
from chalicelib.ports import Exemplar


@dataclass
class PostRow:
    """A post, and the page of the search that stored it; `pending` until it is triaged."""

    post: Post
    page: str
    pending: bool = True
    verdict: Verdict | None = None


@dataclass
class CaseRow:
    """Everything of one case; `made_by` is the fingerprint of the change that led to each version."""

    case: Case
    made_by: dict[int, str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    drafts: dict[str, Draft] = field(default_factory=dict)
    approvals: dict[str, Approval] = field(default_factory=dict)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)


@dataclass
class SearchRow:
    """A search, and who holds its lease until when (UTC)."""

    state: SearchState
    owner: str | None = None
    until: datetime | None = None


@dataclass
class BrandRows:
    """One brand's memory. Pointers are keyed by (network, author) and (network, conversation, author),
    marks and the rest by their place, what was learnt by (desk, language, place)."""

    posts: dict[str, PostRow] = field(default_factory=dict)
    cases: dict[str, CaseRow] = field(default_factory=dict)
    edits: dict[str, Edit] = field(default_factory=dict)
    pointers: dict[tuple[str, ...], str] = field(default_factory=dict)
    searches: dict[str, SearchRow] = field(default_factory=dict)
    purses: dict[str, Purse] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    exemplars: tuple[Exemplar, ...] = ()
    learnt: dict[tuple[str, str, str], Learnt] = field(default_factory=dict)
    reviewed: dict[str, Reviewed] = field(default_factory=dict)
    gaps: dict[str, Gap] = field(default_factory=dict)
