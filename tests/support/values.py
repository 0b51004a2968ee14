"""Ready-made domain values. Each builder takes the fields that a test cares about; the rest is made up."""

from datetime import UTC, datetime, timedelta

from chalicelib.domain import lifecycle
from chalicelib.domain.approval import Approval, Basis, grant
from chalicelib.domain.attempt import Attempt, Reply
from chalicelib.domain.brand import AnswerTargets
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change, Membership
from chalicelib.domain.conversation import Heard, open_case
from chalicelib.domain.draft import Approach, Check, Draft, Edit, Origin
from chalicelib.domain.learnt import Fate, Gap, GapKind, Learnt, Reviewed
from chalicelib.domain.mark import Mark
from chalicelib.domain.post import Author, Post
from chalicelib.domain.ruling import Lane, Ruling
from chalicelib.domain.search_state import SearchState
from chalicelib.domain.trace import Trace
from chalicelib.domain.verdict import Intent, Sentiment, Verdict

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BRAND = "tarnhollow"
DESK = "support"
ACCOUNT = "TarnhollowHelp"
TARGETS = AnswerTargets(urgent=15, normal=120)


def minutes(count: float) -> timedelta:
    """A span, to write `NOW + minutes(5)`."""
    return timedelta(minutes=count)


def an_author(number: int = 1) -> Author:
    """A made-up author; the same number is the same person."""
    return Author(id=str(9_000 + number), handle=f"person{number}", name=f"Person {number}")


def a_post(
    id: str = "1001",
    text: str = "My @TarnhollowHelp tent leaks after one night.",
    *,
    author: int | Author = 1,
    created_at: datetime = NOW,
    conversation_id: str | None = None,
    in_reply_to: str | None = None,
    lang: str | None = "en",
    mentions: tuple[str, ...] = ("tarnhollowhelp",),
    quotes_handle: str | None = None,
    edit_id: str | None = None,
    network: str = "x",
) -> Post:
    """A post; its conversation is its own unless said otherwise."""
    return Post(
        network=network,
        id=id,
        author=an_author(author) if isinstance(author, int) else author,
        text=text,
        created_at=created_at,
        lang=lang,
        conversation_id=conversation_id or id,
        in_reply_to=in_reply_to,
        mentions=mentions,
        quotes_handle=quotes_handle,
        edit_id=edit_id or id,
    )


def a_verdict(
    intent: Intent = Intent.COMPLAINT,
    *,
    needs_reply: bool = True,
    urgency: float = 0.5,
    sentiment: Sentiment = Sentiment.NEGATIVE,
    lang: str = "en",
    risk: tuple[str, ...] = (),
) -> Verdict:
    """A verdict; a complaint that needs a reply unless said otherwise."""
    return Verdict(
        intent=intent,
        needs_reply=needs_reply,
        sentiment=sentiment,
        urgency=urgency,
        lang=lang,
        score={one: 1.0 if one is intent else 0.0 for one in Intent},
        risk=risk,
        why=("made up for a test",),
    )


def a_ruling(lane: Lane = Lane.API, *, account: str = ACCOUNT, rules_version: str = "2026-02-23") -> Ruling:
    """A ruling; the api lane unless said otherwise."""
    return Ruling(
        lane=lane,
        account=account,
        rule_id="x-reply-1",
        rule="made up for a test",
        source="https://example.org/rules",
        since="2026-02-23",
        rules_version=rules_version,
    )


def heard(
    post: Post | None = None,
    verdict: Verdict | None = None,
    ruling: Ruling | None = None,
    *,
    desk: str = DESK,
    targets: AnswerTargets = TARGETS,
) -> Heard:
    """A post with what was concluded about it."""
    return Heard(post or a_post(), verdict or a_verdict(), ruling or a_ruling(), desk, targets)


def a_trace(who: str = "triage", at: datetime = NOW) -> Trace:
    """A fresh trace."""
    return Trace(who, at)


def a_found_case(one: Heard | None = None, *, brand: str = BRAND, at: datetime = NOW) -> Case:
    """A new case, in state `found`, at version 1."""
    return open_case(brand, one or heard(), a_trace(at=at))


def a_case(one: Heard | None = None, *, brand: str = BRAND, at: datetime = NOW) -> Case:
    """A case with a fresh draft before people: state `waiting`, version 3, draft `draft-1`."""
    trace = a_trace(at=at)
    case = lifecycle.start_drafting(open_case(brand, one or heard(), trace), trace)
    return lifecycle.present(case, a_draft(case), trace)


def an_approved_case(approval: Approval | None = None, one: Heard | None = None) -> Case:
    """A case that a person approved: state `approved`, version 4, approval `approval-1`."""
    case = a_case(one)
    return lifecycle.approve(case, approval or an_approval(case), a_trace("mara"))


def a_draft(
    case: Case | None = None, id: str = "draft-1", text: str = "We are sorry. Please send us a photo."
) -> Draft:
    """An offline draft for the case as it stands."""
    return Draft(
        id=id,
        text=text,
        lang="en",
        origin=Origin.OFFLINE,
        sources=("saved reply: sorry",),
        checks=(Check(name="length", passed=True),),
        note="made offline",
        conversation_version=case.conversation_version if case else 1,
        rules_version=case.ruling.rules_version if case else "2026-02-23",
        made_at=NOW,
    )


def an_edit(text: str = "So sorry! Please send a photo.", *, by: str = "mara", at: datetime = NOW) -> Edit:
    """A person's own wording."""
    return Edit(text=text, by=by, at=at, conversation_version=1)


