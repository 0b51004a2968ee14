"""Bills on a terminal, and as JSON. Amounts in JSON are whole micro-dollars."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.cost.bill import Amount, Bill, Group, Line
from chalicelib.cost.need import Need
from chalicelib.cost.price_lists import Prices
from chalicelib.cost.spent import Spent
from chalicelib.cost.volume import Volume
from chalicelib.domain.money import in_dollars, plain

NO_AMOUNT = "?"


def as_json(bill: Bill) -> dict[str, Any]:
    """The bill; an amount of unknown price is null, and in no sum."""
    return {
        "likely": bill.likely,
        "worst": bill.worst,
        "lines": [
            {
                "group": line.group.value,
                "what": line.what,
                "likely": _amount(line.likely),
                "worst": _amount(line.worst),
                "note": line.note,
            }
            for line in bill.lines
        ],
    }


def spent_as_json(spent: Spent) -> dict[str, Any]:
    """What was spent, and the purses that say so."""
    purses = [
        {
            "desk": one.desk,
            "what": one.what.value,
            "period": one.period,
            "used": one.purse.used,
            "allowance": one.purse.allowance,
        }
        for one in spent.purses
        if one.purse
    ]
    return {"since": spent.since.isoformat(), "purses": purses, **as_json(spent.bill)}


def limits_as_json(needs: Sequence[Need]) -> list[dict[str, Any]]:
    """Each limit with the posts a month that reach it."""
    return [{"limit": need.name, "reached_at": int(need.reached_at)} for need in needs]


def sources(prices: Prices) -> list[dict[str, str]]:
    """Where the prices come from, and when they were so."""
    lists = {"x": prices.x, f"aws {prices.aws.region}": prices.aws, "models": prices.models}
    return [
        {"list": name, "as_of": one.as_of.isoformat(), "source": one.source} for name, one in lists.items()
    ]


def words(title: str, bill: Bill) -> Iterator[str]:
    """The bill as text: a group, its lines, its sum."""
    yield f"{title}: {in_dollars(bill.likely)} likely, {in_dollars(bill.worst)} at worst"
    yield f"\n  {'':<52}{'likely, US$':>14}{'worst, US$':>14}"
    for group in Group:
        part = bill.of(group)
        if part.lines:
            yield f"  {group.value:<52}{plain(part.likely):>14}{plain(part.worst):>14}"
            yield from (_line(one) for one in part.lines)
    for one in bill.unpriced:
        yield f"  In no sum: {one.likely.quantity:,.0f} {one.what} ({one.note})"


def limit_words(needs: Sequence[Need], volumes: Sequence[Volume]) -> Iterator[str]:
    """What gets tight first, and how much of it the forecast needs."""
    posts = int(sum((volume.total for volume in volumes), Decimal(0)))
    yield "What gets tight first, and from how many posts a month on:"
    for need in needs:
        reached = "  reached here" if need.reached_at <= posts else ""
        yield f"  {need.name:<52}{int(need.reached_at):>14,}{reached}"


def _line(line: Line) -> str:
    told = f"{line.likely.quantity:,.2f}".removesuffix(".00")
    row = f"    {line.what:<50}{_money(line.likely):>14}{_money(line.worst):>14}"
    return f"{row}   {told} at {line.likely.price or 'an unknown price'}"


def _amount(amount: Amount) -> dict[str, Any]:
    price = amount.price
    return {
        "quantity": float(round(amount.quantity, 6)),
        "price": {"usd": str(price.usd), "per": price.per, "unit": price.unit} if price else None,
        "amount": amount.money,
    }


def _money(amount: Amount) -> str:
    return NO_AMOUNT if amount.money is None else plain(amount.money)
