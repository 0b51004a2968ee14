"""Working at a desk: what is next, opening a case, keeping a wording."""

from chalicelib.domain import lifecycle
from chalicelib.domain.change import Change
from chalicelib.domain.draft import Edit
from chalicelib.domain.errors import BadInputError, ConflictError, IllegalMoveError
from chalicelib.domain.state import State
from chalicelib.domain.trace import Trace
from chalicelib.ports import CasePage, Dossier
from chalicelib.review.room import CLAIM_LASTS, ReviewRoom

# Longer than any reply; a form that sends more is not a person typing.
LONGEST_EDIT = 10_000


def queue(
    room: ReviewRoom, brand_id: str, desk: str, state: State, *, page: str | None = None, limit: int = 25
) -> CasePage:
    """Cases of the desk in a state, in the order of `Store.queue`."""
    return room.store.queue(brand_id, desk, state, limit=limit, page=page)


def next_case(room: ReviewRoom, brand_id: str, desk: str, after: str | None) -> str | None:
    """The most urgent waiting case that is not `after` (the index may still show what was just decided)."""
    now = room.clock()
    for row in room.store.queue(brand_id, desk, State.WAITING, limit=10).cases:
        if row.id != after and row.claimant(now) is None:
            case = room.store.case(brand_id, row.id)
            if case.state is State.WAITING and case.claimant(now) is None:
                return case.id
    return None


def open_case(room: ReviewRoom, brand_id: str, case_id: str, *, who: str) -> Dossier:
    """Everything about the case, claimed for this person where nobody else holds it."""
    dossier = room.store.dossier(brand_id, case_id)
    case, now = dossier.case, room.clock()
    if case.state is not State.WAITING or case.claimant(now):
        return dossier
    trace = Trace(who, now)
    try:
        claimed = lifecycle.claim(case, trace, who, now + CLAIM_LASTS)
        room.store.commit(Change(case=claimed, events=tuple(trace.events)))
    except (ConflictError, IllegalMoveError):
        # Somebody else was faster; the page shows who.
        return room.store.dossier(brand_id, case_id)
    return room.store.dossier(brand_id, case_id)


def save_edit(
    room: ReviewRoom, brand_id: str, case_id: str, *, text: str, seen: int, who: str, by_model: bool = False
) -> None:
    """Keep what the person is typing, or what a model (`by_model`) reworded for them."""
    if len(text) > LONGEST_EDIT:
        raise BadInputError(f"a reply of {len(text)} characters cannot be kept: shorten it")
    edit = Edit(text=text, by=who, at=room.clock(), conversation_version=seen, by_model=by_model)
    room.store.save_edit(brand_id, case_id, edit)
