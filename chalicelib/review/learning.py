"""What a decision teaches: an example, a line for the figures, a gap for the owner of voice and facts."""

from difflib import SequenceMatcher
from typing import NamedTuple

from chalicelib.domain.anonymous import anonymous
from chalicelib.domain.approval import Approval, normal_text
from chalicelib.domain.change import Change
from chalicelib.domain.draft import Draft, Variant
from chalicelib.domain.learnt import Fate, Gap, GapKind, Learnt, Reviewed
from chalicelib.domain.post import Post
from chalicelib.domain.reasons import TELL_OF_A_GAP, listed
from chalicelib.domain.teaching import by_protocol, gap_of, is_ordinary
from chalicelib.domain.trace import Trace
from chalicelib.ports import Dossier
from chalicelib.review.claims import unsourced_in
from chalicelib.review.room import ReviewRoom

VOICES = "voices/"
# More characters than a reply has, but for those of a link. Comparing takes their square.
_COMPARED = 500


class _Decision(NamedTuple):
    """What became of which of the draft's texts, by whom and when (`trace`)."""

    text: Draft | Variant | None
    fate: Fate
    distance: float
    trace: Trace
    why: str = ""


def with_approval(
    room: ReviewRoom, change: Change, approval: Approval, dossier: Dossier, parent: Post
) -> Change:
    """The change of an approval, with what it teaches."""
    text, distance = _nearest(approval.basis.text, dossier.draft)
    fate = Fate.EDITED if text is None or distance > 0 else Fate.UNTOUCHED
    decision = _Decision(text, fate, distance, Trace(approval.by, approval.at))
    gap = _unsourced(dossier, parent, approval)
    # What no source says is said this once, and is no example for others to say.
    learnt = None if gap else _learnt(room, dossier, parent, approval, edited=fate is Fate.EDITED)
    return change._replace(learnt=learnt, reviewed=_reviewed(dossier, decision), gap=gap)


def with_rejection(change: Change, dossier: Dossier, why: str, trace: Trace) -> Change:
    """The change of a rejection, with what it teaches."""
    chosen, case = listed(why), dossier.case
    reviewed = _reviewed(dossier, _Decision(dossier.draft, Fate.REJECTED, 0.0, trace, chosen))
    if chosen not in TELL_OF_A_GAP:
        return change._replace(reviewed=reviewed)
    said = next((post.text for post in dossier.posts if post.ref == case.parent), case.excerpt)
    return change._replace(reviewed=reviewed, gap=gap_of(case, GapKind.REJECTED, said, trace.at, why=why))


def unlearn(room: ReviewRoom, dossier: Dossier) -> None:
    """Forget what the approval that the case rests on taught; what was found missing stays missing."""
    if approval := dossier.approval:
        room.store.forget_learnt(dossier.case.brand, approval.basis.parent, gaps=False)


def _learnt(
    room: ReviewRoom, dossier: Dossier, parent: Post, approval: Approval, *, edited: bool
) -> Learnt | None:
    case = dossier.case
    if not is_ordinary(case) or (dossier.draft and by_protocol(dossier.draft)):
        return None
    return Learnt(
        brand=case.brand,
        desk=case.desk,
        lang=case.verdict.lang,
        intent=case.verdict.intent,
        post=parent.ref,
        said=anonymous(parent.text, case.author),
        reply=anonymous(approval.basis.text, case.author, room.brand(case.brand).website),
        edited=edited,
        at=approval.at,
    )


def _unsourced(dossier: Dossier, parent: Post, approval: Approval) -> Gap | None:
    passages = [claim.passage for claim in unsourced_in(dossier, approval.basis.text)]
    if not passages:
        return None
    why = "; ".join(passages)
    return gap_of(dossier.case, GapKind.UNSOURCED, parent.text, approval.at, why=why)


def _reviewed(dossier: Dossier, made: _Decision) -> Reviewed:
    case, draft = dossier.case, dossier.draft
    return Reviewed(
        case_id=case.id,
        desk=case.desk,
        lang=case.verdict.lang,
        intent=case.verdict.intent,
        draft=draft.id if draft else None,
        origin=made.text.origin if made.text else None,
        approach=made.text.approach if made.text else None,
        voice=_voice_of(draft),
        fate=made.fate,
        distance=made.distance,
        why=made.why,
        who=made.trace.who,
        at=made.trace.at,
    )


def _nearest(reply: str, draft: Draft | None) -> tuple[Draft | Variant | None, float]:
    """The one of the draft's texts that the reply is nearest to, and how far it is; 1 where there is none."""
    if draft is None:
        return None, 1.0
    texts: tuple[Draft | Variant, ...] = (draft, *draft.variants)
    return min(((text, distance(text.text, reply)) for text in texts), key=lambda one: one[1])


def distance(draft: str, reply: str) -> float:
    """The share of the two texts, white space apart, that is in one of them only: 0 (the same) to 1."""
    before, after = (" ".join(normal_text(text).split()) for text in (draft, reply))
    if before == after:
        return 0.0
    ratio = SequenceMatcher(None, before[:_COMPARED], after[:_COMPARED], autojunk=False).ratio()
    # Rounded up: what was changed at all never counts as untouched.
    return max(0.001, round(1 - ratio, 3))


def _voice_of(draft: Draft | None) -> str:
    """The voice that the draft was made from, with its version; empty where nobody told."""
    for path, version in (draft.made.versions if draft else {}).items():
        if path.startswith(VOICES):
            return f"{path.removeprefix(VOICES).removesuffix('.yaml')}: {version}"
    return ""
