"""Which desk gets a post."""

import pytest

from chalicelib.domain.verdict import Intent
from chalicelib.triage.judge import judge
from chalicelib.triage.route import desk_for, found_for
from tests.support.values import a_post, a_verdict
from tests.unit.triage.brackwater import brackwater


@pytest.mark.parametrize(
    ("intent", "found", "wanted"),
    [
        (Intent.PURCHASE_INTENT, "support", "sales"),
        (Intent.COMPLAINT, "sales", "support"),
        (Intent.PRAISE, "sales", "sales"),
        (Intent.QUESTION, "sales", "sales"),
        (Intent.OTHER, "support", "support"),
    ],
)
def test_what_somebody_wants_decides_the_desk(intent: Intent, found: str, wanted: str) -> None:
    assert desk_for(a_verdict(intent), found, brackwater()) == wanted


@pytest.mark.parametrize("intent", list(Intent))
def test_a_brand_without_those_desks_keeps_its_posts_where_they_were_found(intent: Intent) -> None:
    assert desk_for(a_verdict(intent), "front", brackwater("front")) == "front"


def test_a_question_about_an_order_is_for_support_and_any_other_stays() -> None:
    order = judge("@brackwater when will you dispatch my order?", lang="en")
    opening = judge("@brackwater when do you open?", lang="en")
    assert order.intent is opening.intent is Intent.QUESTION
    assert desk_for(order, "sales", brackwater()) == "support"
    assert desk_for(opening, "sales", brackwater()) == "sales"


def test_a_post_was_found_for_the_desk_whose_account_it_addresses() -> None:
    brand = brackwater()
    assert found_for(brand, a_post(mentions=("brackwater_supp",))) == "support"
    assert found_for(brand, a_post(mentions=("brackwater_sale",))) == "sales"
    assert found_for(brand, a_post(mentions=())) == "sales"
