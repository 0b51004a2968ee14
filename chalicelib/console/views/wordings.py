"""Which wording a page shows: what a person typed, or the draft."""

from datetime import datetime

from chalicelib.domain.draft import Draft
from chalicelib.ports import Dossier

SUGGESTED = "The suggested draft"


def wordings(dossier: Dossier, kept: str | None) -> tuple[str, str, str]:
    """The text to show, another wording, and what that one is."""
    draft = fresh_draft(dossier)
    suggested = draft.text if draft else ""
    if kept is not None:
        return kept, _unless_same(suggested, kept), SUGGESTED
    own = _own_wording(dossier)
    if own is None:
        return suggested, "", ""
    at, words = own
    if draft and at < draft.made_at:
        return suggested, _unless_same(words, suggested), "Your wording before this draft"
    return words, _unless_same(suggested, words), SUGGESTED


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


def reworded_by_model(dossier: Dossier) -> bool:
    """Whether the wording that a person kept for this draft goes back to a model's."""
    edit, draft = dossier.edit, dossier.draft
    return edit is not None and edit.by_model and (draft is None or edit.at >= draft.made_at)
