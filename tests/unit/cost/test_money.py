"""Money is counted in whole micro-dollars and rounded against us."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.domain.money import MicroDollars, Price, in_dollars, plain


@pytest.mark.parametrize(
    ("usd", "per", "quantity", "amount"),
    [
        ("0.005", 1, 3, 15_000),
        ("0.7625", 1_000_000, 1, 1),
        ("0.7625", 1_000_000, 1_000_000, 762_500),
        ("13.3334", 1_000_000, 3, 41),
        ("0", 1, 1_000_000, 0),
        ("0.4", 1_000_000, 0, 0),
    ],
)
def test_a_price_of_many_pieces(usd: str, per: int, quantity: int, amount: int) -> None:
    assert Price(usd=Decimal(usd), per=per, unit="piece").of(quantity) == amount


@given(
    micro=st.integers(0, 10**9),
    per=st.integers(1, 10**7),
    quantity=st.integers(0, 10**9),
    more=st.integers(0, 10**6),
)
def test_more_never_costs_less_and_no_amount_is_rounded_in_our_favour(
    micro: int, per: int, quantity: int, more: int
) -> None:
    price = Price(usd=Decimal(micro) / 1_000_000, per=per, unit="piece")
    amount = price.of(quantity)
    assert amount * per >= quantity * micro > (amount - 1) * per or quantity * micro == amount == 0
    assert price.of(quantity + more) >= amount


def test_a_price_finer_than_a_micro_dollar_is_told_to_be_one_of_more_pieces() -> None:
    with pytest.raises(ValidationError, match="give the price of more pieces"):
        Price(usd=Decimal("0.0000004"), unit="request")


@pytest.mark.parametrize(
    ("micro", "words"),
    [
        (0, "US$ 0.00"),
        (999, "less than US$ 0.001"),
        (1_000, "US$ 0.0010"),
        (15_300, "US$ 0.0153"),
        (207_000, "US$ 0.21"),
        (999_999, "US$ 1.00"),
        (1_000_000, "US$ 1.00"),
        (1_234_567_890, "US$ 1,234.57"),
    ],
)
def test_an_amount_in_words(micro: int, words: str) -> None:
    assert in_dollars(MicroDollars(micro)) == words


def test_an_amount_in_a_column_is_told_to_the_micro_dollar() -> None:
    assert [plain(MicroDollars(micro)) for micro in (0, 4, 15_300, 2_000_000)] == [
        "0.00",
        "0.000004",
        "0.0153",
        "2.00",
    ]


def test_a_price_tells_its_unit() -> None:
    assert (
        str(Price(usd=Decimal("0.40"), per=1_000_000, unit="requests")) == "US$ 0.40 per 1,000,000 requests"
    )
    assert str(Price(usd=Decimal("0.005"), unit="post")) == "US$ 0.005 per post"
