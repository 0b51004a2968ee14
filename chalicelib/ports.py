"""What the steps need from outside. Adapters and their in-memory twins implement these."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol

from pydantic import SecretStr

from chalicelib.domain.approval import Approval
from chalicelib.domain.attempt import Attempt, Reply
from chalicelib.domain.brand import Brand
from chalicelib.domain.caps import Purse
from chalicelib.domain.case import Case, WorkKind
from chalicelib.domain.change import Change
from chalicelib.domain.circuit import Circuit
from chalicelib.domain.control import ControlEvent, DeskControl, Switch
from chalicelib.domain.document import Document
from chalicelib.domain.draft import Approach, Claim, Draft, Edit, Usage
from chalicelib.domain.event import Event
from chalicelib.domain.learnt import Gap, Learnt, Reviewed
from chalicelib.domain.mark import Mark
from chalicelib.domain.owned import OwnPost
from chalicelib.domain.post import Post
from chalicelib.domain.search_state import SearchState
from chalicelib.domain.state import State
from chalicelib.domain.verdict import Intent, Risk, Sentiment, Verdict

Clock = Callable[[], datetime]
"""Tells the moment, in UTC."""


# --- the network ---------------------------------------------------------------------------------


class PostPage(NamedTuple):
    """One page, newest first. `newest_id` is the newest id on it; `next_page` is None on the last."""

    posts: tuple[Post, ...]
    next_page: str | None = None
    newest_id: str | None = None


class Bounds(NamedTuple):
    """What to read: newer than `since_id`, or than `start_time` (UTC) where there is no usable id.

    `until_id`, where given, bounds it on the other side (that id itself excluded).
    """

    since_id: str | None = None
    until_id: str | None = None
    start_time: datetime | None = None
    page: str | None = None
    page_size: int = 100


class LookUp(NamedTuple):
    """Posts by id: those found, and the ids of those that are gone."""

    found: dict[str, Post]
    gone: frozenset[str]


class Network(Protocol):
    """A social network, through one of the brand's accounts.

    Every method raises NetworkUnavailableError (or its RateLimitedError, OutOfCreditsError) when the request
    was not served, NotAuthorisedError on bad keys, RefusedError on other refusals.
    """

    def search(self, query: str, bounds: Bounds) -> PostPage:
        """Recent posts that match the network's own query language."""
        ...

    def mentions(self, account: str, bounds: Bounds) -> PostPage:
        """Recent posts that mention the account."""
        ...

    def look_up(self, ids: Sequence[str]) -> LookUp:
        """Posts by their network ids (without `x:`), at most 100."""
        ...

    def own_posts(self, account: str, since: datetime) -> tuple[OwnPost, ...]:
        """The account's own posts since a moment, newest first, all pages."""
        ...

    def replies_in(self, conversation_id: str, account: str, since: datetime) -> tuple[OwnPost, ...]:
        """The account's posts within one conversation since a moment, as search sees them."""
        ...

    def prove(self, account: str) -> None:
        """Make sure that the keys are this account's own, reading the network once for each set of keys.

        Done before the right to reply is taken, so that nothing but the one call is made under it.
        """
        ...

    def is_proven(self, account: str) -> bool:
        """Whether its keys, as they are now, were proven before. Asks the network nothing.

        Raises NotAuthorisedError when there are none.
        """
        ...

    def reply(self, account: str, in_reply_to: str, text: str) -> OwnPost:
        """Post a reply, once, never repeated by the adapter.

        Raises ReplyNotAllowedError, PostGoneError, RefusedError when it certainly was not posted, and
        OutcomeUnknownError when nobody can know.
        """
        ...


# --- the model -----------------------------------------------------------------------------------


class Earlier(NamedTuple):
    """An earlier case of the same author with the brand: when it began, what it was, how it ended."""

    since: datetime
    intent: Intent
    state: State
    excerpt: str


class Context(NamedTuple):
    """What surrounds the posts that a draft answers.

    `now` (UTC) decides which offers hold; `learnt` are approved replies of the desk in the post's language,
    newest first; `earlier` are the author's cases before this one, newest first.
    """

    now: datetime
    earlier: tuple[Earlier, ...] = ()
    learnt: tuple[Learnt, ...] = ()


class Mending(NamedTuple):
    """A text that failed its checks, and how, for whoever wrote it to mend."""

    text: str
    problems: str


