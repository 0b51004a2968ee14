"""Where a case stands, in words, and what can be done about it there. Polled while anything may change."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.console.urls import Urls
from chalicelib.console.views.people import named, who
from chalicelib.console.views.queue_view import Looker
from chalicelib.console.views.wordings import fresh_draft
from chalicelib.domain.case import Case
from chalicelib.domain.control import Mode
from chalicelib.domain.draft import Draft
from chalicelib.domain.event import Event
from chalicelib.domain.links import compose_url, reply_url
from chalicelib.domain.post import ref_id
from chalicelib.domain.ruling import Lane
from chalicelib.domain.state import State
from chalicelib.domain.value import digest
from chalicelib.ports import Dossier

S = State
TYPED = "typed"
MOVING = frozenset({S.FOUND, S.DRAFTING, S.APPROVED, S.PUBLISHING, S.UNKNOWN, S.HANDED_OFF})
HELD = {
    Mode.OBSERVING: "This desk observes: it goes out once the desk is live. It can be recalled.",
    Mode.STOPPED: "Everything is stopped: it goes out once it is started again. It can be recalled.",
}
TELLS_WHY = frozenset({S.IGNORED, S.REJECTED, S.EXPIRED, S.WITHDRAWN, S.BLOCKED, S.RESOLVED})


@dataclass(frozen=True)
class Action:
    """A button of its own: a form that is sent to `href`, also by pressing the `key`."""

    label: str
    href: str
    hint: str = ""
    key: str = ""


@dataclass(frozen=True)
class StatusView:
    """`tone` is calm, busy, ok or warn. `poll` is the address that tells of changes, every so often."""

    state: str
    tone: str
    title: str
    text: str
    notices: tuple[str, ...]
    holder: str
    link: str
    link_label: str
    actions: tuple[Action, ...]
    new_draft: bool
    poll: str
    every: str


@dataclass(frozen=True)
class Shown:
    """What the browser's page shows while it polls: whether its form is open, and with which draft in it
    (TYPED for a text that only the page holds, empty for no text at all)."""

    form_open: bool = False
    draft: str = ""


TITLES = {
    S.FOUND: ("busy", "Just heard", "It is being looked at."),
    S.IGNORED: ("calm", "Put aside", ""),
    S.DRAFTING: ("busy", "A draft is being written", "This page shows it as soon as it is there."),
    S.WAITING: ("calm", "", ""),
    S.SNOOZED: ("calm", "Snoozed", ""),
    S.ESCALATED: ("warn", "Escalated", ""),
    S.APPROVED: ("busy", "Approved", "Goes out within a minute. Until then it can be recalled."),
    S.PUBLISHING: ("busy", "Being sent", "X is being asked to post it, once."),
    S.UNKNOWN: (
        "warn",
        "Sent, but X did not answer",
        "We look for it among the account’s posts. Nothing is sent twice.",
    ),
    S.POSTED: ("ok", "Posted", ""),
    S.ANSWERED: ("ok", "They answered", "The answer needs no reply, as far as we can tell."),
    S.RESOLVED: ("calm", "Resolved", ""),
    S.REJECTED: ("calm", "Rejected: nothing is posted", ""),
    S.EXPIRED: ("calm", "Expired", ""),
    S.WITHDRAWN: ("calm", "The post is gone from X", ""),
    S.BLOCKED: ("calm", "The author opted out", "They asked not to be answered by us."),
}


def status_view(dossier: Dossier, urls: Urls, looker: Looker, shown: Shown) -> StatusView:
    """The case's standing, for the page and for the fragment that is polled."""
    case = dossier.case
    tone, title, text = _title(dossier, looker)
    link, label = _link(dossier, looker.site)
    holder = case.claimant(looker.now)
    return StatusView(
        state=case.state.value,
        tone=tone,
        title=title,
        text=text,
        notices=_notices(case, looker),
        holder=who(holder, looker.people) if holder and holder != looker.id else "",
        link=link,
        link_label=label,
        actions=_actions(case, urls),
        new_draft=shown.form_open and case.state is S.WAITING and _is_newer(fresh_draft(dossier), shown),
        poll=urls.act(
            case.brand,
            case.id,
            "status",
            seen=standing(case, looker.now),
            open="1" if shown.form_open else "",
            draft=shown.draft,
        ),
        every="2s" if case.state in MOVING or case.draft_is_stale else "8s",
    )


