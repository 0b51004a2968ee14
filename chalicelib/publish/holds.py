"""Whether an approval still holds: the reasons, in words, why it does not; none when it does."""

from datetime import datetime

from chalicelib.domain.approval import Approval
from chalicelib.domain.case import Case
from chalicelib.domain.matching import find_reply
from chalicelib.domain.post import Post, ref_id
from chalicelib.domain.resting import basis_of
from chalicelib.domain.ruling import Lane
from chalicelib.ports import Dossier
from chalicelib.publish.room import ABSENCE_COUNTS_AFTER, CLOCK_SLACK, PublishRoom


def void(room: PublishRoom, case: Case, approval: Approval) -> tuple[str, ...]:
    """What can be said without asking the network."""
    if not approval.is_intact():
        return ("the approval's seal is broken",)
    if room.clock() >= approval.expires_at:
        return ("it expired",)
    if case.desk not in room.brands[case.brand].desks:
        return (f"there is no desk {case.desk} any more",)
    return ()


def too_soon_after_a_restore(room: PublishRoom, case: Case) -> datetime | None:
    """Until when a reply that left right before the table was restored may not show on the network yet; None
    where that is past, or the case is younger than the restore."""
    restored_at = room.controls.switch().restored_at
    if restored_at is None or case.first_post_at >= restored_at:
        return None
    until = restored_at + ABSENCE_COUNTS_AFTER
    return until if room.clock() < until else None


def changed(room: PublishRoom, case: Case, approval: Approval, parent: Post) -> tuple[str, ...]:
    """What the approval rests on and is no longer so, `parent` being the post as it is now."""
    refused = case.api_refused_for == parent.ref
    account, brand = case.ruling.account, room.brands[case.brand]
    ruling = room.rules.rule_on(brand, case.desk, parent, api_refused=refused, account=account)
    return approval.changes_since(basis_of(case, parent, ruling, approval.basis.text))


def answered_already(room: PublishRoom, dossier: Dossier, approval: Approval) -> tuple[str, ...]:
    """A reply that an earlier approval led to without our knowing.

    Somebody posted it natively and the hand-off was recalled, or it showed up after its absence counted.
    """
    if why := _stands_from_before_a_restore(room, dossier, approval):
        return (why,)
    tried = {attempt.approval_id for attempt in dossier.attempts}
    for earlier in dossier.approvals:
        may_have_left = earlier.id in tried or earlier.basis.lane is Lane.HAND_OFF
        if earlier.id == approval.id or earlier.basis.parent != approval.basis.parent or not may_have_left:
            continue
        account, since = earlier.basis.account, earlier.at - CLOCK_SLACK
        own = room.network.own_posts(account, since)
        if found := find_reply(earlier.basis, since, own, dossier.replies):
            return (f"a reply of @{account} already stands under this post ({found.id}): close the case",)
    return ()


def _stands_from_before_a_restore(room: PublishRoom, dossier: Dossier, approval: Approval) -> str:
    """A restored table has forgotten the replies that left after its copy was made: the network has not."""
    restored_at, basis = room.controls.switch().restored_at, approval.basis
    if restored_at is None or dossier.case.first_post_at >= restored_at:
        return ""
    known = {reply.post_id for reply in dossier.replies}
    for own in room.network.own_posts(basis.account, dossier.case.first_post_at):
        if own.in_reply_to == ref_id(basis.parent) and own.id not in known:
            return (
                f"a reply of @{basis.account} that the restored table does not know stands under this post "
                f"({own.id}): close the case"
            )
    return ""
