"""Endpoints that are dead are left alone, by all processes together; by a clock that nobody waits for."""

import logging

import pytest

from chalicelib.adapters.memory.circuits import MemoryCircuits
from chalicelib.adapters.openai.asking import Asking
from chalicelib.adapters.openai.guard import FAILURES, REMEMBERED, endpoint_of
from chalicelib.adapters.openai.storage import PAUSE, PAUSE_WHEN_REFUSED, PROBE
from chalicelib.domain.errors import ModelUnavailableError
from sandbox.model import MISHAPS, Answer, ModelServer, Request, completion, error
from tests.support.models import KEY, QUESTION, Room, a_provider, a_secret
from tests.support.values import BRAND, DESK

GOOD = completion('{"greeting": "Good morning"}')
PAGE = MISHAPS["a page"]  # fails without another try: one failure a question


class Endpoint:
    """A scripted model whose answer can be changed, and how often it was asked."""

    def __init__(self, answer: Answer = GOOD) -> None:
        self.answer = answer
        self.server = ModelServer(self._answered)

    def __enter__(self) -> "Endpoint":
        self.server.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.__exit__(*error)

    def _answered(self, _: Request) -> Answer:
        return self.answer

    @property
    def asked(self) -> int:
        return len(self.server.requests)


def asked_by(room: Room, model: Endpoint) -> str:
    """What becomes of one question by a process that was just started: `answered`, or why not."""
    try:
        room.ask(a_secret(a_provider(model.server.url)))
    except ModelUnavailableError as unavailable:
        return str(unavailable)
    return "answered"


def test_after_some_failures_in_a_row_nobody_asks() -> None:
    room = Room()
    with Endpoint(PAGE) as model:
        for _ in range(FAILURES):
            assert "no chat completion" in asked_by(room, model)
        spent = room.spent
        told = asked_by(room, model)
    assert model.asked == FAILURES
    assert told == (
        "it failed lately (its server's answer is no chat completion), is asked again at "
        f"{room.now + PAUSE:%H:%M:%S} UTC"
    )
    assert room.spent == spent


def test_an_answer_in_between_begins_the_count_anew() -> None:
    room = Room()
    with Endpoint() as model:
        for answer in [PAGE] * (FAILURES - 1) + [GOOD] + [PAGE] * (FAILURES - 1):
            model.answer = answer
            asked_by(room, model)
        assert "no chat completion" in asked_by(room, model)
        assert "failed lately" in asked_by(room, model)


def opened(room: Room, model: Endpoint) -> None:
    model.answer = PAGE
    for _ in range(FAILURES):
        asked_by(room, model)


def test_nothing_is_set_aside_for_who_is_not_asked() -> None:
    room = Room()
    with Endpoint() as model:
        opened(room, model)
        room.store.faults.throttle("reserve")
        assert "failed lately" in asked_by(room, model)


def test_after_the_pause_one_answer_closes_it() -> None:
    room = Room()
    with Endpoint() as model:
        opened(room, model)
        model.answer = GOOD
        room.passes(PAUSE.total_seconds() - 1)
        assert "failed lately" in asked_by(room, model)
        room.passes(1)
        assert [asked_by(room, model) for _ in range(2)] == ["answered"] * 2


def test_a_probe_that_fails_opens_it_for_another_pause() -> None:
    room = Room()
    with Endpoint() as model:
        opened(room, model)
        room.passes(PAUSE.total_seconds())
        assert "no chat completion" in asked_by(room, model)
        assert "failed lately" in asked_by(room, model)
        room.passes(PAUSE.total_seconds())
        model.answer = GOOD
        assert asked_by(room, model) == "answered"


def test_while_one_probes_nobody_else_does() -> None:
    room = Room()
    others: list[str] = []

    def probed(_: Request) -> Answer:
        others.extend(asked_by(room, model) for _ in range(3))
        return GOOD

    with Endpoint() as model:
        opened(room, model)
        room.passes(PAUSE.total_seconds())
        model.server.script = probed
        assert asked_by(room, model) == "answered"
    assert [told[:16] for told in others] == ["it failed lately"] * 3


