"""The page that says what a brand costs, as a person's browser gets it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.caps import Bought, month_purse, search_purse
from tests.support.console import ANA, BRAND, STRANGER, ConsoleDesk, case_path, html, page
from tests.support.values import NOW

COST = f"/b/{BRAND}/cost"


@pytest.fixture
def desk() -> ConsoleDesk:
    return ConsoleDesk()


def hear(desk: ConsoleDesk, search: str, stored: int) -> None:
    """The search has heard so many posts in ten days."""
    state = desk.store.lease_search(BRAND, search, "test", NOW, NOW + timedelta(minutes=5))
    assert state is not None
    changes = {"stored": stored, "heard_since": NOW - timedelta(days=10), "heard_until": NOW}
    desk.store.save_search(BRAND, "test", state.model_copy(update=changes), release=True)


def test_a_deployment_that_heard_nothing_yet_tells_what_standing_by_costs(desk: ConsoleDesk) -> None:
    answer = desk.get(COST)
    assert answer.status_code == 200
    shown = page(answer)
    assert "nothing was heard for long enough to go by" in shown.text_of(id="main")
    assert "Nothing was bought yet" in shown.text_of(id="main")
    assert "AWS, standing by" in shown.text_of(id="main")


def test_what_was_heard_is_projected_onto_a_month(desk: ConsoleDesk) -> None:
    hear(desk, "brand-untagged", 100)
    text = page(desk.get(COST)).text_of(id="main")
    assert "300 posts, as heard in 10 days" in text
    assert re.search(r"posts read by brand-untagged\s*302 at US\$ 0.005 per post; at worst 600 at", text)


def test_a_number_of_posts_can_be_asked_for(desk: ConsoleDesk) -> None:
    text = page(desk.get(f"{COST}?posts=1,000,000")).text_of(id="main")
    assert "1,000,000 posts, as given" in text
    assert "reached in this forecast" in text


@pytest.mark.parametrize("posts", ["many", "-5", "1e9", "9999999999999", "½"])
def test_what_is_no_number_is_told_to_be_none(desk: ConsoleDesk, posts: str) -> None:
    answer = desk.get(f"{COST}?posts={posts}", headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "whole number up to 1,000,000,000" in html(answer)


def test_what_was_spent_is_told_with_what_each_desk_may_buy(desk: ConsoleDesk) -> None:
    desk.store.reserve(BRAND, search_purse("brand-untagged", NOW), 40, 5_000)
    desk.store.reserve(BRAND, month_purse(Bought.READS, "support", NOW), 40, 9_000)
    text = page(desk.get(COST)).text_of(id="main")
    assert "This month so far: US$ 0.20, at worst US$ 0.60" in text
    assert "40 of 9,000" in text


def test_an_unknown_model_is_told_in_tokens_and_is_in_no_sum(desk: ConsoleDesk) -> None:
    desk.model = "house-<model>"
    hear(desk, "brand-untagged", 100)
    answer = desk.get(COST)
    assert "No price is known for" in html(answer)
    assert "house-&lt;model&gt;" in html(answer)
    assert "house-<model>" not in html(answer)


def test_a_link_leads_there_from_every_page_of_the_brand(desk: ConsoleDesk) -> None:
    shown = page(desk.get(f"/b/{BRAND}/d/support/q/waiting"))
    assert COST in [link.get("href") for link in shown.named("a")]


def test_only_who_belongs_to_the_brand_sees_it(desk: ConsoleDesk) -> None:
    assert desk.get(COST, STRANGER).status_code in (403, 404)
    assert desk.get(COST, None).status_code == 401
    assert desk.get(COST, ANA).status_code == 200


def test_a_case_tells_what_it_cost(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    text = page(desk.get(case_path(case))).text_of(id="main")
    assert "This case cost less than US$ 0.001" in text


def test_what_changes_while_a_case_is_open_is_told_without_working_out_its_cost(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    shown = page(desk.get(case_path(case)))
    (poll,) = [one["hx-get"] for one in shown.named("section") if one.get("id") == "status"]
    desk.services = replace(desk.services, cost=lambda: pytest.fail("nobody looks at it"))
    desk.wrote_again(case, "and another thing")
    assert desk.poll(poll).status_code == 200
