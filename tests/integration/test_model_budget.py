"""A desk's tokens: set aside before each call and settled exactly after it, whatever becomes of the call."""

import json
from dataclasses import replace

import pytest

from chalicelib.adapters.openai.asking import Question
from chalicelib.adapters.openai.completion import read_usage
from chalicelib.adapters.openai.question import MOST_RESERVED
from chalicelib.domain.caps import WITHOUT_CAPS, Bought, day_purse
from chalicelib.domain.draft import Usage
from chalicelib.domain.errors import ModelUnavailableError
from sandbox.model import MISHAPS, WITHOUT_USAGE, Answer, ModelServer, completion, error, oddities
from tests.support.models import FORM, QUESTION, TOLD, Room, a_provider, a_secret
from tests.support.values import BRAND, DESK

WORDS = '{"greeting": "Good morning"}'
GOOD = completion(WORDS)
WHOLE = QUESTION.most_tokens
# What an error that is no refusal cost, nobody knows: it counts as the whole of what was set aside.
_NEVER_WORKED_FOR = range(400, 500)
_MAY_HAVE_BEEN = (408, 409)


def bill(answer: Answer) -> int:
    """What one call that is answered so takes from the desk."""
    whole = answer.told_length is None and not answer.headers and answer.raw is None
    if whole and (told := read_usage(answer.body).tokens) and len(answer.body) <= 1_000_000:
        return told
    refused = answer.status in _NEVER_WORKED_FOR and answer.status not in _MAY_HAVE_BEEN
    return 0 if refused and answer.raw is None else WHOLE


@pytest.mark.parametrize("mishap", sorted(MISHAPS))
def test_what_a_mishap_costs_is_settled_exactly(mishap: str) -> None:
    room = Room()
    with ModelServer(lambda _: MISHAPS[mishap]) as model:
        try:
            told = room.ask(a_secret(a_provider(model.url)), timeout=0.6).usage
        except ModelUnavailableError as unavailable:
            told = unavailable.usage
    assert room.spent == len(model.requests) * bill(MISHAPS[mishap])
    assert told.tokens in (0, room.spent)


@pytest.mark.parametrize("oddity", sorted(oddities(WORDS)))
def test_what_is_not_told_counts_as_the_whole(oddity: str) -> None:
    room = Room()
    with ModelServer(lambda _: oddities(WORDS)[oddity]) as model:
        asked = room.ask(a_secret(a_provider(model.url)))
    silent = oddity in WITHOUT_USAGE
    assert room.spent == (WHOLE if silent else TOLD)
    assert asked.usage.tokens == (0 if silent else TOLD)


def test_a_server_that_cannot_be_reached_costs_nothing() -> None:
    room = Room()
    with pytest.raises(ModelUnavailableError, match="cannot be reached"):
        room.ask(a_secret(a_provider("http://127.0.0.1:9/v1")))
    assert room.spent == 0


def test_each_try_and_each_model_is_paid_by_itself() -> None:
    room = Room()
    told = replace(completion("x", tokens=(7, 0)), status=500)  # it failed, and says what it took
    answers = iter([MISHAPS["broken"], told, error(429)])
    with ModelServer(lambda _: next(answers)) as first, ModelServer(lambda _: GOOD) as second:
        asked = room.ask(a_secret(a_provider(first.url, "one"), a_provider(second.url, "two")))
    assert room.spent == WHOLE + 7 + 0 + TOLD
    assert asked.usage.tokens == 7 + TOLD


def test_what_failed_calls_told_is_in_the_error() -> None:
    told = replace(completion("x", tokens=(30, 3)), status=503)
    room = Room()
    with (
        ModelServer(lambda _: told) as first,
        ModelServer(lambda _: error(400)) as second,
        pytest.raises(ModelUnavailableError) as failed,
    ):
        room.ask(a_secret(a_provider(first.url, "one"), a_provider(second.url, "two")))
    assert failed.value.usage == Usage(prompt_tokens=90, completion_tokens=9)
    assert room.spent == 99


def test_a_desk_that_cannot_pay_for_a_call_does_not_make_it() -> None:
    room = Room()
    allowance = WITHOUT_CAPS.tokens_a_day
    purse = day_purse(Bought.TOKENS, DESK, room.now)
    room.store.reserve(BRAND, purse, allowance - 2 * WHOLE + 1, allowance)
    with ModelServer(lambda _: error(500)) as model, ModelServer(lambda _: GOOD) as fallback:
        with pytest.raises(ModelUnavailableError, match="tokens are used up until"):
            room.ask(a_secret(a_provider(model.url), a_provider(fallback.url, "two")))
        # The first call may have been worked for. For a second one there is not enough left.
        assert (len(model.requests), fallback.requests) == (1, [])
    assert room.spent == allowance - WHOLE + 1


def test_what_the_provider_remembered_is_told_with_the_rest() -> None:
    body = GOOD.body.replace(
        b'"total_tokens"', b'"prompt_tokens_details": {"cached_tokens": 64}, "total_tokens"'
    )
    with ModelServer(lambda _: Answer(body=body)) as model:
        asked = Room().ask(a_secret(a_provider(model.url)))
    assert asked.usage == Usage(prompt_tokens=100, completion_tokens=20, cached_tokens=64)


def test_more_remembered_than_given_is_not_believed() -> None:
    usage = {"prompt_tokens": 5, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 9}}
    assert read_usage(json.dumps({"usage": usage}).encode()).cached_tokens == 5


def test_what_is_set_aside_follows_the_request() -> None:
    short, long = (Question("Greet.", "a" * many, FORM, {"max_completion_tokens": 9}) for many in (10, 2_510))
    assert long.most_tokens - short.most_tokens == 1_000
    assert (
        Question("Greet.", "猫" * 1_000, FORM).most_tokens > Question("Greet.", "a" * 1_000, FORM).most_tokens
    )
    assert Question("Greet.", "a" * 1_000_000, FORM).most_tokens == MOST_RESERVED
