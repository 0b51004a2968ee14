"""Writing a change into the twin: all of it, or nothing."""

from chalicelib.adapters.memory import learnt
from chalicelib.adapters.memory.rows import BrandRows, CaseRow
from chalicelib.adapters.store_rules import fingerprint, place_of
from chalicelib.domain.change import Change, Membership
from chalicelib.domain.errors import ConflictError


def commit(kept: BrandRows, change: Change) -> bool:
    """Write the change; False where this very change was written before.

    Raises ConflictError, and writes nothing, when something else came first.
    """
    case, mark = change.case, fingerprint(change)
    row = kept.cases.get(case.id)
    if row and row.made_by.get(case.version) == mark:
        return False
    _refuse_conflict(kept, row, change)
    row = kept.cases.setdefault(case.id, CaseRow(case))
    row.case = case
    row.events.extend(change.events)
    row.made_by[case.version] = mark
    _keep_parts(row, change)
    if change.mark:
        kept.marks[place_of(change.mark)] = change.mark
    learnt.keep(kept, change)
    if change.triaged:
        ref, verdict = change.triaged
        kept.posts[ref].verdict, kept.posts[ref].pending = verdict, False
    if change.membership:
        kept.pointers |= {key: case.id for key, _ in _pointers(case.network, change.membership)}
    return True


def _refuse_conflict(kept: BrandRows, row: CaseRow | None, change: Change) -> None:
    """Raise ConflictError when anything is no longer as the change expects it."""
    case = change.case
    if (row.case.version if row else 0) != change.rests_on_version:
        raise ConflictError(f"case {case.id} is no longer at version {change.rests_on_version}")
    if change.triaged:
        post = kept.posts.get(change.triaged[0])
        if post is None or not post.pending:
            raise ConflictError(f"post {change.triaged[0]} no longer waits for triage")
    if change.membership:
        for key, seen in _pointers(case.network, change.membership):
            if kept.pointers.get(key) != seen:
                raise ConflictError(f"somebody else gave {'/'.join(key)} a case first")
    if row and _repeats_a_part(row, change):
        raise ConflictError(f"case {case.id} already holds a part of that id")


def _pointers(network: str, membership: Membership) -> list[tuple[tuple[str, ...], str | None]]:
    author, talk = membership.author_id, membership.conversation_id
    pointers: list[tuple[tuple[str, ...], str | None]] = [
        ((network, talk, author), membership.seen_for_conversation)
    ]
    if membership.by_author:
        pointers.append(((network, author), membership.seen_for_author))
    return pointers


def _repeats_a_part(row: CaseRow, change: Change) -> bool:
    return bool(
        (change.draft and change.draft.id in row.drafts)
        or (change.approval and change.approval.id in row.approvals)
        or (change.attempt and change.attempt.id in row.attempts)
        or (change.reply and change.reply.post_id in row.replies)
    )


def _keep_parts(row: CaseRow, change: Change) -> None:
    if change.draft:
        row.drafts[change.draft.id] = change.draft
    if change.approval:
        row.approvals[change.approval.id] = change.approval
    if change.attempt:
        row.attempts[change.attempt.id] = change.attempt
    if change.reply:
        row.replies[change.reply.post_id] = change.reply
