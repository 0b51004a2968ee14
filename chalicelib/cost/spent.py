"""What was spent so far: counted in the purses of the day and the month (UTC), at list prices."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from chalicelib.cost import aws, model, x
from chalicelib.cost.bill import DAYS, Bill, Group, Line, line
from chalicelib.cost.measured import Doing
from chalicelib.cost.month import Month, added, doings, standing
from chalicelib.cost.price_lists import XPrices
from chalicelib.cost.room import CostRoom
from chalicelib.cost.volume import Volume
from chalicelib.domain.brand import Brand, Search
from chalicelib.domain.caps import Bought, Purse, day_purse, month_purse, search_purse


class Used(NamedTuple):
    """A purse of a desk: what was bought of what it may buy; `purse` is None where nothing was."""

    desk: str
    what: Bought
    period: str
    purse: Purse | None


class Spent(NamedTuple):
    """The purses, and the bill of X and the model since the month began (UTC)."""

    since: datetime
    purses: tuple[Used, ...]
    bill: Bill


def spent(room: CostRoom, brand: Brand) -> Spent:
    """What the brand spent this month. Reads as many purses as it has desks and, a day each, searches."""
    now = room.clock()
    since = month_began(now)
    used = _desk_purses(room, brand, now)
    reads = _reads(room, brand, since, now)
    posts = _of_month(used, Bought.POSTS)
    known = room.known
    # Which replies held a link, no purse knows.
    linked = posts * known.assumptions.shares.with_a_link / 100
    lines = [
        *(_read(search, reads[search.id], known.prices.x) for search in brand.searches),
        x.authors(Decimal(sum(reads.values())), known.prices.x),
        *x.replies(posts - linked, linked, known.prices.x),
        x.looked_up(Decimal(posts), known.prices.x),
        *model.used(_of_month(used, Bought.TOKENS), known.prices.models, known.measured, known.model),
    ]
    return Spent(since, used, Bill(tuple(one for one in lines if one.worst.quantity)))


def _desk_purses(room: CostRoom, brand: Brand, now: datetime) -> tuple[Used, ...]:
    periods = (("day", day_purse), ("month", month_purse))
    names = {
        (desk, what, period): name_of(what, desk, now)
        for desk in brand.desks
        for what in Bought
        for period, name_of in periods
    }
    found = room.store.purses(brand.brand, list(names.values()))
    return tuple(Used(*key, found.get(name)) for key, name in names.items())


def _reads(room: CostRoom, brand: Brand, since: datetime, now: datetime) -> dict[str, int]:
    """Posts read this month by each search, second readings included."""
    days = [since.replace(day=day) for day in range(1, now.day + 1)]
    names = {search.id: [search_purse(search.id, day) for day in days] for search in brand.searches}
    found = room.store.purses(brand.brand, [name for each in names.values() for name in each])
    return {search: sum(found[name].used for name in each if name in found) for search, each in names.items()}


def _of_month(used: Sequence[Used], what: Bought) -> int:
    wanted = (one.purse for one in used if one.what is what and one.period == "month")
    return sum(purse.used for purse in wanted if purse)


def _read(search: Search, reads: int, prices: XPrices) -> Line:
    note = "both readings are counted; within one UTC day X may bill but one"
    what = f"posts read by {search.id}"
    return line(Group.X, what, reads, x.price_of(search.kind, prices), note)


def machines(room: CostRoom) -> Bill:
    """What AWS has likely billed this month for the whole deployment: worked out from the time that it stood
    by and from what its searches read, since only AWS's own bill knows."""
    now, known = room.clock(), room.known
    since, times = month_began(now), dict[Doing, Decimal]()
    quiet = dict[Doing, Decimal]()
    for brand in room.brands.values():
        reads = _reads(room, brand, since, now)
        heard = {name: Decimal(count) / x.TWICE for name, count in reads.items()}
        month = Month(brand, Volume(heard, ""), known.assumptions.shares, known.overlap)
        times = added(times, doings(month, known.assumptions))
        quiet = added(quiet, standing(month))
    elapsed = Decimal((now - since) / timedelta(days=DAYS))
    stood_by = Bill(tuple(aws.standing(quiet, known.prices.aws, known.measured, known.assumptions)))
    worked = aws.heard(times, known.prices.aws, known.measured, known.assumptions)
    return Bill((*stood_by.times(elapsed).lines, *worked))


def month_began(now: datetime) -> datetime:
    """The begin of this UTC month."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
