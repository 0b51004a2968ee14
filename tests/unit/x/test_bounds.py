"""What is asked stays within what X gives."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.adapters.x.bounds import (
    SEARCH_WINDOW,
    id_before,
    search_options,
    search_start,
    timeline_options,
)
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


def test_a_time_becomes_an_id_where_the_other_bound_is_one() -> None:
    """Search refuses ids and times together."""
    both = search_options(Bounds(until_id="2028400000000000000", start_time=NOW))
    assert (both["since_id"], both["start_time"]) == (id_before(NOW), None)


def test_an_id_tells_its_time() -> None:
    """The post with this well-known id was made at 2021-01-06T18:40:40Z, says X's OpenAPI document."""
    made = datetime(2021, 1, 6, 18, 40, 40, tzinfo=UTC)
    assert int(id_before(made)) < 1346889436626259968 < int(id_before(made + timedelta(seconds=1)))


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
