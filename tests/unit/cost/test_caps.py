"""What caps could cost at most."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cost.caps import at_most
from chalicelib.domain.caps import WITHOUT_CAPS, Caps
from tests.unit.cost.known import known

# The dearest of X, in micro-dollars: a post with its author; a reply with a link, its post read once more.
READ, POST = 15_000, 200_000 + 15_000
NUMBERS = st.integers(min_value=0, max_value=10**12)


def test_before_anybody_sets_caps_a_desk_costs_at_most_what_the_caps_say_of_themselves() -> None:
    most = at_most(WITHOUT_CAPS, known())
    assert (most.day.worst, most.month.worst) == (15_000_000, 75_000_000)


@given(st.builds(Caps, **dict.fromkeys(Caps.model_fields, NUMBERS)))
def test_all_that_may_be_bought_is_paid_for_at_its_dearest(caps: Caps) -> None:
    most = at_most(caps, known("gpt-4o-mini"))
    # 0.60 US$ for a million tokens, rounded up to a micro-dollar.
    written = -(-caps.tokens_a_month * 6 // 10)
    assert most.month.worst == caps.reads_a_month * READ + caps.posts_a_month * POST + written
    assert at_most(caps, known()).day.worst == caps.reads_a_day * READ + caps.posts_a_day * POST


def test_tokens_without_a_known_price_are_told_and_those_of_no_model_cost_nothing() -> None:
    (unpriced,) = at_most(WITHOUT_CAPS, known("nobody-prices-this")).month.unpriced
    assert unpriced.worst.quantity == WITHOUT_CAPS.tokens_a_month
    assert at_most(WITHOUT_CAPS, known()).month.unpriced == ()
