"""What is known of endpoints that fail: one body over the twin and the table."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.adapters.dynamodb.circuits import KEPT, DynamoCircuits
from chalicelib.adapters.memory.circuits import MemoryCircuits
from chalicelib.domain.circuit import Circuit
from chalicelib.ports import Circuits
from tests.support.values import NOW, minutes

ONE, OTHER = "endpoint-1", "endpoint-2"
SOON, LATER = NOW + minutes(1), NOW + timedelta(minutes=2, microseconds=1)


@pytest.fixture(params=["memory", "dynamodb"])
def circuits(request: pytest.FixtureRequest) -> Circuits:
    """Nothing is known yet."""
    if request.param == "memory":
        return MemoryCircuits()
    table = request.getfixturevalue("table_name")
    return DynamoCircuits(table, request.getfixturevalue("dynamodb"), lambda: NOW)


def test_nothing_is_held_against_an_endpoint_at_first(circuits: Circuits) -> None:
    assert circuits.circuit(ONE) == Circuit()


def test_failures_are_counted_for_each_endpoint_alone(circuits: Circuits) -> None:
    assert [circuits.count_failure(ONE).failures for _ in range(3)] == [1, 2, 3]
    assert circuits.circuit(ONE) == Circuit(failures=3)
    assert circuits.circuit(OTHER) == Circuit()


def test_no_failure_is_lost_between_many_that_count(circuits: Circuits) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: circuits.count_failure(ONE), range(24)))
    assert circuits.circuit(ONE).failures == 24


def test_an_open_circuit_says_until_when_and_why(circuits: Circuits) -> None:
    circuits.count_failure(ONE)
    circuits.open_circuit(ONE, LATER, "HTTP 503")
    known = circuits.circuit(ONE)
    assert known == Circuit(open_until=LATER, why="HTTP 503")
    assert (known.is_open(SOON), known.is_open(LATER)) == (True, False)


def test_a_failure_that_comes_late_leaves_it_open(circuits: Circuits) -> None:
    circuits.open_circuit(ONE, SOON, "HTTP 503")
    assert circuits.count_failure(ONE) == Circuit(failures=1, open_until=SOON, why="HTTP 503")


def test_an_answer_closes_it(circuits: Circuits) -> None:
    circuits.open_circuit(ONE, SOON, "HTTP 503")
    circuits.close_circuit(ONE)
    assert circuits.circuit(ONE) == Circuit()
    circuits.close_circuit(OTHER)
    assert circuits.count_failure(OTHER).failures == 1


def test_of_many_that_would_probe_one_does(circuits: Circuits) -> None:
    circuits.open_circuit(ONE, SOON, "HTTP 503")
    with ThreadPoolExecutor(8) as pool:
        may = list(pool.map(lambda _: circuits.probe(ONE, SOON, LATER), range(16)))
    assert may.count(True) == 1
    assert circuits.circuit(ONE) == Circuit(open_until=LATER, why="HTTP 503")


def test_a_probe_that_never_came_back_is_made_by_the_next(circuits: Circuits) -> None:
    circuits.open_circuit(ONE, SOON, "HTTP 503")
    assert circuits.probe(ONE, SOON, LATER)
    assert not circuits.probe(ONE, SOON, LATER + minutes(1))
    assert circuits.probe(ONE, LATER, LATER + minutes(1))


def test_nobody_probes_what_was_never_open(circuits: Circuits) -> None:
    assert not circuits.probe(ONE, SOON, LATER)
    circuits.close_circuit(ONE)
    assert not circuits.probe(ONE, SOON, LATER)
    assert circuits.circuit(ONE) == Circuit()


def test_an_endpoint_that_nobody_asks_is_forgotten(request: pytest.FixtureRequest) -> None:
    now = [NOW]
    circuits = DynamoCircuits(
        request.getfixturevalue("table_name"), request.getfixturevalue("dynamodb"), lambda: now[0]
    )
    circuits.open_circuit(ONE, LATER, "HTTP 401")
    now[0] += KEPT
    assert circuits.circuit(ONE) == Circuit()
