"""What ten to ten million posts a month need, and which limit comes first: `python -m bench.scale [--write]`.

With `--write` the tables of docs/scale.md are written anew. They are those of the shipped sample brand, its
posts spread evenly over its searches, with the shipped prices, efforts, assumptions and limits.
"""

import sys
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from math import ceil
from pathlib import Path

from bench.documents import table_of, write_table
from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.adapters.files.cost_files import (
    read_assumptions,
    read_limits,
    read_measured,
    read_prices,
)
from chalicelib.cost.bill import DAYS, MINUTES
from chalicelib.cost.forecast import forecast
from chalicelib.cost.known import Known
from chalicelib.cost.model import tokens_of
from chalicelib.cost.month import Month
from chalicelib.cost.need import Need
from chalicelib.cost.scale import needs
from chalicelib.cost.volume import given
from chalicelib.domain.money import MicroDollars

STEPS = (10, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)
MODEL = "gpt-4o-mini"
HEADS = ("posts a month", *(f"{step:,}" for step in STEPS))
LIMIT_HEADS = ("limit", "allowed", "standing need", "needed a post", "reached at, posts a month")
BRAND = read_brands(Path(__file__).parents[1] / "prompts" / "brands")["tarnhollow"]
KNOWN = Known(read_prices("eu-central-1"), read_measured(), read_assumptions(), timedelta(minutes=5), MODEL)
LIMITS = read_limits()


def month_of(posts: int) -> Month:
    """So many posts a month."""
    return Month(BRAND, given(BRAND, posts), KNOWN.assumptions.shares, KNOWN.overlap)


def all_needs() -> tuple[Need, ...]:
    """Every limit, the first to be reached first."""
    return needs(month_of(STEPS[0]), KNOWN.measured, KNOWN.assumptions, LIMITS)


def steps_table() -> str:
    """What each step brings and needs."""
    columns = [_step(posts) for posts in STEPS]
    rows = [(name, *(column[name] for column in columns)) for name in columns[0]]
    return table_of(HEADS, rows)


def limits_table() -> str:
    """Each limit with its arithmetic."""
    return table_of(LIMIT_HEADS, list(_limits()))


def reached_table() -> str:
    """How much of each limit is needed at each step."""
    rows = [(need.name, *(_share(need.share_at(step)) for step in STEPS)) for need in all_needs()]
    return table_of(HEADS, rows)


def _limits() -> Iterator[tuple[str, ...]]:
    for need in all_needs():
        a_post = f"{Decimal(f'{need.a_post:.3g}'):f}"
        yield (need.name, _number(need.allowed), _number(need.standing), a_post, f"{_rough(need.reached_at)}")


def _step(posts: int) -> dict[str, str]:
    month = month_of(posts)
    bill = forecast([(BRAND, month.volume)], KNOWN).bill
    shares = {need.name: need.share_at(posts) for need in all_needs()}
    tokens = tokens_of(month, KNOWN.measured)
    people = KNOWN.assumptions.consoles
    each = people.hours * people.days * LIMITS.people.decisions
    return {
        "a minute, mean": _number(Decimal(posts) / MINUTES),
        "in the busiest minute": _number(Decimal(posts) * LIMITS.busiest / MINUTES),
        "X: posts read, both readings": _number(Decimal(posts * 2)),
        "cases a day": _number(month.cases / DAYS),
        "people who decide them": _number(Decimal(ceil(month.cases / each))),
        "replies by the API a day": _number(month.published / DAYS),
        "model: tokens in the busiest minute": _number(tokens * LIMITS.busiest / MINUTES),
        "functions at once, busiest": _number(shares["AWS: functions at once"] * LIMITS.aws.concurrency),
        "table: writes a second, busiest": _number(
            shares["table: writes a second"] * LIMITS.aws.table_writes
        ),
        "cost, likely US$": _dollars(bill.likely),
        "cost, at worst US$": _dollars(bill.worst),
    }


def _number(value: Decimal) -> str:
    if value >= 10 or value == value.to_integral_value():
        return f"{value:,.0f}"
    return f"{value:.2g}"


def _rough(value: Decimal) -> str:
    """Three figures say all that assumptions allow."""
    return f"{float(f'{value:.3g}'):,.0f}"


def _share(value: Decimal) -> str:
    if value >= 1:
        return f"**{value * 100:,.0f} %**"
    return f"{value * 100:.2g} %" if value < Decimal("0.1") else f"{value * 100:.0f} %"


def _dollars(amount: MicroDollars) -> str:
    return f"{Decimal(amount) / 1_000_000:,.0f}"


TABLES = {"steps": steps_table, "limits": limits_table, "needs": reached_table}


def main() -> None:
    """Print the tables, and write them where asked to."""
    for name, made in TABLES.items():
        print(f"{made()}\n")
        if "--write" in sys.argv[1:]:
            write_table("scale.md", name, made())


if __name__ == "__main__":
    main()
