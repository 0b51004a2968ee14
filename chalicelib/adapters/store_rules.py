"""What all stores agree on: the queue's order and page tokens, a change's fingerprint, a dossier's order."""

import base64
import binascii
import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from pydantic import BaseModel

from chalicelib.domain.approval import Approval
from chalicelib.domain.attempt import Attempt, Reply
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.draft import Draft, Edit
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.event import Event
from chalicelib.domain.mark import Mark
from chalicelib.domain.post import Post
from chalicelib.domain.state import NEWEST_FIRST, State
from chalicelib.domain.value import digest
from chalicelib.domain.verdict import Verdict
from chalicelib.ports import MOST_EXEMPLARS, Dossier, Exemplar
from chalicelib.telemetry import logger

# A position is a place in the queue: a case's own, or the beginning of an hour.
_POSITION = re.compile(r"\d{4}-\d\d-\d\dT\d\d(:\d\d:\d\d\.\d{6}\+00:00#[\w.~%:-]+)?", re.ASCII)
# Follows `:` and every digit: an hour and this come after all positions in the hour, this alone after any.
_END = ";"


def stamp(moment: datetime) -> str:
    """A moment (UTC) as text of one length, so that text sorts as time does."""
    return moment.isoformat(timespec="microseconds")


def hour_of(text: str) -> str:
    """The hour of a stamp or of a position: `2026-03-02T09`."""
    return text[:13]


def escaped(value: str) -> str:
    """The value without any character that separates the parts of a key, and still one to one."""
    return quote(value, safe="")


def position_of(case: Case) -> str:
    """The case's place in its queue: by due time, then by id so that no two are equal."""
    return f"{stamp(case.due_at)}#{escaped(case.id)}"


def place_of(mark: Mark) -> str:
    """The mark's place among all: by when its post was written, then post and reviewer."""
    return f"{place_on(mark.said_at, mark.post)}{escaped(mark.who)}"


def place_on(said_at: datetime, ref: str) -> str:
    """What the places of all marks on a post begin with."""
    return f"{stamp(said_at)}#{':'.join(escaped(part) for part in ref.split(':', 1))}:"


def month_of(text: str) -> str:
    """The month of a stamp or of a place: `2026-03`."""
    return text[:7]


def months(since: datetime, until: datetime) -> list[str]:
    """The months from that of one moment to that of another, in their order."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1)]


def page_token(position: str) -> str:
    """An opaque token for the page that begins after this position."""
    return base64.urlsafe_b64encode(position.encode()).decode()


def position_from(token: str | None) -> str:
    """The position inside a token, before everything for None. Raises BadInputError for a forged one."""
    if token is None:
        return ""
    try:
        position = base64.b64decode(token, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        position = ""
    if not _POSITION.fullmatch(position):
        raise BadInputError(f"{token[:80]!r} is not the name of a page; go back to the first page")
    return position


def edge_of(position: str, state: State) -> str:
    """What a queue read from this position lies beyond, as text: greater, or smaller for newest first.

    Of an hour (and of "", everything) that is its beginning, or for newest first its end.
    """
    whole = position == hour_of(position)
    return position + _END if whole and state in NEWEST_FIRST else position


def without_repeats(posts: Iterable[Post]) -> list[Post]:
    """The posts in their order, each once."""
    unique: dict[str, Post] = {}
    for post in posts:
        unique.setdefault(post.ref, post)
    return list(unique.values())


def with_exemplar(kept: tuple[Exemplar, ...], new: Exemplar) -> tuple[Exemplar, ...]:
    """The exemplars with a further one, in place of one of the same post. Raises BadInputError when full."""
    others = without_exemplar(kept, new.post)
    if len(others) >= MOST_EXEMPLARS:
        raise BadInputError(f"a brand has at most {MOST_EXEMPLARS} examples: remove one on the page Triage")
    return (*others, new)


def without_exemplar(kept: tuple[Exemplar, ...], post: str) -> tuple[Exemplar, ...]:
    """The exemplars without that of a post."""
    return tuple(one for one in kept if one.post != post)


def fingerprint(change: Change) -> str:
    """The same for the same change only, so that a repeated one is told from somebody else's.

    Two callers whose changes are equal to the byte count as one. Whoever must be the only one puts something
    of its own into the change, as an attempt's id does.
    """
    ref, verdict = change.triaged or (None, None)
    parts: list[BaseModel | None] = [verdict, change.membership, change.draft, change.approval]
    parts += [change.attempt, change.reply]
    # What came with a later release is left out where it is not there: earlier changes stay what they were.
    parts += [one for one in (change.mark, change.learnt, change.reviewed, change.gap) if one]
    return digest(ref, [_json(value) for value in (change.case, *change.events, *parts)])


def _json(value: BaseModel | None) -> str | None:
    return value.model_dump_json() if value is not None else None


def check_whole(change: Change) -> None:
    """Raise ValueError for a change whose events do not lead, one by one, to the case's version."""
    versions = [event.version for event in change.events]
    expected = list(range(change.rests_on_version + 1, change.case.version + 1))
    if not versions or versions != expected or change.rests_on_version < 0:
        raise ValueError(f"case {change.case.id}: events {versions} do not lead to {change.case.version}")


def tell(change: Change) -> None:
    """One line in the log for what was written: the same ids and facts as its events, nobody's text."""
    case = change.case
    ids = {"brand": case.brand, "case": case.id, **({"post": change.triaged[0]} if change.triaged else {})}
    what = [event.what for event in change.events]
    logger.info("a case changed", extra={**ids, "state": case.state.value, "what": what})


def assemble(
    case: Case,
    *,
    posts: dict[str, tuple[Post, Verdict | None]],
    drafts: Iterable[Draft],
    edit: Edit | None,
    approvals: Iterable[Approval],
    attempts: Iterable[Attempt],
    replies: Iterable[Reply],
    events: Iterable[Event],
) -> Dossier:
    """The dossier, each part in its order. A post that was erased is left out."""
    known = [posts[ref] for ref in case.posts if ref in posts]
    return Dossier(
        case=case,
        posts=tuple(post for post, _ in known),
        verdicts={post.ref: verdict for post, verdict in known if verdict},
        drafts=tuple(sorted(drafts, key=lambda one: (one.made_at, one.id))),
        edit=edit,
        approvals=tuple(sorted(approvals, key=lambda one: (one.at, one.id))),
        attempts=tuple(sorted(attempts, key=lambda one: (one.started_at, one.id))),
        replies=tuple(sorted(replies, key=lambda one: (one.posted_at, one.post_id))),
        events=tuple(sorted(events, key=lambda one: one.version)),
    )
