"""The step: judges a post, and opens the case it founds or adds it to the one it belongs to."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Protocol

from chalicelib.domain.brand import Brand
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change, Membership
from chalicelib.domain.conversation import REPLIED, UNDER_WAY, Heard, join, open_case
from chalicelib.domain.errors import ConflictError, NotFoundError
from chalicelib.domain.joining import Known, case_to_join
from chalicelib.domain.lifecycle import ignore, start_drafting
from chalicelib.domain.post import Post
from chalicelib.domain.ruling import Ruling
from chalicelib.domain.state import State
from chalicelib.domain.trace import Trace
from chalicelib.domain.verdict import Stage
from chalicelib.hints import hint
from chalicelib.ports import Clock, Messages, Store
from chalicelib.triage.ask import About, Consult, SecondLook
from chalicelib.triage.conclude import conclude
from chalicelib.triage.judge import ALONE
from chalicelib.triage.route import Found, found_for, with_priority
from chalicelib.triage.structure import is_own

WHO = "triage"
ATTEMPTS = 5


class Outcome(StrEnum):
    """What became of the post."""

    IGNORED = "ignored"
    JOINED = "joined"
    OPENED = "opened"
    ALREADY = "already"


class RuleOn(Protocol):
    """What may be done with a desk's post, preferably as this account."""

    def __call__(self, brand: Brand, desk: str, post: Post, *, account: str | None = None) -> Ruling:
        """The lane and the account for a reply."""


@dataclass(frozen=True)
class TriageRoom:
    """What triage works with. `rule_on` is the policy's; `second` makes the language model's opinion;
    `stages` are those of triage that are switched on.
    """

    store: Store
    messages: Messages
    clock: Clock
    brands: Mapping[str, Brand]
    rule_on: RuleOn
    second: Consult = lambda: None
    stages: Container[Stage] = ALONE


def triage_post(room: TriageRoom, brand_id: str, ref: str, desk: str | None = None) -> Outcome:
    """Triage one post; doing it again, or at once elsewhere, is harmless.

    `desk` is the one whose search found the post, where that is known. Raises NotFoundError when there is no
    such brand or post, ConflictError when somebody was faster at each of five attempts,
    StoreUnavailableError.
    """
    brand = room.brands.get(brand_id)
    if brand is None:
        raise NotFoundError(f"there is no brand {brand_id}")
    second = SecondLook(room.second, room.store)
    for attempt in range(1, ATTEMPTS + 1):
        post, known_verdict = room.store.post(brand_id, ref)
        if known_verdict is not None:
            return Outcome.ALREADY
        try:
            return _decide(room, brand, post, desk, second)
        except ConflictError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


def _decide(room: TriageRoom, brand: Brand, post: Post, desk: str | None, second: SecondLook) -> Outcome:
    seen = room.store.members(brand.brand, post)
    known = Known() if is_own(brand, post) else Known(*(_case(room.store, brand, id) for id in seen))
    joined = case_to_join(post, known)
    found = Found(
        desk=desk if desk in brand.desks else found_for(brand, post),
        search=post.found_by,
        stays=joined.desk if joined and joined.desk in brand.desks else None,
    )
    replied = joined is not None and joined.state in REPLIED | UNDER_WAY
    about = About(brand, post, found.stays or found.desk)
    look = partial(second, about=about)
    verdict = with_priority(
        conclude(
            brand,
            post,
            found,
            thanks_are_done=replied,
            look=look,
            spoken=known.languages,
            stages=room.stages,
        )
    )
    desk_id = verdict.desk or found.desk
    heard = Heard(
        post=post,
        verdict=verdict,
        ruling=room.rule_on(brand, desk_id, post, account=verdict.account),
        desk=desk_id,
        targets=brand.desks[desk_id].answer_within_minutes,
    )
    trace = Trace(WHO, room.clock())
    case = join(joined, heard, trace) if joined else _opened(brand, heard, trace, before=seen[1])
    room.store.commit(
        Change(
            case=case,
            events=tuple(trace.events),
            triaged=(post.ref, verdict),
            membership=_membership(case, post, seen, trace),
        )
    )
    hint(room.messages, case)
    if joined:
        return Outcome.JOINED
    return Outcome.IGNORED if case.state is State.IGNORED else Outcome.OPENED


def _case(store: Store, brand: Brand, case_id: str | None) -> Case | None:
    if case_id is None:
        return None
    try:
        return store.case(brand.brand, case_id)
    except NotFoundError:  # Erased since; the pointer to it will be replaced.
        return None


def _opened(brand: Brand, heard: Heard, trace: Trace, *, before: str | None) -> Case:
    case = open_case(brand.brand, heard, trace).model_copy(update={"before": before})
    if heard.verdict.needs_reply:
        return start_drafting(case, trace)
    closed = heard.verdict.closed
    why = f"closed by a rule: {closed}" if closed else f"needs no reply ({heard.verdict.intent})"
    return ignore(case, trace, why)


def _membership(case: Case, post: Post, seen: tuple[str | None, str | None], trace: Trace) -> Membership:
    return Membership(
        author_id=post.author.id,
        conversation_id=post.conversation_id,
        case_id=case.id,
        at=trace.at,
        by_author=case.state is not State.IGNORED,
        seen_for_conversation=seen[0],
        seen_for_author=seen[1],
    )
