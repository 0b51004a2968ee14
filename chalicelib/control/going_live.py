"""Going live: what has to be true before a desk may post, and the decision that it may.

`seen` of a change is the version of the desk's control that it was decided on: where somebody changed that
since, ConflictError is raised.
"""

from dataclasses import dataclass

from chalicelib.control.room import ControlRoom
from chalicelib.domain.caps import Caps
from chalicelib.domain.control import DeskControl, Statements
from chalicelib.domain.errors import (
    BadInputError,
    ConflictError,
    NetworkUnavailableError,
    NotAuthorisedError,
    NotReadyError,
    RefusedError,
)


@dataclass(frozen=True)
class Requirement:
    """One thing that has to be true. `says` is how it stands, `remedy` what to do where it is not met."""

    key: str
    title: str
    met: bool
    says: str
    remedy: str = ""


def requirements(room: ControlRoom, brand_id: str, desk: str, *, ask: bool = True) -> tuple[Requirement, ...]:
    """Everything that has to be true before the desk may go live, in the order in which one does it.

    Without `ask` the network is not asked whose keys they are: what was proven before counts.
    """
    accounts = room.brand_with(brand_id, desk).desks[desk].accounts
    control = room.controls.desk(brand_id, desk)
    return (
        *(_account(room, handle, ask) for handle in accounts),
        *_stated(room, control.statements),
        _capped(control.caps),
    )


def set_caps(
    room: ControlRoom, brand_id: str, desk: str, caps: Caps, *, who: str, seen: int | None = None
) -> DeskControl:
    """Keep the desk's caps. Raises BadInputError for caps that a live desk could not work with."""
    if why := _unusable(caps):
        raise BadInputError(why)
    words = ", ".join(f"{name.replace('_', ' ')} {number:,}" for name, number in caps)
    return _change(room, brand_id, desk, who, "caps set", words, seen, caps=caps)


def state(
    room: ControlRoom, brand_id: str, desk: str, statements: Statements, *, who: str, seen: int | None = None
) -> DeskControl:
    """Keep what a person states, in their name. A live desk for which that no longer suffices observes."""
    words = ", ".join(f"{name.replace('_', ' ')}: {_word(value)}" for name, value in statements)
    if all(one.met for one in _stated(room, statements)):
        return _change(room, brand_id, desk, who, "stated", words, seen, statements=statements)
    words += "; the desk observes"
    return _change(room, brand_id, desk, who, "stated", words, seen, statements=statements, live=False)


def go_live(room: ControlRoom, brand_id: str, desk: str, *, who: str, seen: int | None = None) -> DeskControl:
    """From now on what is approved for this desk is posted. Raises NotReadyError, naming what is missing."""
    missing = tuple(one.title for one in requirements(room, brand_id, desk) if not one.met)
    if missing:
        raise NotReadyError(missing)
    return _change(room, brand_id, desk, who, "live", "everything needed was there", seen, live=True)


def observe(room: ControlRoom, brand_id: str, desk: str, *, who: str) -> DeskControl:
    """From now on nothing is posted for this desk; what is approved stays approved."""
    return _change(room, brand_id, desk, who, "observing", "", live=False)


def _change(
    room: ControlRoom,
    brand_id: str,
    desk: str,
    who: str,
    what: str,
    why: str,
    seen: int | None = None,
    **changes: object,
) -> DeskControl:
    room.brand_with(brand_id, desk)
    before = room.controls.desk(brand_id, desk)
    if seen is not None and before.version != seen:
        raise ConflictError(f"the desk {desk} was changed since")
    version = before.version + 1
    made = {"who": who, "at": room.clock(), "version": version}
    control = DeskControl.model_validate(dict(before) | changes | made)
    room.controls.set_desk(control, room.event(version, who, what, why))
    return control


def _account(room: ControlRoom, handle: str, ask: bool) -> Requirement:
    title = f"Keys of @{handle}"
    try:
        if ask:
            room.network.prove(handle)
        elif not room.network.is_proven(handle):
            return Requirement("keys", title, False, "X was not asked yet whose they are.")
    except NotAuthorisedError as error:
        return Requirement("keys", title, False, str(error), "Connect the account: earshot connect x")
    except (NetworkUnavailableError, RefusedError) as error:
        return Requirement("keys", title, False, f"X could not be asked: {error}", "Try again in a moment.")
    return Requirement("keys", title, True, f"The keys are proven to be @{handle}'s own.")


def _stated(room: ControlRoom, stated: Statements) -> tuple[Requirement, ...]:
    approved = stated.ai_replies_approved
    return (
        Requirement(
            "ai_replies_approved",
            "X's approval for replies written by AI",
            approved is not None,
            {
                None: "Nobody said whether X has approved it.",
                True: "X has approved it.",
                False: "X has not: what a model wrote is handed to a person to post.",
            }[approved],
            "State yes or no.",
        ),
        Requirement(
            "automated_label",
            "'Automated' label and bio",
            stated.automated_label,
            "The accounts carry the label, and their bio names who runs them."
            if stated.automated_label
            else "Nobody said that the accounts are labelled.",
            "Switch the label on in X's settings, name who runs the account in its bio, then state it.",
        ),
        Requirement(
            "regions_fit",
            "Where the data is",
            stated.regions_fit,
            f"Table in {room.table_region}; model: {room.model()}.",
            "State that customers' posts may be kept and sent there.",
        ),
    )


def _capped(caps: Caps | None) -> Requirement:
    title = "Caps on reads, posts and tokens"
    if caps is None:
        return Requirement("caps", title, False, "None are set.", "Set them for a day and for a month.")
    why = _unusable(caps)
    words = (
        f"A day: {caps.reads_a_day:,} reads, {caps.posts_a_day:,} posts, {caps.tokens_a_day:,} tokens. "
        f"A month: {caps.reads_a_month:,}, {caps.posts_a_month:,}, {caps.tokens_a_month:,}."
    )
    return Requirement("caps", title, not why, why or words, "Set them for a day and for a month.")


def _unusable(caps: Caps) -> str:
    # A search reads a page of 100 posts at a time; tokens may be 0 where drafts are written offline.
    if min(caps.reads_a_day, caps.reads_a_month) < 100:
        return "reads: a cap under 100 lets no search read a page"
    if min(caps.posts_a_day, caps.posts_a_month) < 1:
        return "posts: a cap of 0 lets nothing be posted; let the desk observe instead"
    return ""


def _word(value: object) -> str:
    return {True: "yes", False: "no", None: "not stated"}[value]  # type: ignore[index]  # bool or None
