"""`earshot cost`: what a month will cost, what was spent so far, what one case cost."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from chalicelib.bootstrap import build_costing
from chalicelib.cost.forecast import Forecast, forecast
from chalicelib.cost.need import Need
from chalicelib.cost.of_case import cost_of
from chalicelib.cost.room import CostRoom
from chalicelib.cost.scale import needs
from chalicelib.cost.spent import machines, spent
from chalicelib.cost.volume import Volume, given, seen
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import BadInputError
from cli.bill import as_json, limit_words, limits_as_json, sources, spent_as_json, words
from cli.connection import of_a_deployment, settings_of

LIMITS_SHOWN = 5
A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@of_a_deployment
@click.option("--brand", "brand_id", help="The brand; all of them otherwise.")
@click.option(
    "--posts-a-month",
    type=click.IntRange(0, 1_000_000_000),
    help="Forecast so many posts for each brand, and read no table: nothing needs to be deployed.",
)
@click.option("--case", "case_id", help="What this case cost, and nothing else.")
@click.option("--prices", type=A_FILE, multiple=True, help="A price list in the place of the shipped one.")
@click.option(
    "--assumptions", type=A_FILE, help="What is taken for granted, in the place of what is shipped."
)
@click.option("--model", help="Forecast this model in the place of the connected one.")
@click.option("--json", "in_json", is_flag=True, help="The result as JSON; amounts in micro-dollars.")
def cost(
    data: Path | None,
    stage: str | None,
    brand_id: str | None,
    posts_a_month: int | None,
    case_id: str | None,
    prices: tuple[Path, ...],
    assumptions: Path | None,
    model: str | None,
    in_json: bool,
) -> None:
    """Forecast a month of X, model and AWS; tell what was spent so far, or what a case cost."""
    settings, clock = settings_of(data, stage)
    room = build_costing(settings, clock, prices, assumptions, model)
    brands = _brands(room, brand_id)
    if case_id is not None:
        _tell_case(room, brands, case_id, in_json=in_json)
    elif in_json:
        click.echo(json.dumps(_as_json(room, brands, posts_a_month)))
    else:
        for line in _in_words(room, brands, posts_a_month):
            click.echo(line)


def _brands(room: CostRoom, brand_id: str | None) -> list[Brand]:
    if brand_id is None:
        return list(room.brands.values())
    if brand_id not in room.brands:
        raise BadInputError(
            f"--brand: there is no brand {brand_id!r}; there are {', '.join(sorted(room.brands))}"
        )
    return [room.brands[brand_id]]


def _tell_case(room: CostRoom, brands: Sequence[Brand], case_id: str, *, in_json: bool) -> None:
    if len(brands) != 1:
        raise BadInputError("--case: say whose case it is, with --brand")
    (brand,) = brands
    bill = cost_of(room.store.dossier(brand.brand, case_id), brand, room.known)
    told = {"case": case_id, **as_json(bill)}
    for line in [json.dumps(told)] if in_json else words(f"Case {case_id}", bill):
        click.echo(line)


def _volumes(room: CostRoom, brands: Sequence[Brand], posts: int | None) -> list[tuple[Brand, Volume]]:
    return [(brand, seen(room.store, brand) if posts is None else given(brand, posts)) for brand in brands]


def _limits(room: CostRoom, ahead: Forecast, posts: int | None) -> tuple[Need, ...]:
    """The first limits of all brands; caps are told where the table is read."""
    known = room.known
    found = [
        need
        for month in ahead.months
        for need in needs(
            month,
            known.measured,
            known.assumptions,
            room.limits,
            room.caps(month.brand) if posts is None else None,
        )
    ]
    return tuple(sorted(found, key=lambda need: need.reached_at)[:LIMITS_SHOWN])


def _as_json(room: CostRoom, brands: Sequence[Brand], posts: int | None) -> dict[str, Any]:
    volumes = _volumes(room, brands, posts)
    ahead = forecast(volumes, room.known)
    told: dict[str, Any] = {
        "posts_a_month": {brand.brand: round(float(volume.total), 2) for brand, volume in volumes},
        "basis": {brand.brand: volume.basis for brand, volume in volumes},
        "forecast": as_json(ahead.bill),
        "limits": limits_as_json(_limits(room, ahead, posts)),
        "prices": sources(room.known.prices),
    }
    if posts is None:
        told["spent"] = {brand.brand: spent_as_json(spent(room, brand)) for brand in brands}
        told["aws_so_far"] = as_json(machines(room))
    return told


def _in_words(room: CostRoom, brands: Sequence[Brand], posts: int | None) -> Iterator[str]:
    volumes = _volumes(room, brands, posts)
    ahead = forecast(volumes, room.known)
    for brand, volume in volumes:
        yield f"{brand.name}: {volume.total:,.0f} posts a month, {volume.basis}"
    yield from words("\nA month ahead", ahead.bill)
    yield ""
    yield from limit_words(_limits(room, ahead, posts), [volume for _, volume in volumes])
    if posts is None:
        for brand in brands:
            so_far = spent(room, brand)
            yield from words(f"\n{brand.name}, spent since {so_far.since:%-d %B} (UTC)", so_far.bill)
        yield from words("\nAWS since then, worked out", machines(room))
    yield ""
    for one in sources(room.known.prices):
        yield f"Prices of {one['list']}: {one['source']}, as of {one['as_of']}"