def a_basis(case: Case | None = None, text: str = "We are sorry. Please send us a photo.") -> Basis:
    """What an approval of the case would rest on now."""
    of = case or a_case()
    return Basis(
        brand=of.brand,
        account=of.ruling.account,
        parent=of.parent,
        text=text,
        lane=of.ruling.lane,
        post_version=of.parent_version,
        rules_version=of.ruling.rules_version,
        conversation_version=of.conversation_version,
    )


def an_approval(
    case: Case | None = None,
    id: str = "approval-1",
    *,
    text: str = "We are sorry. Please send us a photo.",
    by: str = "mara",
    at: datetime = NOW,
    expires_at: datetime | None = None,
) -> Approval:
    """A whole approval of the case as it stands."""
    of = case or a_case()
    return grant(
        approval_id=id,
        case_id=of.id,
        basis=a_basis(of, text),
        by=by,
        at=at,
        expires_at=expires_at or at + timedelta(hours=24),
    )


def an_attempt(
    approval_id: str = "approval-1", id: str = "attempt-1", *, started_at: datetime = NOW
) -> Attempt:
    """An attempt whose lease runs for two minutes."""
    return Attempt(id=id, approval_id=approval_id, started_at=started_at, lease_until=started_at + minutes(2))


def a_reply(approval: Approval | None = None, post_id: str = "7001", *, posted_at: datetime = NOW) -> Reply:
    """Exactly what the approval allowed, as it stands on the network."""
    of = approval or an_approval()
    return Reply(
        post_id=post_id,
        approval_id=of.id,
        account=of.basis.account,
        parent=of.basis.parent,
        text=of.basis.text,
        posted_at=posted_at,
    )


def a_membership(
    case: Case,
    *,
    by_author: bool = True,
    seen_for_conversation: str | None = None,
    seen_for_author: str | None = None,
) -> Membership:
    """Points the case's first conversation (and its author) at the case."""
    return Membership(
        author_id=case.author.id,
        conversation_id=case.conversations[0],
        case_id=case.id,
        at=NOW,
        by_author=by_author,
        seen_for_conversation=seen_for_conversation,
        seen_for_author=seen_for_author,
    )


def an_opening(one: Heard | None = None, *, brand: str = BRAND, at: datetime = NOW) -> Change:
    """The change that triage commits for a post which opens a case: state `drafting`, version 2."""
    of = one or heard()
    trace = a_trace(at=at)
    case = lifecycle.start_drafting(open_case(brand, of, trace), trace)
    return Change(
        case=case,
        events=tuple(trace.events),
        triaged=(of.post.ref, of.verdict),
        membership=a_membership(case),
    )


def a_search_state(search: str = "mentions") -> SearchState:
    """A search that has heard up to post 1000 and runs again in a minute."""
    return SearchState(search=search, cursor="1000", cursor_time=NOW, next_run_at=NOW + minutes(1))


def a_mark(
    case: Case,
    *,
    who: str = "mara",
    at: datetime = NOW,
    said_at: datetime = NOW,
    right: bool = True,
    should_intent: Intent | None = None,
    should_need_reply: bool | None = None,
    search: str | None = "brand-untagged",
    sampled: bool = False,
) -> Mark:
    """A reviewer's mark on the verdict of a case; right unless said otherwise."""
    return Mark(
        case_id=case.id,
        post=case.parent,
        said_at=said_at,
        who=who,
        at=at,
        right=right,
        intent=case.verdict.intent,
        needs_reply=case.verdict.needs_reply,
        should_intent=should_intent,
        should_need_reply=should_need_reply,
        search=search,
        lang=case.verdict.lang,
        sampled=sampled,
    )


def a_learnt(
    post: str = "x:1",
    *,
    said: str = "My tent leaks, what now?",
    reply: str = "Sorry! Send us a photo of the seam and we will look at it.",
    desk: str = DESK,
    lang: str = "en",
    intent: Intent = Intent.COMPLAINT,
    at: datetime = NOW,
    brand: str = BRAND,
    edited: bool = False,
) -> Learnt:
    """A reply that a person approved as it was drafted."""
    return Learnt(
        brand=brand,
        desk=desk,
        lang=lang,
        intent=intent,
        post=post,
        said=said,
        reply=reply,
        edited=edited,
        at=at,
    )


def a_reviewed(
    case_id: str = "case-1",
    *,
    fate: Fate = Fate.UNTOUCHED,
    distance: float = 0.0,
    why: str = "",
    draft: str | None = "draft-1",
    origin: Origin | None = Origin.MODEL,
    approach: Approach | None = Approach.SOLVE,
    voice: str = "1",
    lang: str = "en",
    intent: Intent = Intent.COMPLAINT,
    who: str = "mara",
    at: datetime = NOW,
) -> Reviewed:
    """A decision about a draft of a model's; approved as it was unless said otherwise."""
    return Reviewed(
        case_id=case_id, desk=DESK, lang=lang, intent=intent, draft=draft, origin=origin, approach=approach,
        voice=voice, fate=fate, distance=distance, why=why, who=who, at=at,
    )  # fmt: skip


def a_gap(
    post: str = "x:1",
    *,
    asked: str = "Can I wash the tent in a machine?",
    kind: GapKind = GapKind.NO_KNOWLEDGE,
    why: str = "",
    at: datetime = NOW,
) -> Gap:
    """A question that no knowledge answered."""
    return Gap(case_id="case-1", post=post, desk=DESK, lang="en", kind=kind, asked=asked, why=why, at=at)
