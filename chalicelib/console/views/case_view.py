"""The page of a case."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.console.problems import Problem
from chalicelib.console.views.at_hand import AtHand
from chalicelib.console.views.cost_view import BillView, bill_view
from chalicelib.console.views.draft_view import NOTHING, DraftView, Refusal, draft_view
from chalicelib.console.views.frame import Frame, Link
from chalicelib.console.views.mark_view import MarkView
from chalicelib.console.views.people import PersonView, named, person, who
from chalicelib.console.views.post_view import PostView, conversation
from chalicelib.console.views.queue_view import Looker, Row, row
from chalicelib.console.views.status_view import TYPED, Shown, StatusView, status_view
from chalicelib.console.views.tabs import tab_of
from chalicelib.console.views.translation_view import TranslationView
from chalicelib.console.views.wordings import fresh_draft
from chalicelib.console.words import INTENTS, LANES, SENTIMENTS, STAGES, Moment, ago, count, language
from chalicelib.cost.bill import Bill
from chalicelib.domain.brand import Brand
from chalicelib.domain.event import Event
from chalicelib.domain.lifecycle import VOUCHED
from chalicelib.domain.ruling import Lane, Ruling
from chalicelib.domain.state import State
from chalicelib.ports import Dossier

# A lease on the case, and looking once more, are no news to anybody.
UNTOLD = frozenset({"claimed", "still looking"})
# Reasons that only repeat what happened.
PLAIN = frozenset(
    {
        "a person approved it",
        "a person closed it",
        "a person put it back",
        "the person answered",
        "the reply stands on the network",
        "a post was heard",
        "a draft is ready",
    }
)


@dataclass(frozen=True)
class VerdictView:
    """What triage concluded, in words."""

    intent: str
    intent_label: str
    sentiment: str
    urgency: str
    language: str
    risk: tuple[str, ...]
    why: tuple[str, ...]
    subject: str
    tags: tuple[str, ...]
    closed: str
    stages: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RulingView:
    """The lane, and the network's rule that decided it."""

    lane: str
    lane_label: str
    headline: str
    rule: str
    source: str
    source_is_link: bool
    since: str
    version: str


@dataclass(frozen=True)
class HistoryLine:
    """One event."""

    when: Moment
    who: str
    what: str
    why: str


@dataclass(frozen=True)
class CaseView:
    """The page; `draft` only while a decision is open, `words` the text at hand otherwise."""

    frame: Frame
    row: Row
    person: PersonView
    back: Link
    status: StatusView
    conversation: tuple[PostView, ...]
    draft: DraftView | None
    words: str
    words_title: str
    verdict: VerdictView
    ruling: RulingView
    rule_first: bool
    history: tuple[HistoryLine, ...]
    said: str
    cost: BillView | None
    mark: MarkView | None
    translation: TranslationView | None
    translate: str
    problem: Problem | None


def case_view(
    frame: Frame,
    dossier: Dossier,
    brand: Brand,
    looker: Looker,
    *,
    at_hand: AtHand = NOTHING,
    refusal: Refusal | None = None,
    problem: Problem | None = None,
    shown: Shown | None = None,
    cost: Bill | None = None,
    mark: MarkView | None = None,
    translation: TranslationView | None = None,
) -> CaseView:
    """The page. `at_hand` or `refusal` is what a person put into a form that was refused, `problem` why;
    `shown` is what the browser's page holds already when it asks for news, None when it is made now. `cost`
    is what the case cost, and `mark` has the buttons for its verdict, where the page tells them."""
    case, urls, kept = dossier.case, frame.urls, at_hand.kept
    tab = tab_of(case.state)
    words, words_title = _words(dossier, kept)
    open_for_decision = case.state is State.WAITING
    holds = shown or _shown_by(dossier, kept)
    return CaseView(
        frame=frame,
        row=row(case, urls, looker),
        person=person(case.author, looker.site),
        back=Link(tab.label, urls.queue(case.brand, case.desk, tab.key)),
        status=status_view(dossier, urls, looker, holds),
        conversation=conversation(
            dossier.posts,
            dossier.replies,
            parent=case.parent,
            brand_name=brand.name,
            site=looker.site,
            now=looker.now,
            zone=looker.zone,
        ),
        draft=draft_view(dossier, urls, looker, at_hand, refusal) if open_for_decision else None,
        words=words,
        words_title=words_title,
        verdict=_verdict(dossier),
        ruling=ruling_view(case.ruling),
        # Where a person has to do the posting, they read why before they begin.
        rule_first=open_for_decision and case.ruling.lane is Lane.HAND_OFF,
        history=history(dossier.events, looker),
        said=count(len(dossier.posts) + len(dossier.replies), "post", "posts"),
        cost=bill_view(cost) if cost else None,
        mark=mark,
        translation=translation if dossier.posts else None,
        translate=urls.act(case.brand, case.id, "translate"),
        problem=problem,
    )


def _shown_by(dossier: Dossier, kept: str | None) -> Shown:
    """What a page shows that is made now."""
    if dossier.case.state is not State.WAITING:
        return Shown()
    draft = fresh_draft(dossier)
    return Shown(form_open=True, draft=draft.id if draft else TYPED if kept else "")


def ruling_view(ruling: Ruling) -> RulingView:
    """The rule in words; its source becomes a link only when it is a web address."""
    hand = ruling.lane is Lane.HAND_OFF
    return RulingView(
        lane=ruling.lane.value,
        lane_label=LANES[ruling.lane],
        headline="A person posts this by hand" if hand else "Earshot may post this for you",
        rule=ruling.rule,
        source=ruling.source,
        source_is_link=ruling.source.startswith("https://"),
        since=ruling.since,
        version=ruling.rules_version,
    )


def history(events: Sequence[Event], looker: Looker) -> tuple[HistoryLine, ...]:
    """Who did what when and why, newest first."""
    told = [event for event in reversed(events) if event.what not in UNTOLD]
    return tuple(
        HistoryLine(
            when=ago(event.at, looker.now, looker.zone),
            who=who(event.who, looker.people),
            what=event.what,
            why=_why(event, looker),
        )
        for event in told
    )


def _why(event: Event, looker: Looker) -> str:
    vouched = sum(fact.startswith(VOUCHED) for fact in event.facts)
    if vouched:
        return f"vouching for {count(vouched, 'passage', 'passages')} without a source"
    return "" if event.why in PLAIN else named(event.why, looker.people)


def _verdict(dossier: Dossier) -> VerdictView:
    verdict = dossier.case.verdict
    return VerdictView(
        intent=verdict.intent.value,
        intent_label=INTENTS[verdict.intent],
        sentiment=SENTIMENTS[verdict.sentiment],
        urgency=f"{round(verdict.urgency * 100)} of 100",
        language=language(verdict.lang) or "not known",
        risk=tuple(flag.replace("_", " ") for flag in verdict.risk),
        why=verdict.why,
        subject=", ".join(name for name in (verdict.product, verdict.topic) if name),
        tags=verdict.tags,
        closed=verdict.closed or "",
        stages=tuple((STAGES[said.stage], said.what) for said in verdict.stages),
    )


def _words(dossier: Dossier, kept: str | None) -> tuple[str, str]:
    """The text at hand once nothing is to be decided any more, and what it is."""
    if kept is not None:
        return kept, "What you typed, not posted"
    if dossier.approval:
        return dossier.approval.basis.text, f"Approved, as @{dossier.approval.basis.account}"
    return (dossier.draft.text, "The draft, not posted") if dossier.draft else ("", "")
