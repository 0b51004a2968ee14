"""Costs in words: bills as tables, purses as how much of them is used, limits by what comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.console.views.frame import desk_name
from chalicelib.cost.bill import Amount, Bill, Group, Line
from chalicelib.cost.need import Need
from chalicelib.cost.spent import Used
from chalicelib.domain.caps import Bought
from chalicelib.domain.money import in_dollars, plain

NOT_KNOWN = "not known"


@dataclass(frozen=True)
class LineView:
    """One line of a bill. `quantity` and `price` are what is likely; `worst_note` says what they are at
    worst, where they differ."""

    what: str
    quantity: str
    price: str
    likely: str
    worst: str
    note: str
    worst_note: str


@dataclass(frozen=True)
class GroupView:
    """The lines of one group, with their sums."""

    name: str
    likely: str
    worst: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True)
class BillView:
    """A bill. `likely` and `worst` are its sums with the currency, all other amounts go without it;
    `unpriced` names what has no known price and is in no sum."""

    likely: str
    worst: str
    groups: tuple[GroupView, ...]
    unpriced: tuple[str, ...]


@dataclass(frozen=True)
class PurseRow:
    """What a desk used today and this month of one kind that it may buy."""

    desk: str
    what: str
    day: str
    month: str


@dataclass(frozen=True)
class LimitView:
    """A limit, the posts a month that reach it, and how much of it is needed now."""

    name: str
    reached_at: str
    share: str
    reached: bool


def bill_view(bill: Bill) -> BillView:
    """The bill by its groups; those without a line are left out."""
    groups = [(group, bill.of(group)) for group in Group]
    return BillView(
        likely=in_dollars(bill.likely),
        worst=in_dollars(bill.worst),
        groups=tuple(_group(group, part) for group, part in groups if part.lines),
        unpriced=tuple(f"{number(one.likely.quantity)} {one.what}" for one in bill.unpriced),
    )


def purse_rows(purses: Sequence[Used]) -> tuple[PurseRow, ...]:
    """One row for each desk and each kind of which anything was used."""
    found = {(one.desk, one.what, one.period): one for one in purses}
    return tuple(
        PurseRow(
            desk_name(desk), what.value, _used(found[desk, what, "day"]), _used(found[desk, what, "month"])
        )
        for desk in dict.fromkeys(one.desk for one in purses)
        for what in Bought
        if found[desk, what, "month"].purse
    )


def limit_views(needs: Sequence[Need], posts: int, most: int) -> tuple[LimitView, ...]:
    """The limits that come first; `posts` are those of a month as it is forecast."""
    return tuple(
        LimitView(
            name=need.name,
            reached_at=f"{int(need.reached_at):,}",
            share=f"{need.share_at(posts) * 100:,.1f} %",
            reached=need.reached_at <= posts,
        )
        for need in needs[:most]
    )


def number(quantity: Decimal) -> str:
    """A quantity as people read it: whole from ten on, with two figures behind the point below."""
    if quantity >= 10 or quantity == quantity.to_integral_value():
        return f"{quantity:,.0f}"
    return f"{quantity:,.2f}" if quantity >= Decimal("0.01") else "under 0.01"


def _group(group: Group, bill: Bill) -> GroupView:
    lines = tuple(_line(one) for one in bill.lines)
    return GroupView(group.value, plain(bill.likely), plain(bill.worst), lines)


def _line(line: Line) -> LineView:
    differs = line.worst != line.likely
    return LineView(
        what=line.what,
        quantity=number(line.likely.quantity),
        price=str(line.likely.price or NOT_KNOWN),
        likely=_money(line.likely),
        worst=_money(line.worst),
        note=line.note,
        worst_note=f"at worst {number(line.worst.quantity)} at {line.worst.price}" if differs else "",
    )


def _money(amount: Amount) -> str:
    return NOT_KNOWN if amount.money is None else plain(amount.money)


def _used(one: Used) -> str:
    return f"{one.purse.used:,} of {one.purse.allowance:,}" if one.purse else "–"
