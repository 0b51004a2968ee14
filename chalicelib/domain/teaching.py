"""From which cases something is learnt, and how a gap is told."""

from datetime import datetime

from chalicelib.domain.anonymous import anonymous
from chalicelib.domain.case import Case
from chalicelib.domain.draft import Approach, Draft, Origin
from chalicelib.domain.learnt import Gap, GapKind

LONGEST_QUESTION = 400


def is_ordinary(case: Case) -> bool:
    """Whether its texts may be kept to learn from: not where triage found a risk of any kind.

    An injection would teach an instruction; what somebody says in a crisis, or about themselves, is theirs.
    """
    return not case.verdict.risk


def by_protocol(draft: Draft) -> bool:
    """Whether a brand's protocol wrote it: it is to be said so, and to nobody else."""
    return draft.origin is Origin.PROTOCOL or draft.approach is Approach.PROTOCOL


def gap_of(
    case: Case, kind: GapKind, asked: str, at: datetime, *, why: str = "", post: str = ""
) -> Gap | None:
    """What voice or knowledge lacked for the case; None where its texts may not be kept.

    `post` is its ref where that is not the one to be answered. Both texts are kept without who wrote them.
    """
    if not is_ordinary(case):
        return None
    return Gap(
        case_id=case.id,
        post=post or case.parent,
        desk=case.desk,
        lang=case.verdict.lang,
        kind=kind,
        asked=anonymous(asked, case.author)[:LONGEST_QUESTION],
        why=anonymous(why, case.author)[:LONGEST_QUESTION],
        at=at,
    )


def no_knowledge(case: Case, draft: Draft, at: datetime) -> Gap | None:
    """The question that the draft says no knowledge answered, if there is one."""
    return gap_of(case, GapKind.NO_KNOWLEDGE, draft.gap, at) if draft.gap.strip() else None
