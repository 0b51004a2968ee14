"""The draft before a person who decides."""

from dataclasses import dataclass

from chalicelib.console.urls import Urls
from chalicelib.console.views.at_hand import AtHand
from chalicelib.console.views.choice_view import CheckView, ChoiceView, approach_label, checks, choices
from chalicelib.console.views.claim_view import ClaimsView, claims_view
from chalicelib.console.views.queue_view import Looker
from chalicelib.console.views.touch_view import TouchesView, touches_view
from chalicelib.console.views.why_view import WhyView, why_view
from chalicelib.console.views.wordings import SUGGESTED, fresh_draft, reworded_by_model, wordings
from chalicelib.console.words import Moment, ago, lang_tag, language
from chalicelib.domain.draft import Draft, Origin
from chalicelib.domain.reasons import OTHER, REASONS
from chalicelib.domain.ruling import Lane
from chalicelib.policy.length import MAX_LENGTH, weighted_length
from chalicelib.ports import Dossier

NOTHING = AtHand()


@dataclass(frozen=True)
class CountView:
    """The network's own length count."""

    used: int
    limit: int
    over: int
    saved: str = ""


@dataclass(frozen=True)
class Refusal:
    """What a person said about why nothing is answered, when it was not taken."""

    reason: str
    words: str


@dataclass(frozen=True)
class DraftView:
    """`seen` is the version of the conversation that the person reads; it goes back with the decision.

    `other` is a second wording that could be used instead, named by `other_label`; `choices` are the ways to
    answer that the draft offers, `steps` what a protocol asks of whoever takes the case.
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
    approach: str
    steps: tuple[str, ...]
    claims: ClaimsView
    choices: tuple[ChoiceView, ...]
    touches: TouchesView
    why: WhyView | None
    by_model: bool
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
    change: str
    ask_why: str


def count_view(text: str, saved: str = "") -> CountView:
    """How long X counts the text to be."""
    used = weighted_length(text)
    return CountView(used=used, limit=MAX_LENGTH, over=max(used - MAX_LENGTH, 0), saved=saved)


def draft_view(
    dossier: Dossier,
    urls: Urls,
    looker: Looker,
    at_hand: AtHand = NOTHING,
    refusal: Refusal | None = None,
) -> DraftView:
    """The draft, the person's own wording where there is one, and where each decision is sent."""
    case, draft = dossier.case, fresh_draft(dossier)
    text, other, label = wordings(dossier, at_hand.kept)
    counted, ways = count_view(text), choices(draft, text)
    reworded = at_hand.by_model if at_hand.kept is not None else reworded_by_model(dossier)

    def act(name: str) -> str:
        return urls.act(case.brand, case.id, name)

    return DraftView(
        text=text,
        lang=lang_tag(draft.lang) if draft else "",
        language=language(draft.lang) if draft else "",
        seen=case.conversation_version,
        account=case.ruling.account,
        by_api=case.ruling.lane is Lane.API,
        count=counted,
        origin=_origin(draft),
        made=ago(draft.made_at, looker.now, looker.zone) if draft else None,
        note=draft.note if draft else "",
        checks=checks(draft.checks) if draft else (),
        failed=sum(not check.passed for check in draft.checks) if draft else 0,
        approach=_approach(draft),
        steps=draft.steps if draft else (),
        claims=claims_view(dossier, text, at_hand.ticked, at_hand.says or {}),
        choices=ways,
        touches=touches_view(language(case.verdict.lang), counted.over, at_hand.touched),
        why=why_view(draft, case.ruling, _origin(draft), at_hand.says) if draft else None,
        by_model=reworded,
        # Where there is a choice, the suggested draft is among it.
        other="" if ways and label == SUGGESTED else other,
        other_label=label,
        reasons=(*REASONS, OTHER),
        refusal=refusal,
        approve=act("approve"),
        hand_off=act("hand-off"),
        save=act("edit"),
        tally=act("count"),
        reject=act("reject"),
        resolve=act("resolve"),
        change=act("change"),
        ask_why=act("why"),
    )


def _origin(draft: Draft | None) -> str:
    if draft is None:
        return "No draft yet: write the reply yourself, or wait a moment"
    return _ORIGINS[draft.origin]


def _approach(draft: Draft | None) -> str:
    told = draft is not None and draft.origin is not Origin.PROTOCOL
    return approach_label(draft.approach, "") if draft and told else ""


_ORIGINS = {
    Origin.MODEL: "Written by the model",
    Origin.OFFLINE: "Written offline",
    Origin.PROTOCOL: "Written by the brand's protocol",
}
