"""Ids in the order of time, never given twice."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sandbox.network import snowflake
from sandbox.network.network import Network
from tests.support.sandbox_network import SetClock

MOMENTS = st.datetimes(datetime(2011, 1, 1), datetime(2070, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (the zone is given)


@given(MOMENTS, MOMENTS)
def test_order_of_ids_is_order_of_time(one: datetime, other: datetime) -> None:
    first, second = (snowflake.ids_of(snowflake.to_ms(moment)) for moment in (one, other))
    if snowflake.to_ms(one) < snowflake.to_ms(other):
        assert first[-1] < second[0]
    assert abs(snowflake.time_of(first[-1]) - one) < timedelta(milliseconds=1)


def test_a_known_id_has_its_known_time() -> None:
    known = snowflake.time_of(1346889436626259968)  # X's own example, published to the second
    assert known.replace(microsecond=0) == datetime(2021, 1, 6, 18, 40, 40, tzinfo=UTC)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_posts_of_one_moment_and_of_later_ones_never_share_an_id(steps: list[int]) -> None:
    clock = SetClock()
    network = Network(clock)
    ids = []
    for step in steps:
        clock.forward(milliseconds=step)
        ids.append(network.create_post("ana", "again").id)
    network.close()
    assert ids == sorted(set(ids))


def test_the_id_of_a_deleted_post_is_not_used_again() -> None:
    network = Network(SetClock())
    gone = network.create_post("ana", "one")
    network.delete_post(gone.id)
    assert network.create_post("ana", "two").id > gone.id
