"""What was spent is what the purses of the day and the month hold less, at list prices."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from chalicelib.adapters.files.cost_files import read_limits
from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.cost.bill import Bill, Group, Line
from chalicelib.cost.room import CostRoom
from chalicelib.cost.spent import machines, spent
from chalicelib.domain.brand import Search
from chalicelib.domain.caps import Bought, day_purse, month_purse, search_purse
from tests.support.controls import live_controls
from tests.support.rig import BRAND
from tests.unit.cost.known import known

B = BRAND.brand
NOW = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)
MENTIONS, UNTAGGED = BRAND.searches


def a_room(store: MemoryStore, model: str | None = None) -> CostRoom:
    return CostRoom(
        store=store,
        controls=live_controls(BRAND),
        clock=lambda: NOW,
        brands={B: BRAND},
        known=known(model),
        limits=read_limits(),
    )


def use(store: MemoryStore, purse: str, used: int) -> None:
    store.reserve(B, purse, used, 1_000_000)


def read(store: MemoryStore, search: Search, used: int, at: datetime = NOW) -> None:
    use(store, search_purse(search.id, at), used)


def the(bill: Bill, what: str) -> Line:
    (found,) = [one for one in bill.lines if one.what == what]
    return found


def test_where_nothing_was_bought_nothing_was_spent() -> None:
    found = spent(a_room(MemoryStore()), BRAND)
    assert found.bill.lines == ()
    assert found.since == datetime(2026, 11, 1, tzinfo=UTC)
    assert {one.purse for one in found.purses} == {None}


def test_reads_of_every_day_of_this_month_count_and_of_no_other() -> None:
    store = MemoryStore()
    read(store, UNTAGGED, 10)
    read(store, UNTAGGED, 30, NOW - timedelta(days=15))
    read(store, UNTAGGED, 500, NOW - timedelta(days=16))
    read(store, MENTIONS, 7)
    bill = spent(a_room(store), BRAND).bill
    assert the(bill, "posts read by untagged").likely.money == 40 * 5_000
    assert the(bill, "posts read by mentions-care").likely.money == 7 * 1_000
    assert bill.likely == 207_000
    assert bill.worst == 207_000 + 47 * 10_000


def test_replies_and_the_look_before_each() -> None:
    store = MemoryStore()
    use(store, month_purse(Bought.POSTS, "support", NOW), 20)
    bill = spent(a_room(store), BRAND).bill
    assert the(bill, "replies posted").likely.money == 19 * 10_000
    assert the(bill, "replies posted that hold a link").likely.money == 200_000
    assert the(bill, "posts read again before the answer").likely.money == 20 * 5_000


def test_tokens_have_a_likely_price_between_the_two_and_at_worst_the_dearer() -> None:
    store = MemoryStore()
    use(store, month_purse(Bought.TOKENS, "support", NOW), 1_000_000)
    line = the(spent(a_room(store, "gpt-4o-mini"), BRAND).bill, "tokens of gpt-4o-mini")
    # 3,000 of 3,100 tokens are given.
    assert line.likely.money == 164_517
    assert line.worst.money == 600_000


def test_tokens_of_an_unknown_model_are_told_without_an_amount() -> None:
    store = MemoryStore()
    use(store, month_purse(Bought.TOKENS, "support", NOW), 500)
    bill = spent(a_room(store, "house-model"), BRAND).bill
    (line,) = bill.unpriced
    assert line.likely.quantity == 500
    assert bill.likely == 0


def test_the_purses_of_the_day_and_the_month_are_told() -> None:
    store = MemoryStore()
    use(store, day_purse(Bought.READS, "support", NOW), 30)
    use(store, month_purse(Bought.READS, "support", NOW), 300)
    used = {
        (one.what.value, one.period): one.purse.used
        for one in spent(a_room(store), BRAND).purses
        if one.purse
    }
    assert used == {("reads", "day"): 30, ("reads", "month"): 300}


def test_half_a_month_of_standing_by_costs_half_of_it() -> None:
    bill = machines(a_room(MemoryStore()))
    assert the(bill, "alarms").likely.quantity == Decimal(21) / 2
    assert {line.group for line in bill.lines if line.likely.quantity} == {Group.STANDING}


def test_what_was_read_has_worked_the_machines() -> None:
    store = MemoryStore()
    read(store, UNTAGGED, 2_000)
    worked = machines(a_room(store)).of(Group.VOLUME)
    assert worked.likely > 0
