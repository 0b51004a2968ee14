"""A reviewer's word on a verdict, and what follows from it."""

from typing import NamedTuple

from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.mark import Mark
from chalicelib.domain.post import Post
from chalicelib.domain.state import State
from chalicelib.domain.trace import Trace
from chalicelib.domain.verdict import Intent, Verdict
from chalicelib.hints import hint
from chalicelib.ports import Dossier
from chalicelib.review.room import ReviewRoom


class Word(NamedTuple):
    """What the reviewer says. `intent` and `needs_reply` are what a wrong verdict should have said, None
    where nothing is said about it; `sampled`: the post was shown to them by lot."""

    right: bool
    intent: Intent | None = None
    needs_reply: bool | None = None
    sampled: bool = False


def mark(room: ReviewRoom, brand_id: str, case_id: str, word: Word, *, who: str) -> Case:
    """Keep the word on the verdict of the post that the case is about; a later one takes its place.

    What was put aside and needs a reply is put back with it. Raises NotFoundError where the post was erased,
    ConflictError.
    """
    dossier = room.store.dossier(brand_id, case_id)
    post, verdict = judged(dossier)
    before = room.store.marks_on(brand_id, post.ref, post.created_at)
    given = Mark(
        case_id=case_id,
        post=post.ref,
        said_at=post.created_at,
        who=who,
        at=room.clock(),
        right=word.right,
        intent=verdict.intent,
        needs_reply=verdict.needs_reply,
        should_intent=None if word.right else word.intent,
        should_need_reply=None if word.right else word.needs_reply,
        search=post.found_by,
        lang=verdict.lang,
        sampled=word.sampled or any(one.who == who and one.sampled for one in before),
    )
    return _keep(room, dossier.case, given)


def _keep(room: ReviewRoom, case: Case, given: Mark) -> Case:
    trace = Trace(given.who, given.at)
    case = lifecycle.mark(case, given, trace)
    if case.state is State.IGNORED and given.truly_needs_reply:
        case = lifecycle.restore(case, trace, "a reviewer says that it needs a reply")
    room.store.commit(Change(case=case, events=tuple(trace.events), mark=given))
    hint(room.messages, case)
    return case


def judged(dossier: Dossier) -> tuple[Post, Verdict]:
    """The post that a mark is about, and its verdict. Raises NotFoundError where it was erased."""
    case = dossier.case
    for post in dossier.posts:
        if post.ref == case.parent:
            return post, dossier.verdicts.get(post.ref, case.verdict)
    raise NotFoundError(f"post {case.parent} of case {case.id} is no longer kept")