class DraftRequest(NamedTuple):
    """All that a drafter may know. `posts` oldest first; what they say is data, never instruction.

    `replies` are the texts that we posted in this case already, oldest first. `rules` are the network's for
    this reply, in words. `mending`: what the drafter wrote before for the same request did not pass.
    """

    brand: Brand
    desk: str
    account: str
    posts: tuple[Post, ...]
    verdict: Verdict
    max_length: int = 280
    replies: tuple[str, ...] = ()
    context: Context | None = None
    rules: str = ""
    mending: Mending | None = None


@dataclass(frozen=True)
class Suggestion:
    """What a drafter suggests. `note` tells the reviewer what to know about it, `usage` what it took.

    `claims` are what the drafter itself says that its text claims; `others` are further ways to answer, with
    neither note nor usage of their own. `model` and `parameters` say what wrote it.
    `unanswered` is what it found no knowledge for.
    """

    text: str
    lang: str
    origin: Literal["model", "offline", "protocol"]
    sources: tuple[str, ...] = ()
    note: str = ""
    usage: Usage = field(default_factory=Usage)
    approach: Approach | None = None
    claims: tuple[Claim, ...] = ()
    others: "tuple[Suggestion, ...]" = ()
    model: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    unanswered: str = ""


class Drafter(Protocol):
    """Writes a reply. Raises ModelUnavailableError when it cannot."""

    def suggest(self, request: DraftRequest) -> Suggestion:
        """A reply for the last of the posts."""
        ...


class Touch(StrEnum):
    """A change that a person asks of a text with one touch; `free` is in their own words."""

    SHORTER = "shorter"
    WARMER = "warmer"
    MORE_FORMAL = "more-formal"
    FIT = "fit"
    POST_LANGUAGE = "post-language"
    ADD_LINK = "add-link"
    WITH_INCENTIVE = "with-incentive"
    WITHOUT_INCENTIVE = "without-incentive"
    FREE = "free"


class ChangeRequest(NamedTuple):
    """A text to be changed, and how. `around` is the request that it was drafted for.

    `instruction` is the reviewer's own and may instruct; the text and the posts are data. `sources` is what
    the text rests on.
    """

    around: DraftRequest
    text: str
    touch: Touch
    instruction: str = ""
    sources: tuple[str, ...] = ()


class Changer(Protocol):
    """Rewords a text. Raises ModelUnavailableError when it cannot."""

    def change(self, request: ChangeRequest) -> Suggestion:
        """The whole text, changed as asked."""
        ...


class TranslationRequest(NamedTuple):
    """Texts for a reviewer to read in their language (`en`); all are data, never instruction.

    `brand` and `desk` pay for it.
    """

    brand: Brand
    desk: str
    texts: tuple[str, ...]
    lang: str


class Translation(NamedTuple):
    """The texts in the language, in their order; `model` wrote them."""

    texts: tuple[str, ...]
    model: str
    usage: Usage = Usage()


class Translator(Protocol):
    """Translates. Raises ModelUnavailableError when it cannot."""

    def translate(self, request: TranslationRequest) -> Translation:
        """As many texts as were given."""
        ...


class OpinionRequest(NamedTuple):
    """A post for a second opinion. What the first one was is not told, so that it cannot be echoed.

    `brand` and `desk` pay for it; of the brand the model learns its name and its line of business. `text` and
    the texts of `exemplars` are data, never instruction. `lang`: as triage took it, `und` when unknown.
    """

    brand: Brand
    desk: str
    text: str
    lang: str
    exemplars: "tuple[Exemplar, ...]" = ()


class Opinion(NamedTuple):
    """What a language model makes of a post: as sure as it says (0 to 1), and why, in a few words of its own.

    `why` may repeat what strangers wrote: like their texts it belongs into no event and no log.
    """

    intent: Intent
    needs_reply: bool
    sentiment: Sentiment
    risk: tuple[Risk, ...]
    confidence: float
    why: str
    usage: Usage


class SecondOpinion(Protocol):
    """Judges a post apart from triage's own stages. Raises ModelUnavailableError when it cannot."""

    def opinion(self, request: OpinionRequest) -> Opinion:
        """What it makes of the post, to be weighed and not obeyed."""
        ...


# --- the store -----------------------------------------------------------------------------------


class CasePage(NamedTuple):
    """Cases in the order of their queue, and where the next page begins (None: this is the last)."""

    cases: tuple[Case, ...]
    next_page: str | None = None


