"""A forecast adds up: quantities from cadence and volume, times prices, line by line."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.files.cost_files import read_assumptions
from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.cost.bill import MINUTES, Bill, Group, Line
from chalicelib.cost.forecast import Forecast, forecast
from chalicelib.cost.month import runs_of
from chalicelib.cost.volume import Volume, seen
from chalicelib.cost.volume import given as as_given
from chalicelib.domain.brand import Search
from chalicelib.domain.money import MicroDollars
from tests.support.rig import BRAND, START
from tests.unit.cost.known import known, volume

MENTIONS, UNTAGGED = BRAND.searches
B = BRAND.brand


def a_month(each: int, model: str | None = None) -> Forecast:
    return forecast([(BRAND, volume(BRAND, each))], known(model))


def the(bill: Bill, what: str, group: Group | None = None) -> Line:
    (found,) = [one for one in bill.lines if one.what == what and group in (None, one.group)]
    return found


def test_posts_are_read_twice_at_worst_and_at_the_days_end_in_any_case() -> None:
    bill = a_month(each=1_440).bill
    # Ten minutes of each day's posts, of 1,440, are read again the next day.
    mentions, untagged = the(bill, "posts read by mentions-care"), the(bill, "posts read by untagged")
    assert mentions.likely.money == 1_450 * 1_000
    assert mentions.worst.money == 2_880 * 1_000
    assert untagged.likely.money == 1_450 * 5_000
    assert untagged.worst.money == 2_880 * 5_000


def test_at_worst_a_post_read_costs_15_thousandths_of_a_dollar() -> None:
    bill = a_month(each=1_000).bill
    authors = the(bill, "the authors of these posts")
    assert (authors.likely.money, authors.worst.money) == (0, 2 * 2_000 * 10_000)
    untagged = the(bill, "posts read by untagged").worst.money
    assert untagged == 2 * 1_000 * 5_000


def test_replies_cost_by_what_they_are() -> None:
    # 2,000 posts, of 100 of them 30 cases, of 100 cases 25 published: 150, of which 5 % hold a link.
    bill = a_month(each=1_000).bill
    plain, linked = the(bill, "replies posted"), the(bill, "replies posted that hold a link")
    assert plain.likely.money == Decimal("142.5") * 10_000
    assert plain.worst.money == Decimal("142.5") * 15_000
    assert linked.likely.money == linked.worst.money == Decimal("7.5") * 200_000


def test_seeing_what_a_person_posted_reads_our_own_posts() -> None:
    line = the(a_month(each=1_000).bill, "our own posts read, to see what was posted by hand")
    assert line.likely.money == 150 * 1_000
    assert line.worst.money is not None
    assert line.worst.money > 8 * 150 * 1_000


def test_the_tokens_of_a_known_model_have_a_price() -> None:
    # 600 cases, 1.3 drafts each, 3,000 and 100 tokens.
    bill = a_month(each=1_000, model="gpt-4o-mini").bill
    assert the(bill, "tokens given to gpt-4o-mini").likely.money == (780 + 400) * 3_000 * 15 // 100
    assert the(bill, "tokens written by gpt-4o-mini").likely.money == (780 + 400) * 100 * 60 // 100
    assert bill.unpriced == ()


def test_the_tokens_of_an_unknown_model_are_told_without_an_amount() -> None:
    bill = a_month(each=1_000, model="house-model").bill
    tokens = the(bill, "tokens given to house-model")
    assert tokens.likely.quantity == (780 + 400) * 3_000
    assert tokens.likely.money is None
    assert len(bill.unpriced) == 2
    assert bill.likely == a_month(each=1_000).bill.likely


def test_without_a_model_there_is_no_line_for_one() -> None:
    assert a_month(each=1_000).bill.of(Group.MODEL).lines == ()


def test_a_month_in_which_nothing_is_heard_costs_what_stands_by_and_nothing_else() -> None:
    bill = a_month(each=0).bill
    assert bill.of(Group.X, Group.MODEL, Group.VOLUME).lines == ()
    assert {one.what for one in bill.of(Group.STANDING).lines} >= {
        "asking empty queues",
        "function calls",
        "function time",
        "table writes",
        "table reads",
        "secrets",
        "alarms",
        "dashboards",
        "logs taken in",
        "using the table's key",
    }


def test_schedules_and_pollers_never_rest() -> None:
    bill = a_month(each=0).bill
    assert the(bill, "function calls", Group.STANDING).likely.quantity == 2 * MINUTES
    # Three queues, five pollers, three questions a minute.
    assert the(bill, "asking empty queues").likely.quantity == 3 * 5 * 3 * MINUTES
    # Two searches once a minute and one sweep, ten units each.
    assert the(bill, "table writes", Group.STANDING).likely.quantity == 3 * MINUTES * 10


def test_functions_are_paid_while_they_wait_for_x() -> None:
    quick = read_assumptions().model_copy(update={"x_milliseconds": 0, "model_milliseconds": 0})
    slow = forecast([(BRAND, volume(BRAND, 0))], known()).bill
    fast = forecast([(BRAND, volume(BRAND, 0))], known(assumptions=quick)).bill
    seconds = [the(one, "function time", Group.STANDING).likely.quantity for one in (slow, fast)]
    assert seconds[0] > 2 * seconds[1]


def test_a_dozen_consoles_ask_every_four_seconds_of_a_working_day() -> None:
    bill = a_month(each=0).bill.of(Group.CONSOLES)
    polls = 12 * 8 * 3600 * 22 // 4
    assert the(bill, "pages asked for").likely.quantity == polls
    assert the(bill, "pages asked for").likely.money == polls * 37 // 10
    assert the(bill, "table reads").likely.quantity == polls * 2


@pytest.mark.parametrize(("every", "runs"), [(20, MINUTES), (60, MINUTES), (61, MINUTES // 2), (3600, 720)])
def test_a_search_runs_with_the_schedule_and_not_more_often(every: int, runs: int) -> None:
    search = Search.model_validate(MENTIONS.model_dump() | {"every_seconds": every})
    assert runs_of(search) == runs


@given(each=st.integers(0, 10_000_000))
def test_the_sum_is_the_sum_of_the_lines_and_the_worst_is_never_less(each: int) -> None:
    bill = a_month(each, "gpt-4o-mini").bill
    assert bill.likely == sum(one.likely.money or 0 for one in bill.lines)
    assert all((one.worst.money or 0) >= (one.likely.money or 0) for one in bill.lines)
    assert bill.worst >= bill.likely >= MicroDollars(0)


def test_two_brands_share_what_stands_by() -> None:
    one = a_month(each=100).bill
    two = forecast([(BRAND, volume(BRAND, 100))] * 2, known()).bill
    for what in ("alarms", "asking empty queues", "function calls"):
        assert the(one, what, Group.STANDING).likely == the(two, what, Group.STANDING).likely
    posts = [sum(line.likely.quantity for line in bill.of(Group.X).lines) for bill in (one, two)]
    assert posts[1] > 1.9 * float(posts[0])


# --- the volume ----------------------------------------------------------------------------------


def heard(store: MemoryStore, search: Search, stored: int, days: float) -> None:
    """The search has heard so many posts in so many days."""
    state = store.lease_search(B, search.id, "test", START, START + timedelta(minutes=5))
    assert state is not None
    since = START - timedelta(days=days)
    changes = {"stored": stored, "heard_since": since, "heard_until": START}
    store.save_search(B, "test", state.model_copy(update=changes), release=True)


def test_what_was_heard_in_a_week_is_projected_onto_a_month() -> None:
    store = MemoryStore()
    heard(store, MENTIONS, 70, days=7)
    heard(store, UNTAGGED, 30, days=3)
    found = seen(store, BRAND)
    assert found.posts == {MENTIONS.id: 300, UNTAGGED.id: 300}
    assert found.basis == "as heard in 7 days"


def test_a_few_minutes_say_nothing_about_a_month() -> None:
    store = MemoryStore()
    heard(store, MENTIONS, 5, days=1 / 48)
    found = seen(store, BRAND)
    assert found.total == 0
    assert found.basis == "nothing was heard for long enough to go by"


def test_a_given_number_is_spread_as_it_was_seen_or_else_evenly() -> None:
    known_volume = Volume({MENTIONS.id: Decimal(300), UNTAGGED.id: Decimal(100)}, "seen")
    assert as_given(BRAND, 1_000, known_volume).posts == {MENTIONS.id: 750, UNTAGGED.id: 250}
    evenly = as_given(BRAND, 1_000)
    assert evenly.posts == {MENTIONS.id: 500, UNTAGGED.id: 500}
    assert evenly.basis == "as given"
