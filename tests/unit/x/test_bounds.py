"""What is asked stays within what X gives."""

from datetime import datetime, timedelta

import pytest

from chalicelib.adapters.x.bounds import SEARCH_WINDOW, search_options, search_start, timeline_options
from chalicelib.ports import Bounds
from tests.support.values import NOW, minutes


@pytest.mark.parametrize(("asked", "search", "timeline"), [(1, 10, 5), (50, 50, 50), (500, 100, 100)])
def test_pages_have_a_size_that_x_takes(asked: int, search: int, timeline: int) -> None:
    assert search_options(Bounds(page_size=asked))["max_results"] == search
    assert timeline_options(Bounds(page_size=asked))["max_results"] == timeline


def test_an_id_goes_before_a_time() -> None:
    both = search_options(Bounds(since_id="5", until_id="9", start_time=NOW))
    assert (both["since_id"], both["until_id"], both["start_time"]) == ("5", "9", None)
    assert search_options(Bounds(start_time=NOW))["start_time"] == NOW


def test_the_page_has_a_name_of_its_own_in_each() -> None:
    assert search_options(Bounds(page="p"))["next_token"] == "p"
    assert timeline_options(Bounds(page="p"))["pagination_token"] == "p"


@pytest.mark.parametrize(
    ("since", "start"),
    [
        (NOW - timedelta(days=30), NOW - SEARCH_WINDOW),
        (NOW - minutes(30), NOW - minutes(30)),
        (NOW, NOW - minutes(1)),
    ],
)
def test_search_starts_where_x_allows(since: datetime, start: datetime) -> None:
    assert search_start(since, NOW) == start
