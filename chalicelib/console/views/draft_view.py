"""The draft before a person who decides."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.console.urls import Urls
from chalicelib.console.views.queue_view import Looker
from chalicelib.console.words import Moment, ago, lang_tag, language
from chalicelib.domain.draft import Draft, Origin
from chalicelib.domain.reasons import OTHER, REASONS
from chalicelib.domain.ruling import Lane
from chalicelib.policy.length import MAX_LENGTH, weighted_length
from chalicelib.ports import Dossier


@dataclass(frozen=True)
class CountView:
    """The network's own length count."""

    used: int
    limit: int
    over: int
    saved: str = ""


@dataclass(frozen=True)
class CheckView:
    """A check and the passage that it found."""

    name: str
    passed: bool
    passage: str


@dataclass(frozen=True)
class Refusal:
    """What a person said about why nothing is answered, when it was not taken."""

    reason: str
    words: str


@dataclass(frozen=True)
class DraftView:
    """`seen` is the version of the conversation that the person reads; it goes back with the decision.

    `other` is a second wording that could be used instead, named by `other_label`.
    """

    text: str
    lang: str
    language: str
    seen: int
    account: str
    by_api: bool
    count: CountView
    origin: str
    made: Moment | None
    note: str
    checks: tuple[CheckView, ...]
    failed: int
    sources: tuple[str, ...]
    other: str
    other_label: str
    reasons: tuple[str, ...]
    refusal: Refusal | None
    approve: str
    hand_off: str
    save: str
    tally: str
    reject: str
    resolve: str


def count_view(text: str, saved: str = "") -> CountView:
    """How long X counts the text to be."""
    used = weighted_length(text)
    return CountView(used=used, limit=MAX_LENGTH, over=max(used - MAX_LENGTH, 0), saved=saved)


def draft_view(
    dossier: Dossier, urls: Urls, looker: Looker, kept: str | None = None, refusal: Refusal | None = None
) -> DraftView:
    """The draft, the person's own wording where there is one, and where each decision is sent."""
    case, draft = dossier.case, fresh_draft(dossier)
    text, other, label = _wordings(dossier, kept)

    def act(name: str) -> str:
        return urls.act(case.brand, case.id, name)

    return DraftView(
        text=text,
        lang=lang_tag(draft.lang) if draft else "",
        language=language(draft.lang) if draft else "",
        seen=case.conversation_version,
        account=case.ruling.account,
        by_api=case.ruling.lane is Lane.API,
        count=count_view(text),
        origin=_origin(draft),
        made=ago(draft.made_at, looker.now, looker.zone) if draft else None,
        note=draft.note if draft else "",
        checks=_checks(draft),
        failed=sum(not check.passed for check in draft.checks) if draft else 0,
        sources=draft.sources if draft else (),
        other=other,
        other_label=label,
        reasons=(*REASONS, OTHER),
        refusal=refusal,
        approve=act("approve"),
        hand_off=act("hand-off"),
        save=act("edit"),
        tally=act("count"),
        reject=act("reject"),
        resolve=act("resolve"),
    )


def _origin(draft: Draft | None) -> str:
    if draft is None:
        return "No draft yet: write the reply yourself, or wait a moment"
    return "Written by the model" if draft.origin is Origin.MODEL else "Written offline"


def _checks(draft: Draft | None) -> tuple[CheckView, ...]:
    found = draft.checks if draft else ()
    ordered = sorted(found, key=lambda check: check.passed)
    return tuple(CheckView(check.name.replace("_", " "), check.passed, check.passage) for check in ordered)


def _wordings(dossier: Dossier, kept: str | None) -> tuple[str, str, str]:
    """The text to show, another wording, and what that one is."""
    draft = fresh_draft(dossier)
    suggested = draft.text if draft else ""
    if kept is not None:
        return kept, _unless_same(suggested, kept), "The suggested draft"
    own = _own_wording(dossier)
    if own is None:
        return suggested, "", ""
    at, words = own
    if draft and at < draft.made_at:
        return suggested, _unless_same(words, suggested), "Your wording before this draft"
    return words, _unless_same(suggested, words), "The suggested draft"


def has_own_wording(dossier: Dossier) -> bool:
    """Whether a person typed something for the reply that is to come."""
    return _own_wording(dossier) is not None


def fresh_draft(dossier: Dossier) -> Draft | None:
    """The draft, unless a reply was posted since: its words would be said twice."""
    draft, posted = dossier.draft, _last_posted(dossier)
    return None if draft and posted and draft.made_at <= posted else draft


def _last_posted(dossier: Dossier) -> datetime | None:
    return max((reply.posted_at for reply in dossier.replies), default=None)


def _own_wording(dossier: Dossier) -> tuple[datetime, str] | None:
    """What a person last typed or approved, unless a reply was posted since: that one is done with."""
    typed = [(approval.at, approval.basis.text) for approval in dossier.approvals]
    if dossier.edit:
        typed.append((dossier.edit.at, dossier.edit.text))
    last = max(typed, default=None)
    posted = _last_posted(dossier)
    return None if last is None or (posted and last[0] <= posted) else last


def _unless_same(words: str, shown: str) -> str:
    return "" if words == shown else words
