"""The call itself: everything is written before it, and every answer has its move."""

from chalicelib.allowances import Taken, take
from chalicelib.domain import lifecycle
from chalicelib.domain.approval import Approval
from chalicelib.domain.attempt import Attempt, Reply
from chalicelib.domain.caps import Bought, draws
from chalicelib.domain.case import Case, WorkKind, next_work
from chalicelib.domain.change import Change
from chalicelib.domain.control import why_nothing_leaves
from chalicelib.domain.errors import (
    BudgetExhaustedError,
    ConflictError,
    NetworkUnavailableError,
    NotAuthorisedError,
    OutcomeUnknownError,
    PostGoneError,
    RefusedError,
    ReplyNotAllowedError,
)
from chalicelib.domain.post import Post, ref_id
from chalicelib.domain.trace import Trace
from chalicelib.ports import Dossier
from chalicelib.publish.holds import answered_already, changed, too_soon_after_a_restore, void
from chalicelib.publish.room import (
    ATTEMPT_LEASE,
    CALL_SECONDS,
    RETRY_AFTER,
    PublishRoom,
    new_attempt_id,
)
from chalicelib.publish.write import write
from chalicelib.telemetry import logger


def publish(room: PublishRoom, brand_id: str, case_id: str) -> None:
    """Publish the case's approval, if it still holds and it is this worker that gets the right to.

    A repeated or late message finds the case in another state and does nothing. Raises
    StoreUnavailableError; then either nothing was begun, or the attempt's lease runs out and the sweep
    takes over.
    """
    dossier = room.store.dossier(brand_id, case_id)
    if not _may_begin(room, dossier):
        return
    case, approval = dossier.case, dossier.approval
    assert approval is not None
    stale = void(room, case, approval)
    if not stale and (why := nothing_leaves(room, case)):
        logger.info("nothing leaves", extra={"case": case.id, "why": why})
        return
    if not stale and (shown_by := too_soon_after_a_restore(room, case)):
        why = "the table was restored: what left right before may not show on the network yet"
        write(room, case, lambda case, trace: lifecycle.put_off(case, trace, why, shown_by))
        return
    try:
        if not stale:
            room.network.prove(approval.basis.account)
            parent = _parent_now(room, approval)
            stale = changed(room, case, approval, parent) or answered_already(room, dossier, approval)
    except PostGoneError:
        _forget(room, approval)
        write(room, case, lambda case, trace: lifecycle.withdraw(case, trace, "the post was deleted"))
        return
    except NetworkUnavailableError as error:
        why, until = str(error), error.not_before or room.clock() + RETRY_AFTER
        write(room, case, lambda case, trace: lifecycle.put_off(case, trace, why, until))
        return
    except (RefusedError, NotAuthorisedError) as error:
        why = f"X refused to show what the approval rests on: {error}"
        write(room, case, lambda case, trace: lifecycle.send_back(case, trace, why))
        return
    if stale:
        write(room, case, lambda case, trace: lifecycle.send_back(case, trace, "stale: " + "; ".join(stale)))
        return
    _buy_and_call(room, case, approval, parent)


def nothing_leaves(room: PublishRoom, case: Case) -> str:
    """Why nothing may leave for this case's desk at this moment; empty when it may."""
    controls = room.controls
    return why_nothing_leaves(
        controls.switch(), controls.table_identity(), controls.desk(case.brand, case.desk)
    )


def _buy_and_call(room: PublishRoom, case: Case, approval: Approval, parent: Post) -> None:
    """Set the money for one post aside, take the right to call, call."""
    try:
        taken = _take_a_post(room, case)
    except BudgetExhaustedError as error:
        why, until = str(error), error.renewed_at or room.clock() + RETRY_AFTER
        write(room, case, lambda case, trace: lifecycle.put_off(case, trace, why, until))
        return
    begun = _begin(room, case, approval)
    if begun is None:
        taken.settle(0)
    else:
        taken.settle(_call_in_time(room, begun, approval, parent))


