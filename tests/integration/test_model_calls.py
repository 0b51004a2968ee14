"""Tries, fallbacks and what is waited for, with the real openai SDK over HTTP."""

import logging
import time
from collections.abc import Callable

import pytest

from chalicelib.adapters.openai.asking import SETTLING_SECONDS, Asking, Safeguards
from chalicelib.adapters.openai.completion import content_of
from chalicelib.adapters.openai.retrying import LONGEST_WAIT_SECONDS, TRIES
from chalicelib.domain.credentials import ModelSecret
from chalicelib.domain.errors import ModelUnavailableError, StoreUnavailableError
from sandbox.model import MISHAPS, Answer, ModelServer, Request, completion, error, oddities
from tests.support.models import KEY, QUESTION, TOLD, Room, a_provider, a_secret

WORDS = '{"greeting": "Good morning to you, Wren"}'
GOOD = completion(WORDS)
AGAIN = ("broken", "overloaded", "rate limited", "hangs up", "in conflict", "timed out there")
NEVER_AGAIN = ("no key", "no permission", "no such model", "bad request", "not understood", "too large")
NOT_SO_SOON = ("stalls", "drips", "headers that drip", "a page", "nothing at all", "sent elsewhere")


def after(failing: int, bad: Answer, good: Answer = GOOD) -> Callable[[Request], Answer]:
    """Fails so often, and answers then."""
    answers = iter([bad] * failing)
    return lambda _: next(answers, good)


# --- tries -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mishap", AGAIN)
def test_what_fails_for_now_is_tried_again_a_little_later(mishap: str) -> None:
    room = Room()
    with ModelServer(after(2, MISHAPS[mishap])) as model:
        asked = room.ask(a_secret(a_provider(model.url)))
    assert content_of(asked.body) == WORDS
    assert (len(model.requests), len(room.slept)) == (TRIES, 2)
    assert all(0 <= seconds <= LONGEST_WAIT_SECONDS for seconds in room.slept)


@pytest.mark.parametrize("mishap", AGAIN)
def test_tries_are_bounded(mishap: str) -> None:
    room = Room()
    with ModelServer(lambda _: MISHAPS[mishap]) as model, pytest.raises(ModelUnavailableError):
        room.ask(a_secret(a_provider(model.url)))
    assert len(model.requests) == TRIES


@pytest.mark.parametrize("mishap", NEVER_AGAIN + NOT_SO_SOON)
def test_what_would_fail_again_is_not_tried_again(mishap: str) -> None:
    room = Room()
    with ModelServer(lambda _: MISHAPS[mishap]) as model, pytest.raises(ModelUnavailableError):
        room.ask(a_secret(a_provider(model.url)), timeout=0.4)
    assert (len(model.requests), room.slept) == (1, [])


def test_the_wait_is_as_long_as_the_server_asks_for() -> None:
    room = Room()
    busy = Answer(status=429, headers=(("retry-after", "4"),))
    with ModelServer(after(1, busy)) as model:
        room.ask(a_secret(a_provider(model.url)))
    assert room.slept == [4.0]


def test_a_moment_to_come_back_at_is_understood() -> None:
    room = Room()
    at = f"{room.now.replace(second=room.now.second + 3):%a, %d %b %Y %H:%M:%S GMT}"
    with ModelServer(after(1, Answer(status=503, headers=(("retry-after", at),)))) as model:
        room.ask(a_secret(a_provider(model.url)))
    assert room.slept[0] >= 3


