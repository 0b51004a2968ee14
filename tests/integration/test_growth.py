"""A burst is worked off whatever the weather, and nothing of it is lost: small sizes of `bench.growth`."""

import pytest

from bench.growth import percentile
from tests.support.burst import STORM, Burst, Outcome, Run
from tests.support.simulated import Weather


def outcome(burst: Burst) -> Outcome:
    return Run(burst).to_the_end()


@pytest.mark.parametrize("seed", range(3))
def test_a_storm_loses_nothing(seed: int) -> None:
    ended = outcome(Burst(80, weather=STORM, seed=seed))
    assert (ended.lost, len(ended.heard)) == (0, 80)
    assert len(ended.drafted) == 32


def test_in_calm_weather_a_draft_is_there_within_two_minutes() -> None:
    ended = outcome(Burst(80))
    assert max(ended.drafted) <= 2
    assert (ended.refused, ended.dead, ended.lost) == (0, 0, 0)


def test_where_x_refuses_it_is_waited_for_and_everything_is_heard() -> None:
    ended = outcome(Burst(150, requests=3))
    assert ended.refused > 0
    assert ended.lost == 0
    # The next window of 15 minutes brings what this one had no request for.
    assert 10 < max(ended.heard) <= 31


def test_a_queue_that_was_away_is_made_good_by_the_sweep() -> None:
    away = 10
    ended = outcome(Burst(80, weather=Weather(deaf_minutes=away)))
    assert ended.lost == 0
    assert percentile(ended.heard, 100) <= 2
    assert away - 1 <= max(ended.drafted) <= away + 3


def test_an_index_that_lags_delays_nothing_that_a_hint_tells() -> None:
    ended = outcome(Burst(80, weather=Weather(lag=50)))
    assert max(ended.drafted) <= 2
