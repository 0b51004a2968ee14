"""Each limit is reached where what is allowed is shared out among what a post needs."""

from datetime import timedelta
from decimal import Decimal

import pytest

from chalicelib.adapters.files.cost_files import read_assumptions, read_limits
from chalicelib.cost.month import Month
from chalicelib.cost.need import Need
from chalicelib.cost.scale import needs
from chalicelib.domain.brand import Brand
from tests.support.controls import PLENTY
from tests.support.rig import BRAND
from tests.unit.cost.known import measured, volume


def found(each: int = 500, brand: Brand = BRAND, **more: object) -> dict[str, Need]:
    month = Month(brand, volume(brand, each), read_assumptions().shares, timedelta(minutes=5))
    caps = {"support": PLENTY.model_copy(update=more)} if more else None
    told = needs(month, measured(), read_assumptions(), read_limits(), caps)
    return {need.name: need for need in told}


def test_the_first_to_be_reached_comes_first() -> None:
    at = [need.reached_at for need in found().values()]
    assert at == sorted(at)


@pytest.mark.parametrize(
    ("name", "reached_at"),
    [
        # 3,000,000 reads, two for each post.
        ("X: post reads a month", 1_500_000),
        # 12 people, 8 hours, 22 days, 40 cases an hour; 30 of 100 posts open one.
        ("people: 12 of them", 281_600),
        # (0.3 cases x 1.3 drafts + 0.2 opinions) x 3,100 tokens x 20 / 43,200 minutes, of 200,000.
        ("model: tokens a minute", 236_194),
        # 5,000 a day x 30, read twice, half of the posts.
        ("Earshot: reads a day of a search", 150_000),
        # 450 less 18 of the one search; half of the posts x 15 x 20 / 43,200 x 2 / 100.
        ("X: searches in 15 minutes", 6_220_800),
        # 0.075 replies a post; 10,000 a day.
        ("X: posts a day", 4_000_000),
        # (0.39 drafts + 0.2 opinions) x 20 / 43,200 / 60 x 2 movements of 10 ms.
        ("Earshot: one purse of tokens", 10_983_050),
        # 2 writes x 20 / 43,200 / 60 / 4 shards, of 1,000.
        ("table: one shard of work", 259_200_000),
    ],
)
def test_the_arithmetic_of_a_limit(name: str, reached_at: int) -> None:
    assert int(found()[name].reached_at) == reached_at


def test_a_limit_does_not_hang_on_how_much_is_heard_but_on_how_it_is_spread() -> None:
    assert found(500) == found(50_000) == found(0)


def test_what_is_used_although_nothing_is_heard_counts() -> None:
    at_once = found()["AWS: functions at once, new account"]
    assert at_once.share_at(0) == Decimal("0.3")
    assert at_once.share_at(int(at_once.reached_at)) == pytest.approx(1, rel=1e-4)


def test_a_desks_cap_is_the_smaller_one_of_its_month_and_of_its_days() -> None:
    assert found(reads_a_month=6_000)["Earshot: what support may read"].reached_at == 3_000
    assert found(reads_a_day=100)["Earshot: what support may read"].reached_at == 1_500


def test_a_brand_without_a_search_has_no_limit() -> None:
    silent = BRAND.model_copy(update={"searches": ()})
    assert found(brand=silent) == {}