def _take_a_post(room: PublishRoom, case: Case) -> Taken:
    caps = room.controls.desk(case.brand, case.desk).caps_in_force
    return take(room.store, case.brand, draws(Bought.POSTS, case.desk, caps, room.clock()), 1)


def _may_begin(room: PublishRoom, dossier: Dossier) -> bool:
    work = next_work(dossier.case)
    if work is None or work.kind is not WorkKind.PUBLISH or work.at > room.clock():
        return False
    # Reading and calling each take up to CALL_SECONDS.
    return room.seconds_left() >= 2 * CALL_SECONDS and dossier.approval is not None


def _parent_now(room: PublishRoom, approval: Approval) -> Post:
    post_id = ref_id(approval.basis.parent)
    answer = room.network.look_up([post_id])
    if post_id in answer.gone:
        raise PostGoneError(f"post {post_id} is gone")
    if post_id not in answer.found:
        raise NetworkUnavailableError(f"X says nothing usable about post {post_id}")
    return answer.found[post_id]


def _begin(room: PublishRoom, case: Case, approval: Approval) -> Case | None:
    trace = room.trace()
    attempt = Attempt(
        id=new_attempt_id(),
        approval_id=approval.id,
        started_at=trace.at,
        lease_until=trace.at + ATTEMPT_LEASE,
    )
    begun = lifecycle.begin(case, approval, attempt, trace)
    try:
        room.store.commit(Change(case=begun, events=tuple(trace.events), attempt=attempt))
    except ConflictError:
        # Another worker began it, or the person took it back: theirs now, not ours.
        return None
    return begun


def _call_in_time(room: PublishRoom, case: Case, approval: Approval, parent: Post) -> int:
    """Call, unless so much time went by since the lease was written that others may think we are gone, or
    somebody stopped everything meanwhile. Returns how many posts were, or may have been, bought.
    """
    why, now = nothing_leaves(room, case), room.clock()
    if case.not_before is not None and now >= case.not_before:
        why = "the worker was held up before it could send"
    if why:
        write(room, case, lambda case, trace: lifecycle.hold_back(case, trace, why, until=now))
        return 0
    return _call(room, case, approval, parent)


def _call(room: PublishRoom, case: Case, approval: Approval, parent: Post) -> int:
    """Exactly one call. What it raises says which move follows; nothing is tried again here."""
    basis = approval.basis
    try:
        posted = room.network.reply(basis.account, ref_id(basis.parent), basis.text)
    except OutcomeUnknownError as error:
        why = str(error)
        write(room, case, lambda case, trace: lifecycle.lose_sight(case, trace, why, look_at=trace.at))
        return 1
    except NetworkUnavailableError as error:
        why, until = str(error), error.not_before or room.clock() + RETRY_AFTER
        write(room, case, lambda case, trace: lifecycle.hold_back(case, trace, why, until))
    except ReplyNotAllowedError:
        brand, account = room.brands[case.brand], case.ruling.account
        ruling = room.rules.rule_on(brand, case.desk, parent, api_refused=True, account=account)
        write(room, case, lambda case, trace: lifecycle.close_api_lane(case, approval, ruling, trace))
    except PostGoneError:
        _forget(room, approval)
        write(room, case, _back_and_withdrawn)
    except (RefusedError, NotAuthorisedError) as error:
        why = str(error)
        write(room, case, lambda case, trace: lifecycle.send_back(case, trace, why))
    else:
        reply = Reply(
            post_id=posted.id,
            approval_id=approval.id,
            account=basis.account,
            parent=basis.parent,
            text=basis.text,
            posted_at=posted.created_at,
        )
        write(room, case, lambda case, trace: lifecycle.settle(case, approval, reply, trace), reply)
        return 1
    return 0


def _forget(room: PublishRoom, approval: Approval) -> None:
    """Nothing goes by a post that is gone. Done before the case is withdrawn: afterwards nobody comes by."""
    room.store.forget_learnt(approval.basis.brand, approval.basis.parent)


def _back_and_withdrawn(case: Case, trace: Trace) -> Case:
    why = "the post was deleted before the reply was sent"
    return lifecycle.withdraw(lifecycle.send_back(case, trace, why), trace, why)