def _is_newer(draft: Draft | None, shown: Shown) -> bool:
    return draft is not None and draft.id != shown.draft


def standing(case: Case, now: datetime) -> str:
    """Differs when anything that people are told about the case differs; cheap enough to poll."""
    told = (case.state, case.conversation_version, case.draft_id, case.approval_id, case.notice)
    return digest(*told, case.draft_is_stale, case.claimant(now), _is_put_off(case))[:16]


def last_move(dossier: Dossier) -> Event | None:
    """The event that brought the case into its state."""
    moves = (event for event in reversed(dossier.events) if event.from_state != event.to_state)
    return next(moves, None)


def _is_put_off(case: Case) -> bool:
    return case.state is S.APPROVED and case.not_before is not None and case.not_before > case.changed_at


def _title(dossier: Dossier, looker: Looker) -> tuple[str, str, str]:
    case = dossier.case
    if case.state is S.HANDED_OFF:
        account = dossier.approval.basis.account if dossier.approval else case.ruling.account
        return (
            "busy",
            f"Post this as @{account}",
            f"Sign in to X as @{account}. As soon as the reply stands there, with your changes or without, "
            "we see it and close the case.",
        )
    tone, title, text = TITLES[case.state]
    if case.state is S.POSTED and dossier.replies:
        last = dossier.replies[-1]
        text = f"As @{last.account}, {'by hand' if last.by_hand else 'by Earshot'}."
    if case.state is S.APPROVED and looker.mode is not Mode.LIVE:
        text = HELD[looker.mode]
    elif _is_put_off(case):
        text = "X asked us to wait; it goes out as soon as X takes it. Until then it can be recalled."
    if case.state in TELLS_WHY and (event := last_move(dossier)):
        text = event.why
    return tone, title, text


def _link(dossier: Dossier, site: str) -> tuple[str, str]:
    approval, case = dossier.approval, dossier.case
    if case.state is S.HANDED_OFF and approval:
        link = compose_url(site, ref_id(approval.basis.parent), approval.basis.text)
        return link, f"Open X filled in, as @{approval.basis.account}"
    if case.state in (S.POSTED, S.ANSWERED) and dossier.replies:
        last = dossier.replies[-1]
        return reply_url(site, last.account, last.post_id), "View the reply on X"
    return "", ""


def _notices(case: Case, looker: Looker) -> tuple[str, ...]:
    if case.state is not S.WAITING:
        return ()
    why = named(case.notice, looker.people).rstrip(".")
    notices = [f"Back with you: {why}."] if why else []
    if case.draft_id and case.draft_is_stale:
        notices.append(f"They wrote again since this draft: “{case.excerpt}”. A new draft is on its way.")
    return tuple(notices)


def _actions(case: Case, urls: Urls) -> tuple[Action, ...]:
    def action(label: str, name: str, hint: str = "", key: str = "") -> Action:
        return Action(label, urls.act(case.brand, case.id, name), hint, key)

    if case.state is S.APPROVED and case.ruling.lane is Lane.API:
        return (action("Recall", "recall", "Nothing is posted; the case comes back to Waiting"),)
    if case.state is S.HANDED_OFF:
        return (action("Take it back", "recall", "You will not post it; the case comes back to Waiting"),)
    if case.state is S.IGNORED:
        return (action("Put back", "restore", "The case goes to Waiting and gets a draft", "u"),)
    if case.state in (S.POSTED, S.ANSWERED):
        return (action("Resolve", "resolve", "Nothing more to do"),)
    return ()
