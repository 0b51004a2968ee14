"""How the deployment is, in four figures that alarms watch. Worked out every minute, in few reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.brand import Brand, Search
from chalicelib.domain.caps import Bought, draws, search_purse
from chalicelib.domain.case import Case, WorkKind
from chalicelib.domain.control import DeskControl, why_nothing_leaves
from chalicelib.domain.ruling import Lane
from chalicelib.domain.search_state import SearchState
from chalicelib.domain.state import State
from chalicelib.ports import Clock, Controls, Store

# What is put off for less than this is tried all the time; what is put off for longer waits for a moment that
# is known, such as the end of a day whose cap is used up.
PUT_OFF_AT_MOST = timedelta(minutes=1)
# Of more approved cases at one desk, the most overdue are looked at.
LOOKED_AT = 25
# Within this time every unknown outcome is looked up again.
NEXT_LOOK = timedelta(days=30)
COUNTED = 1_000


@dataclass(frozen=True)
class Health:
    """`oldest_approval_seconds`: for how long the oldest reply that may leave is approved.
    `listening_lag_seconds`: how far the worst search is behind its own cadence. `budget_used_percent`: of the
    fullest purse. `unknown_outcomes`: replies of which nobody knows whether they were posted."""

    oldest_approval_seconds: float
    listening_lag_seconds: float
    budget_used_percent: float
    unknown_outcomes: int


@dataclass(frozen=True)
class HealthRoom:
    """What it is worked out from."""

    store: Store
    controls: Controls
    clock: Clock
    brands: Mapping[str, Brand]


def health(room: HealthRoom) -> Health:
    """The figures as they are now."""
    now = room.clock()
    desks = [room.controls.desk(brand.brand, desk) for brand in room.brands.values() for desk in brand.desks]
    return Health(
        oldest_approval_seconds=max((_oldest(room, desk, now) for desk in desks), default=0.0),
        listening_lag_seconds=max(_lags(room, now), default=0.0),
        budget_used_percent=max(_used(room, desks, now), default=0.0),
        unknown_outcomes=sum(_unknown(room, brand, now) for brand in room.brands),
    )


def _oldest(room: HealthRoom, desk: DeskControl, now: datetime) -> float:
    """Seconds since the oldest approval that may leave; 0 where none may."""
    if not desk.live:
        return 0.0
    approved = room.store.queue(desk.brand, desk.desk, State.APPROVED, limit=LOOKED_AT).cases
    if not approved or _nothing_leaves(room, desk):
        return 0.0
    ages = (_age(room, case, now) for case in approved if _may_leave(case, now))
    return max(ages, default=0.0)


def _nothing_leaves(room: HealthRoom, desk: DeskControl) -> bool:
    return bool(why_nothing_leaves(room.controls.switch(), room.controls.table_identity(), desk))


def _may_leave(case: Case, now: datetime) -> bool:
    put_off = case.not_before is not None and case.not_before > now + PUT_OFF_AT_MOST
    return case.ruling.lane is Lane.API and not put_off


def _age(room: HealthRoom, case: Case, now: datetime) -> float:
    """The list lags: what has left meanwhile counts no more."""
    dossier = room.store.dossier(case.brand, case.id)
    if dossier.case.state is not State.APPROVED or dossier.approval is None:
        return 0.0
    return (now - dossier.approval.at).total_seconds()


def _lags(room: HealthRoom, now: datetime) -> Iterator[float]:
    for brand in room.brands.values():
        for search in brand.searches:
            yield _lag(search, room.store.search_state(brand.brand, search.id), now)


def _lag(search: Search, state: SearchState, now: datetime) -> float:
    """A search that has not heard anything in full yet is behind since it began to."""
    since = state.heard_until or (state.run.begun_at if state.run else now)
    return max(0.0, (now - since).total_seconds() - search.every_seconds)


def _used(room: HealthRoom, desks: list[DeskControl], now: datetime) -> Iterator[float]:
    """Percent used of each purse of this day and month, by the allowance that is in force now."""
    for brand in room.brands.values():
        allowances = {search_purse(search.id, now): search.reads_per_day for search in brand.searches}
        for desk in desks:
            if desk.brand == brand.brand:
                for what in Bought:
                    drawn = draws(what, desk.desk, desk.caps_in_force, now)
                    allowances |= {draw.purse: draw.allowance for draw in drawn}
        for name, purse in room.store.purses(brand.brand, list(allowances)).items():
            if allowances[name]:
                yield 100 * purse.used / allowances[name]


def _unknown(room: HealthRoom, brand: str, now: datetime) -> int:
    return len(room.store.due(brand, WorkKind.RECONCILE, now + NEXT_LOOK, COUNTED))