def test_a_probe_that_never_came_back_is_made_by_somebody_else() -> None:
    room = Room()
    with Endpoint() as model:
        opened(room, model)
        endpoint = endpoint_of(a_provider(model.server.url))
        room.passes(PAUSE.total_seconds())
        seen = room.circuits.circuit(endpoint).open_until
        assert seen
        assert room.circuits.probe(endpoint, seen, room.now + PROBE)
        model.answer = GOOD
        assert "failed lately" in asked_by(room, model)
        room.passes(PROBE.total_seconds())
        assert asked_by(room, model) == "answered"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_who_refuses_us_is_not_asked_for_a_longer_while(status: int) -> None:
    room = Room()
    with Endpoint(error(status)) as model:
        assert f"HTTP {status}" in asked_by(room, model)
        assert "failed lately" in asked_by(room, model)
        room.passes(PAUSE_WHEN_REFUSED.total_seconds())
        model.answer = GOOD
        assert asked_by(room, model) == "answered"
    assert model.asked == 2


OURS = ("bad request", "not understood", "too large", "refusal", "cut off", "prose")


@pytest.mark.parametrize("mishap", OURS)
def test_what_is_not_the_endpoints_fault_is_not_held_against_it(mishap: str) -> None:
    room = Room()
    with Endpoint(MISHAPS[mishap]) as model:
        for _ in range(FAILURES + 2):
            asked_by(room, model)
    assert model.asked == FAILURES + 2


def test_another_key_or_model_is_another_endpoint() -> None:
    room = Room()
    with Endpoint(error(401)) as model:
        asked_by(room, model)
        model.answer = GOOD
        for provider in (a_provider(model.server.url, key="key-2"), a_provider(model.server.url, "other")):
            room.ask(a_secret(provider))
    assert KEY not in endpoint_of(a_provider(model.server.url))


def test_a_dead_endpoint_holds_nobody_up_where_there_is_another() -> None:
    room = Room()
    with Endpoint(PAGE) as dead, Endpoint() as alive:
        secret = a_secret(a_provider(dead.server.url, "one"), a_provider(alive.server.url, "two"))
        assert {room.ask(secret).model.name for _ in range(FAILURES + 3)} == {"two"}
    assert (dead.asked, alive.asked) == (FAILURES, FAILURES + 3)


def test_the_table_is_read_once_in_a_few_seconds() -> None:
    room = Room()
    with Endpoint() as model:
        asking = room.asking(a_secret(a_provider(model.server.url)))
        for _ in range(4):
            asking.ask(QUESTION, BRAND, DESK)
        assert room.circuits.reads == 1
        room.passes(REMEMBERED.total_seconds())
        asking.ask(QUESTION, BRAND, DESK)
    assert room.circuits.reads == 2


@pytest.mark.parametrize("method", ["circuit", "count_failure", "open_circuit", "probe", "close_circuit"])
def test_a_table_that_does_not_answer_stops_nobody(method: str, caplog: pytest.LogCaptureFixture) -> None:
    room = Room()
    with Endpoint() as model:
        opened(room, model)
        room.passes(PAUSE.total_seconds())
        room.circuits.faults.throttle(method, times=100)
        for answer in [GOOD, *[PAGE] * FAILURES]:
            model.answer = answer
            asked_by(room, model)
        model.answer = GOOD
        # At the latest when a probe is given up for lost, since nobody could be told that it came back.
        room.passes(PROBE.total_seconds())
        assert asked_by(room, model) == "answered"
    assert "a model's circuit cannot be" in caplog.text


def test_without_circuits_it_is_asked_each_time() -> None:
    with Endpoint(PAGE) as model:
        secret = a_secret(a_provider(model.server.url))
        for _ in range(FAILURES + 1):
            with pytest.raises(ModelUnavailableError):
                Asking(lambda anew=False: secret, 5).ask(QUESTION)
    assert model.asked == FAILURES + 1


def test_that_it_is_left_alone_is_logged_without_a_key(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Endpoint() as model:
        opened(Room(circuits=MemoryCircuits()), model)
    assert "a model is not asked for a while" in caplog.text
    assert KEY not in caplog.text
