"""How a file's times become times around now."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.network import playback
from sandbox.network.network import Network
from sandbox.network.playback import Playback, moved
from tests.support.sandbox_network import SetClock

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TIMES = st.lists(
    st.datetimes(datetime(2015, 1, 1), datetime(2015, 3, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (the zone is given)
    min_size=1,
    max_size=20,
)
PLAYBACKS = st.one_of(
    st.just(playback.at_once()),
    st.floats(0.1, 10_000).map(playback.at_speed),
    st.builds(playback.with_tail, st.timedeltas(timedelta(), timedelta(days=2)), st.floats(0.1, 100)),
)


@given(TIMES, PLAYBACKS)
def test_who_was_earlier_stays_earlier(times: list[datetime], played: Playback) -> None:
    after = moved(times, NOW, played)
    for (was, now), (was_other, now_other) in zip(
        zip(times, after, strict=True), zip(times[1:], after[1:], strict=True), strict=False
    ):
        if was <= was_other:
            assert now <= now_other
        else:
            assert now >= now_other


@given(TIMES)
def test_at_once_ends_now_and_fits_the_window(times: list[datetime]) -> None:
    after = moved(times, NOW, playback.at_once())
    assert max(after) == NOW
    assert min(after) >= NOW - playback.LONGEST_SPAN - timedelta(seconds=1)


@given(TIMES, st.floats(0.1, 10_000))
def test_at_a_speed_the_file_begins_now(times: list[datetime], speed: float) -> None:
    after = moved(times, NOW, playback.at_speed(speed))
    assert min(after) == NOW
    span = min(max(times) - min(times), playback.LONGEST_SPAN)
    assert abs((max(after) - NOW) - span / speed) < timedelta(seconds=1)


def test_a_tail_is_still_to_come() -> None:
    times = [NOW + timedelta(minutes=10 * n) for n in range(7)]
    after = moved(times, NOW, playback.with_tail(timedelta(minutes=25), speed=5))
    assert [round((time - NOW).total_seconds() / 60) for time in after] == [-35, -25, -15, -5, 1, 3, 5]


@pytest.mark.parametrize("speed", [0, -1, float("nan")])
def test_impossible_speeds_are_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        playback.at_speed(speed)
    with pytest.raises(ValueError, match="above 0"):
        playback.with_tail(timedelta(minutes=1), speed)


def test_posts_still_to_come_are_nowhere_until_their_time() -> None:
    clock = SetClock()
    network = Network(clock)
    rows = [
        {"text": f"@shop {n}", "author": "ana", "created_at": f"2026-01-01T10:{n:02}:00Z"} for n in range(10)
    ]
    posts = network.load_posts(rows, playback.at_speed(2))
    seen = []
    for _ in range(10):
        seen.append(network.reading.count())
        assert len(list(network.reading.posts_of("ana"))) == seen[-1]
        assert len(list(network.reading.mentions("shop"))) == seen[-1]
        assert len(network.reading.posts(post.id for post in posts)) == seen[-1]
        assert len(network.reading.conversations(1, 50)[0]) == seen[-1]
        assert network.reading.still_to_come() == 10 - seen[-1]
        clock.forward(seconds=30)
    assert seen == list(range(1, 11))
