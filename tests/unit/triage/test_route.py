"""Which desk gets a post, and what else the brand's table assigns."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.brand import Brand
from chalicelib.domain.routing import NEVER_CLOSED, Route
from chalicelib.domain.verdict import Intent, Risk, Stage, Verdict
from chalicelib.triage.judge import judge
from chalicelib.triage.route import Found, found_for, route, with_priority
from tests.support.values import a_post, a_verdict
from tests.unit.triage.brackwater import brackwater


def with_routes(*routes: Mapping[str, object], brand: Brand | None = None) -> Brand:
    """Brackwater with this table."""
    table = tuple(Route.model_validate(route) for route in routes)
    return (brand or brackwater()).model_copy(update={"routes": table})


def desk_of(verdict: Verdict, found: str, brand: Brand | None = None) -> str | None:
    """Where the verdict goes."""
    return route(verdict, brand or brackwater(), Found(found)).desk


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
def test_without_a_table_what_somebody_wants_decides_the_desk(
    intent: Intent, found: str, wanted: str
) -> None:
    assert desk_of(a_verdict(intent), found) == wanted


@pytest.mark.parametrize("intent", list(Intent))
def test_a_brand_without_those_desks_keeps_its_posts_where_they_were_found(intent: Intent) -> None:
    assert desk_of(a_verdict(intent), "front", brackwater("front")) == "front"


def test_a_question_about_an_order_is_for_support_and_any_other_stays() -> None:
    order = judge("@brackwater when will you dispatch my order?", lang="en")
    opening = judge("@brackwater when do you open?", lang="en")
    assert order.intent is opening.intent is Intent.QUESTION
    assert desk_of(order, "sales") == "support"
    assert desk_of(opening, "sales") == "sales"


def test_a_post_was_found_for_the_desk_whose_account_it_addresses() -> None:
    brand = brackwater()
    assert found_for(brand, a_post(mentions=("brackwater_supp",))) == "support"
    assert found_for(brand, a_post(mentions=("brackwater_sale",))) == "sales"
    assert found_for(brand, a_post(mentions=())) == "sales"


FULL = {
    "name": "angry buyers",
    "when": {"intents": ["complaint"]},
    "then": {"desk": "sales", "account": "brackwater_sale", "priority": 0.9, "tags": ["vip"]},
}


def test_a_rule_fills_what_it_assigns_and_says_so() -> None:
    verdict = route(a_verdict(), with_routes(FULL), Found("support"))
    assert (verdict.desk, verdict.account, verdict.rule) == ("sales", "brackwater_sale", "angry buyers")
    assert (verdict.priority, verdict.tags, verdict.closed) == (0.9, ("vip",), None)
    assert verdict.why[-1] == (
        "routed by rule “angry buyers”: desk sales, as @brackwater_sale, priority 0.9, tags vip"
    )
    assert [said.stage for said in verdict.stages] == [Stage.ROUTING]
    assert verdict.needs_reply


def test_what_no_rule_of_the_brand_catches_falls_through_to_the_defaults() -> None:
    verdict = route(a_verdict(Intent.PURCHASE_INTENT), with_routes(FULL), Found("support"))
    assert (verdict.desk, verdict.rule) == ("sales", "default: wants to buy")


def test_a_post_that_joins_a_case_stays_at_its_desk() -> None:
    verdict = route(a_verdict(), with_routes(FULL), Found("support", stays="support"))
    assert (verdict.desk, verdict.rule) == ("support", "angry buyers")


CLOSE = {"name": "all of it", "then": {"close": "campaign replies", "tags": ["noise"]}}


def test_a_rule_may_close_a_post() -> None:
    verdict = route(a_verdict(), with_routes(CLOSE), Found("support"))
    assert (verdict.closed, verdict.needs_reply, verdict.desk) == ("campaign replies", False, "support")


@pytest.mark.parametrize("flag", ["crisis", "safety", "self_harm", "legal"])
def test_a_grave_risk_is_never_closed_whatever_the_table_says(flag: str) -> None:
    verdict = route(a_verdict(risk=("abuse", flag)), with_routes(CLOSE), Found("support"))
    assert (verdict.closed, verdict.needs_reply, verdict.tags) == (None, True, ("noise",))
    assert "not closed, because of its risk" in verdict.why[-1]


@pytest.mark.parametrize("flag", sorted(set(Risk) - NEVER_CLOSED))
def test_other_risks_may_be_closed(flag: str) -> None:
    verdict = route(a_verdict(risk=(flag,)), with_routes(CLOSE), Found("support"))
    assert verdict.closed == "campaign replies"


def test_priority_takes_the_place_of_urgency_where_somebody_has_to_answer() -> None:
    urgent = route(a_verdict(urgency=0.1), with_routes(FULL), Found("support"))
    assert with_priority(urgent).urgency == 0.9
    assert with_priority(urgent.model_copy(update={"needs_reply": False})).urgency == 0.1
    assert with_priority(a_verdict(urgency=0.1)).urgency == 0.1


@given(risk=st.sets(st.sampled_from(list(Risk))), needs_reply=st.booleans())
def test_closing_and_risk(risk: set[Risk], needs_reply: bool) -> None:
    given_verdict = a_verdict(risk=tuple(sorted(risk)), needs_reply=needs_reply)
    verdict = route(given_verdict, with_routes(CLOSE), Found("support"))
    assert (verdict.closed is None) == bool(risk & NEVER_CLOSED)
    assert verdict.needs_reply == (needs_reply and bool(risk & NEVER_CLOSED))
