"""How a post opens a case and how a further one joins it."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.domain.brand import AnswerTargets
from chalicelib.domain.case import Case, Owed, case_id_for, due_at, excerpt_of
from chalicelib.domain.lifecycle import answered, come_back, restore, send_back
from chalicelib.domain.post import Post
from chalicelib.domain.ruling import Lane, Ruling
from chalicelib.domain.state import State
from chalicelib.domain.trace import Trace
from chalicelib.domain.verdict import Verdict

URGENT_FROM = 0.7
# A reply may be on its way, or stand already: whatever is said now was not yet known to who approved it.
UNDER_WAY = frozenset({State.PUBLISHING, State.UNKNOWN, State.HANDED_OFF})
REPLIED = frozenset({State.POSTED, State.ANSWERED})


class Heard(NamedTuple):
    """A post with all that was concluded about it."""

    post: Post
    verdict: Verdict
    ruling: Ruling
    desk: str
    targets: AnswerTargets


def open_case(brand: str, heard: Heard, trace: Trace) -> Case:
    """A new case in state `found`."""
    post = heard.post
    return trace.opened(
        Case(
            id=case_id_for(brand, post.ref),
            brand=brand,
            desk=heard.desk,
            network=post.network,
            state=State.FOUND,
            version=1,
            conversation_version=1,
            author=post.author,
            posts=(post.ref,),
            conversations=(post.conversation_id,),
            parent=post.ref,
            parent_version=post.version,
            excerpt=excerpt_of(post.text),
            verdict=heard.verdict,
            ruling=heard.ruling,
            since=post.created_at,
            first_post_at=post.created_at,
            last_post_at=post.created_at,
            due_at=_due(heard, post.created_at),
            changed_at=trace.at,
        ),
        "found",
        "a post was heard",
    )


def join(case: Case, heard: Heard, trace: Trace) -> Case:
    """The case with the further post in it, moved to where that post puts it."""
    joined = trace.change(case, "joined", "a further post by the same author", **_with_post(case, heard))
    return _moved_by(joined, heard, trace)


def _moved_by(case: Case, heard: Heard, trace: Trace) -> Case:
    needs_reply = heard.verdict.needs_reply
    match case.state:
        case State.APPROVED:
            return send_back(case, trace, "a further post arrived after the approval")
        case State.POSTED:
            back = answered(case, trace, "the person answered")
            return come_back(back, trace, "the answer needs a reply") if needs_reply else back
        case State.ANSWERED if needs_reply:
            return come_back(case, trace, "the answer needs a reply")
        case State.IGNORED if needs_reply:
            return restore(case, trace, "a further post needs a reply")
        case _:
            return case


def _with_post(case: Case, heard: Heard) -> dict[str, object]:
    post = heard.post
    changes: dict[str, object] = {
        "desk": heard.desk,
        "posts": (*case.posts, post.ref),
        "conversations": tuple(dict.fromkeys((*case.conversations, post.conversation_id))),
        "conversation_version": case.conversation_version + 1,
        "first_post_at": min(case.first_post_at, post.created_at),
        "last_post_at": max(case.last_post_at, post.created_at),
        # Work that already has its moment (a lease, a later look) keeps it.
        "not_before": case.not_before,
    }
    if not heard.verdict.needs_reply:
        return changes
    # After a reply, the clock begins anew with the first thing said since.
    fresh = case.state in REPLIED | {State.IGNORED}
    since = post.created_at if fresh else min(case.since, post.created_at)
    due = _due(heard, since)
    changes |= {"verdict": heard.verdict, "since": since, "due_at": due if fresh else min(case.due_at, due)}
    if case.state in UNDER_WAY:
        changes["after_reply"] = _first(case.after_reply, heard)
    # One reply a post: what has its reply is not answered again, whatever the lane of the further post.
    if case.state in REPLIED or heard.ruling.lane is Lane.API or case.ruling.lane is Lane.HAND_OFF:
        changes |= {"parent": post.ref, "parent_version": post.version, "ruling": heard.ruling}
        changes |= {"excerpt": excerpt_of(post.text)}
    return changes


def _first(owed: Owed | None, heard: Heard) -> Owed:
    said_at = heard.post.created_at
    due = _due(heard, said_at)
    if owed is None:
        return Owed(since=said_at, due_at=due)
    return Owed(since=min(owed.since, said_at), due_at=min(owed.due_at, due))


def _due(heard: Heard, since: datetime) -> datetime:
    urgent = heard.verdict.urgency >= URGENT_FROM
    return due_at(since, heard.targets.urgent if urgent else heard.targets.normal)