@dataclass(frozen=True)
class Dossier:
    """Everything kept about a case. Events, drafts, approvals and replies oldest first."""

    case: Case
    posts: tuple[Post, ...] = ()
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    drafts: tuple[Draft, ...] = ()
    edit: Edit | None = None
    approvals: tuple[Approval, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    replies: tuple[Reply, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def draft(self) -> Draft | None:
        """The case's current draft."""
        return next((draft for draft in self.drafts if draft.id == self.case.draft_id), None)

    @property
    def approval(self) -> Approval | None:
        """The approval that the case rests on."""
        return next((one for one in self.approvals if one.id == self.case.approval_id), None)

    @property
    def attempt(self) -> Attempt | None:
        """The attempt under way, or of unknown outcome."""
        return next((one for one in self.attempts if one.id == self.case.attempt_id), None)


class MarkPage(NamedTuple):
    """Marks by when their posts were written, and where the next page begins (None: this is the last)."""

    marks: tuple[Mark, ...]
    next_page: str | None = None


MOST_EXEMPLARS = 24


class Exemplar(NamedTuple):
    """A post that a person chose for the language model to go by, and what it should be taken for.

    `text` has placeholders for handles, links, addresses and numbers; `post` is the ref of the post.
    """

    text: str
    intent: Intent
    needs_reply: bool
    lang: str
    chosen_by: str
    at: datetime
    post: str


class Due(NamedTuple):
    """Work that has become due: a post (`triage`) or a case (all other kinds), by its id."""

    kind: WorkKind
    id: str
    at: datetime


class ReviewedPage(NamedTuple):
    """Decisions about drafts, oldest first, and where the next page begins (None: this is the last)."""

    reviewed: tuple[Reviewed, ...]
    next_page: str | None = None


class LearntReplies(Protocol):
    """What people made of drafts: written by `commit`, in the transaction of the decision."""

    def learnt(self, brand: str, desk: str, lang: str, *, limit: int = 200) -> tuple[Learnt, ...]:
        """Approved replies of the desk in a language (its first part: `pt`), newest first."""
        ...

    def forget_learnt(self, brand: str, post: str, *, gaps: bool = True) -> None:
        """Keep no longer what was learnt from this post, nor (unless said otherwise) its gaps, if any."""
        ...

    def reviewed(
        self, brand: str, since: datetime, until: datetime, *, limit: int = 100, page: str | None = None
    ) -> ReviewedPage:
        """Decisions made from `since` to before `until`. Raises BadInputError for a forged page."""
        ...

    def gaps(self, brand: str, *, limit: int = 100) -> tuple[Gap, ...]:
        """What voice and knowledge lacked, newest first."""
        ...


class Documents(Protocol):
    """The documents of `prompts/` that were changed in the console. All reads are consistent."""

    def heads(self, brand: str) -> dict[str, int]:
        """The newest version of each document that has one, by path. One small read."""
        ...

    def document(self, brand: str, path: str, version: int) -> Document:
        """One version, whole. Raises NotFoundError."""
        ...

    def document_history(self, brand: str, path: str, *, limit: int = 20) -> tuple[Document, ...]:
        """The last versions, newest first."""
        ...

    def save_document(self, document: Document) -> None:
        """Keep a further version. Raises ConflictError unless the version before it is the newest.

        Keeping the same version again after a lost answer succeeds without a second effect.
        """
        ...


class ProvenAccounts(Protocol):
    """Whose keys are whose: so that the network is asked once for new keys, not once a process."""

    def account_id(self, account: str, fingerprint: str) -> str | None:
        """The account's id at the network, where keys of this fingerprint were proven to be its own."""
        ...

    def keep_account_id(self, account: str, fingerprint: str, account_id: str) -> None:
        """Remember what was proven, in place of what was for earlier keys. No key can be told from it."""
        ...


class Store(ProvenAccounts, LearntReplies, Protocol):
    """The brand's memory. Methods raise StoreUnavailableError when throttled or unreachable.

    What is read by id is consistent; `queue` and `due` read indexes that lag, so callers check again.
    """

    # posts
    def add_posts(self, brand: str, posts: Sequence[Post], page: str, at: datetime) -> tuple[str, ...]:
        """Keep posts, each owing its triage from `at` on. Returns the refs that are new to the brand or that
        this same `page` (a name for one page of one search) had stored before it was interrupted."""
        ...

    def post(self, brand: str, ref: str) -> tuple[Post, Verdict | None]:
        """A post and its verdict, None while it is not triaged. Raises NotFoundError."""
        ...

    def posts(self, brand: str, refs: Sequence[str]) -> dict[str, Post]:
        """Those of the posts that exist, by ref."""
        ...

    # cases
    def case(self, brand: str, case_id: str) -> Case:
        """The case as it is now. Raises NotFoundError."""
        ...

    def dossier(self, brand: str, case_id: str) -> Dossier:
        """The case with everything kept about it. Raises NotFoundError."""
        ...

    def members(self, brand: str, post: Post) -> tuple[str | None, str | None]:
        """The ids of the cases of (this author in this conversation, this author)."""
        ...

    def commit(self, change: Change) -> None:
        """Write the change as one transaction, or raise ConflictError and write nothing.

        Committing the same change again after a lost answer succeeds without a second effect.
        """
        ...

    def save_edit(self, brand: str, case_id: str, edit: Edit) -> None:
        """Keep a person's wording; the last one wins. Not a change of the case."""
        ...

    def queue(
        self, brand: str, desk: str, state: State, *, limit: int = 25, page: str | None = None
    ) -> CasePage:
        """Cases of a desk in a state, soonest due first; in a state of `NEWEST_FIRST`, latest due first.

        Both orders go by `due_at`, never by when the case came into the state. `page` is the `next_page` of
        this same queue. Raises BadInputError for a forged one.
        """
        ...

    def due(self, brand: str, kind: WorkKind, now: datetime, limit: int = 100) -> tuple[Due, ...]:
        """Work that is due by now, oldest first."""
        ...

    # what reviewers say about verdicts
    def marks(
        self, brand: str, since: datetime, until: datetime, *, limit: int = 100, page: str | None = None
    ) -> MarkPage:
        """Marks on posts written from `since` to before `until`, oldest post first.

        A mark is written with its event, by `commit`. Raises BadInputError for a forged page.
        """
        ...

    def marks_on(self, brand: str, post: str, said_at: datetime) -> tuple[Mark, ...]:
        """The marks on one post (its ref, and when it was written), one a reviewer."""
        ...

    def exemplars(self, brand: str) -> tuple[Exemplar, ...]:
        """The posts chosen for the language model to go by, oldest choice first."""
        ...

    def keep_exemplar(self, brand: str, exemplar: Exemplar) -> None:
        """Keep it, in place of an earlier one of the same post.

        Raises BadInputError when there are `MOST_EXEMPLARS` of other posts, ConflictError.
        """
        ...

    def forget_exemplar(self, brand: str, post: str) -> None:
        """Keep the post's exemplar no longer; nothing happens where there is none. Raises ConflictError."""
        ...

    # listening
    def lease_search(
        self, brand: str, search: str, owner: str, now: datetime, until: datetime
    ) -> SearchState | None:
        """The search's state, leased to the owner until a moment; None while somebody else holds it."""
        ...

    def save_search(self, brand: str, owner: str, state: SearchState, *, release: bool = False) -> None:
        """Keep the state. Raises LeaseLostError when the owner no longer holds the lease."""
        ...

    def search_state(self, brand: str, search: str) -> SearchState:
        """The state as last saved (a fresh one for a search that never ran)."""
        ...

    # money
    def reserve(self, brand: str, purse: str, amount: int, allowance: int) -> None:
        """Set `amount` aside from a purse of this allowance.

        Another allowance than before changes what remains by the difference. Raises BudgetExhaustedError
        when less than the amount remains.
        """
        ...

    def settle(self, brand: str, purse: str, reserved: int, used: int) -> None:
        """Give back what was reserved and not used; using more than that takes the rest out as well."""
        ...

    def purse(self, brand: str, purse: str) -> Purse | None:
        """What the purse holds; None when it was never used."""
        ...

    def purses(self, brand: str, purses: Sequence[str]) -> dict[str, Purse]:
        """What each of these purses holds, without those that were never used."""
        ...


# --- what people decide about the deployment -------------------------------------------------------


class Controls(Protocol):
    """The switch and the desks' modes. All reads are consistent. Raises as the store does."""

    def table_identity(self) -> str:
        """What tells this table from every other, a restored copy of it included."""
        ...

    def switch(self) -> Switch:
        """The switch as it is now; one at version 0 where nobody ever touched it."""
        ...

    def throw(self, switch: Switch, event: ControlEvent) -> None:
        """Keep the switch and its trace as one. Raises ConflictError unless the version before is there."""
        ...

    def desk(self, brand: str, desk: str) -> DeskControl:
        """The desk's control; an observing one at version 0 where nobody ever set one."""
        ...

    def set_desk(self, desk: DeskControl, event: ControlEvent) -> None:
        """Keep the desk's control and its trace as one. Raises ConflictError as `throw` does."""
        ...

    def switch_events(self, limit: int = 20) -> tuple[ControlEvent, ...]:
        """The last changes of the switch, newest first."""
        ...

    def desk_events(self, brand: str, desk: str, limit: int = 20) -> tuple[ControlEvent, ...]:
        """The last changes of a desk's control, newest first."""
        ...


# --- endpoints that fail ---------------------------------------------------------------------------


class Circuits(Protocol):
    """What all processes know together of the endpoints of models. Raises as the store does.

    An endpoint is named by a digest; nobody can tell a key or an address from it.
    """

    def circuit(self, endpoint: str) -> Circuit:
        """What is known of it now; a fresh one where nothing ever failed."""
        ...

    def count_failure(self, endpoint: str) -> Circuit:
        """Count one failure more, and tell what is known then."""
        ...

    def open_circuit(self, endpoint: str, until: datetime, why: str) -> None:
        """Nobody asks until this moment (UTC); then one may probe."""
        ...

    def probe(self, endpoint: str, seen: datetime, until: datetime) -> bool:
        """Whether the caller is the one that may probe: who saw it open until `seen` and comes first.

        For everybody else it stays open until another moment (UTC), should the probe never come back.
        """
        ...

    def close_circuit(self, endpoint: str) -> None:
        """It answered: nothing is held against it any more."""
        ...


# --- messages between the steps ------------------------------------------------------------------


class Topic:
    """Names of the queues between steps. A message is a hint: what it says is checked in the store."""

    TRIAGE = "triage"
    DRAFT = "draft"
    PUBLISH = "publish"


TOPICS = (Topic.TRIAGE, Topic.DRAFT, Topic.PUBLISH)


class Messages(Protocol):
    """Sends hints; a lost one is made good by the sweep."""

    def send(self, topic: str, bodies: Sequence[dict[str, str]]) -> None:
        """Send each body. Raises StoreUnavailableError when the queue does not answer."""
        ...


class DeadLetter(NamedTuple):
    """A message that failed so often that it was put aside.

    `text` is what it says, `received` how often it was handed out, `sent_at` (UTC) when it was first sent;
    `handle` is the queue's own name for this handing out.
    """

    id: str
    text: str
    received: int
    sent_at: datetime
    handle: str = ""


class DeadLetters(Protocol):
    """The messages that were put aside, one queue a topic beside the live one.

    Methods raise NotFoundError where there is no such queue, StoreUnavailableError when it does not answer.
    """

    def place(self, topic: str) -> str:
        """The name of the queue that they lie in."""
        ...

    def take(self, topic: str) -> tuple[DeadLetter, ...]:
        """Some that nobody else holds, ten at most, held for two minutes; none where none is left."""
        ...

    def put_back(self, topic: str, letters: Sequence[DeadLetter]) -> None:
        """Hold them no longer: they stay where they are."""
        ...

    def send_again(self, topic: str, letters: Sequence[DeadLetter]) -> None:
        """Send each to the live queue. What it raises leaves every letter where it is."""
        ...

    def remove(self, topic: str, letters: Sequence[DeadLetter]) -> None:
        """Remove them for good."""
        ...


# --- keys ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class KeptSecret:
    """A secret's JSON text, which shows itself nowhere, and when it was last changed (UTC)."""

    text: SecretStr
    changed_at: datetime


class Secrets(Protocol):
    """Where keys are kept, one secret a name (`x`, `model`, `console`).

    Methods raise StoreUnavailableError when throttled or unreachable, and no error holds a secret.
    """

    def place(self, name: str) -> str:
        """The secret's whole name, by which people find it."""
        ...

    def get(self, name: str) -> KeptSecret | None:
        """The secret as it is now, None where there is none."""
        ...

    def put(self, name: str, text: SecretStr) -> None:
        """Keep another text. Raises NotFoundError where there is no such secret: a deployment makes them."""
        ...