@pytest.mark.parametrize("told", ["172800", "99999999999999999999", "11", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_nobody_waits_longer_than_makes_sense(told: str) -> None:
    room = Room()
    busy = Answer(status=429, headers=(("retry-after", told),))
    with ModelServer(lambda _: busy) as model, pytest.raises(ModelUnavailableError, match="HTTP 429"):
        room.ask(a_secret(a_provider(model.url)), timeout=30)
    assert all(seconds <= LONGEST_WAIT_SECONDS for seconds in room.slept)


def test_no_wait_outlasts_the_time_that_is_left() -> None:
    room = Room()
    busy = Answer(status=503, headers=(("retry-after", "3"),))
    with ModelServer(lambda _: busy) as model, pytest.raises(ModelUnavailableError):
        room.ask(a_secret(a_provider(model.url)), timeout=2)
    assert (len(model.requests), room.slept) == (1, [])


def test_a_function_that_is_about_to_end_asks_nobody() -> None:
    secret = a_secret(a_provider("http://127.0.0.1:9/v1"))
    asking = Asking(lambda anew=False: secret, 30, Safeguards(seconds_left=lambda: 5.0))
    with pytest.raises(ModelUnavailableError, match="no time left") as failed:
        asking.ask(QUESTION)
    assert not failed.value.may_be_billed


def test_a_function_that_ends_soon_waits_no_longer_than_it_lives() -> None:
    with ModelServer(lambda _: MISHAPS["stalls"]) as model:
        secret = a_secret(a_provider(model.url))
        asking = Asking(
            lambda anew=False: secret, 30, Safeguards(seconds_left=lambda: SETTLING_SECONDS + 0.3)
        )
        with pytest.raises(ModelUnavailableError, match=r"within 0\.3 s"):
            asking.ask(QUESTION)


# --- whatever the server does ----------------------------------------------------------------------


# The drafter and the budget meet them all in every run.
@pytest.mark.parametrize("mishap", sorted(MISHAPS)[::6])
def test_every_mishap_ends_in_one_error_or_in_what_the_model_said(
    mishap: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    room, begun = Room(), time.monotonic()
    told = ""
    with ModelServer(lambda _: MISHAPS[mishap]) as model:
        try:
            asked = room.ask(a_secret(a_provider(model.url)), timeout=0.5)
            assert isinstance(content_of(asked.body), str)
        except ModelUnavailableError as unavailable:
            told = str(unavailable)
    assert time.monotonic() - begun < 3
    assert 1 <= len(model.requests) <= TRIES
    assert KEY not in told + caplog.text
    assert "heron" not in told


@pytest.mark.parametrize("oddity", sorted(oddities(WORDS)))
def test_every_oddity_is_understood(oddity: str) -> None:
    room = Room()
    with ModelServer(lambda _: oddities(WORDS)[oddity]) as model:
        asked = room.ask(a_secret(a_provider(model.url)))
    assert content_of(asked.body) == WORDS
    assert len(model.requests) == 1


def test_nothing_is_sent_to_where_a_server_points() -> None:
    with ModelServer(lambda _: GOOD) as elsewhere:
        away = Answer(status=307, headers=(("location", f"{elsewhere.url}/chat/completions"),))
        with ModelServer(lambda _: away) as model, pytest.raises(ModelUnavailableError, match="elsewhere"):
            Room().ask(a_secret(a_provider(model.url)))
        assert elsewhere.requests == []


@pytest.mark.parametrize("mishap", ["a bomb", "a bomb as an error", "no gzip at all"])
def test_what_nobody_asked_to_be_packed_is_not_unpacked(mishap: str) -> None:
    packed = MISHAPS[mishap]
    with (
        ModelServer(lambda _: packed) as model,
        pytest.raises(ModelUnavailableError, match="packs its answers"),
    ):
        Room().ask(a_secret(a_provider(model.url)))


# --- from model to model ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mishap", ["broken", "no key", "bad request", "a page", "hangs up", "sent elsewhere"]
)
def test_the_next_model_is_asked_in_order(mishap: str) -> None:
    room = Room()
    bad = MISHAPS[mishap]
    with (
        ModelServer(lambda _: bad) as first,
        ModelServer(lambda _: bad) as second,
        ModelServer(lambda _: GOOD) as third,
        ModelServer(lambda _: GOOD) as fourth,
    ):
        names = ("one", "two", "three", "four")
        servers = (first, second, third, fourth)
        secret = a_secret(
            *(a_provider(at.url, name, f"key-{name}") for at, name in zip(servers, names, strict=True))
        )
        asked = room.ask(secret)
    assert (asked.model.name, third.keys) == ("three", ["Bearer key-three"])
    assert [bool(server.requests) for server in servers] == [True, True, True, False]
    assert room.spent >= TOLD


def test_a_model_that_stalls_leaves_time_for_the_next() -> None:
    with ModelServer(lambda _: MISHAPS["stalls"]) as first, ModelServer(lambda _: GOOD) as second:
        asked = Room().ask(a_secret(a_provider(first.url, "one"), a_provider(second.url, "two")), timeout=1)
    assert asked.model.name == "two"


def test_where_nobody_answers_each_is_told() -> None:
    with (
        ModelServer(lambda _: error(400)) as first,
        ModelServer(lambda _: error(401)) as second,
        pytest.raises(ModelUnavailableError) as failed,
    ):
        Room().ask(a_secret(a_provider(first.url, "one"), a_provider(second.url, "two")))
    assert str(failed.value) == (
        "one: its server answered HTTP 400; two: its server refuses the key, HTTP 401"
    )
    assert not failed.value.may_be_billed


def test_a_refusal_of_the_model_itself_is_taken_to_nobody_else() -> None:
    with ModelServer(lambda _: MISHAPS["refusal"]) as first, ModelServer(lambda _: GOOD) as second:
        asked = Room().ask(a_secret(a_provider(first.url, "one"), a_provider(second.url, "two")))
        with pytest.raises(ModelUnavailableError, match="refused") as failed, asked.charged():
            content_of(asked.body)
    assert (asked.model.name, second.requests) == ("one", [])
    assert failed.value.usage.tokens == TOLD


def test_a_new_key_is_tried_before_another_model() -> None:
    kept: list[ModelSecret] = []
    with ModelServer(lambda _: _opens(first, "key-2")) as first, ModelServer(lambda _: GOOD) as second:
        old, new = (
            a_secret(a_provider(first.url, "one", key), a_provider(second.url, "two"))
            for key in ("key-1", "key-2")
        )
        kept.append(old)

        def source(*, anew: bool = False) -> ModelSecret:
            if anew:
                kept.append(new)
            return kept[-1]

        room = Room()
        asking = Asking(source, 5, Safeguards(circuits=room.circuits, clock=lambda: room.now))
        assert asking.ask(QUESTION).model.name == "one"
        assert asking.ask(QUESTION).model.name == "one"
    assert first.keys == ["Bearer key-1", "Bearer key-2", "Bearer key-2"]
    assert second.requests == []


def _opens(model: ModelServer, key: str) -> Answer:
    return GOOD if model.keys[-1] == f"Bearer {key}" else MISHAPS["no key"]


def test_keys_that_cannot_be_read_cost_nothing() -> None:
    def source(*, anew: bool = False) -> ModelSecret:
        raise StoreUnavailableError("throttled")

    with pytest.raises(ModelUnavailableError, match="cannot be read: throttled") as failed:
        Asking(source, 5).ask(QUESTION)
    assert not failed.value.may_be_billed
