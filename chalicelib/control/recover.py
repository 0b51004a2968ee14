"""A table that was restored, or not cleanly stopped, may not know what had already left.

So the switch is thrown, and every case that was approved or being published becomes `unknown`: the network is
read to find out whether its reply stands, and nothing is sent again before.
"""

from chalicelib.control.room import WHO, ControlRoom
from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.control import Switch
from chalicelib.domain.errors import ConflictError, IllegalMoveError
from chalicelib.domain.state import State
from chalicelib.domain.trace import Trace

RESTORED = "the table was restored from a copy: what left since the copy was made is not known here"
MAY_HAVE_LEFT = (State.APPROVED, State.PUBLISHING)
PAGE = 100
# Less time than this is left to the next sweep.
LEAST_SECONDS = 20.0


def look_after(room: ControlRoom) -> Switch:
    """Take a new table into use; notice a restored one, and settle its cases. Run by every sweep."""
    switch, table = room.controls.switch(), room.controls.table_identity()
    if not switch.version:
        first = Switch(who=WHO, at=room.clock(), table=table, version=1)
        switch = _throw(room, first, "taken into use", "")
    elif switch.table != table:
        switch = distrust(room, RESTORED)
    return _settle(room, switch) if switch.recovering else switch


def distrust(room: ControlRoom, why: str) -> Switch:
    """Stop everything that leaves until every case that may have left is settled."""
    before, now = room.controls.switch(), room.clock()
    switch = Switch(
        stopped=True,
        who=WHO,
        why=why,
        at=now,
        table=room.controls.table_identity(),
        restored_at=now,
        recovering=True,
        version=before.version + 1,
    )
    return _throw(room, switch, "stopped", why)


def _settle(room: ControlRoom, switch: Switch) -> Switch:
    """Make unknown what may have left. It is done when one whole look finds no such case any more."""
    found = 0
    for brand_id, brand in room.brands.items():
        for desk in brand.desks:
            for state in MAY_HAVE_LEFT:
                found += _all_unknown(room, brand_id, desk, state, switch.why)
    if found or room.seconds_left() < LEAST_SECONDS:
        return switch
    settled = switch.model_copy(update={"recovering": False, "version": switch.version + 1})
    return _throw(room, settled, "settled", "every case that may have left is looked for on the network")


def _all_unknown(room: ControlRoom, brand: str, desk: str, state: State, why: str) -> int:
    found, page = 0, None
    while room.seconds_left() >= LEAST_SECONDS:
        rows = room.store.queue(brand, desk, state, limit=PAGE, page=page)
        for row in rows.cases:
            found += _unknown(room, room.store.case(brand, row.id), why)
        page = rows.next_page
        if page is None:
            break
    return found


def _unknown(room: ControlRoom, case: Case, why: str) -> int:
    """1 where the case had to be settled, 0 where the index only had not heard that it was."""
    if case.state not in MAY_HAVE_LEFT:
        return 0
    trace = Trace(WHO, room.clock())
    try:
        unknown = lifecycle.lose_sight(case, trace, why, look_at=trace.at)
        room.store.commit(Change(case=unknown, events=tuple(trace.events)))
    except (ConflictError, IllegalMoveError):
        return 1  # it is moving: the next look sees where it went
    return 1


def _throw(room: ControlRoom, switch: Switch, what: str, why: str) -> Switch:
    """Keep it, unless another worker has just done so."""
    try:
        room.controls.throw(switch, room.event(switch.version, WHO, what, why))
    except ConflictError:
        return room.controls.switch()
    return switch
