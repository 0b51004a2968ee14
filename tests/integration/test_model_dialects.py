"""OpenAI's server, llama.cpp, vLLM and Ollama: each is asked as it takes it, and understood as it answers."""

import json
from itertools import count
from typing import Any

import pytest

from chalicelib.adapters.openai.asking import Asked, Question
from chalicelib.adapters.openai.completion import content_of
from chalicelib.domain.errors import ModelUnavailableError
from sandbox.model import Answer, ModelServer, Request, Script, completion, speaking
from tests.support.models import FORM, QUESTION, Room, a_provider, a_secret

WORDS = '{"greeting": "Good morning"}'
GOOD = completion(WORDS)
ALL = ("openai", "llama.cpp", "vllm", "ollama")
COLD = QUESTION._replace(options={"temperature": 0, "max_completion_tokens": 100})
# What a process learnt of an endpoint it remembers: each test has one of its own.
_names = (f"scripted-{number}" for number in count(1))


class Served:
    """A server that speaks a dialect, and what it was asked."""

    def __init__(self, script: Script, dialect: str | None = None) -> None:
        self.server = ModelServer(script)
        self.name, self.dialect = next(_names), dialect

    def __enter__(self) -> "Served":
        self.server.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.__exit__(*error)

    def ask(self, question: Question = QUESTION) -> Asked:
        provider = a_provider(self.server.url, self.name, dialect=self.dialect)
        return Room().asking(a_secret(provider)).ask(question, "tarnhollow", "support")

    @property
    def requests(self) -> list[Request]:
        return self.server.requests


def good(_: Request) -> Answer:
    return GOOD


@pytest.mark.parametrize("dialect", ALL)
@pytest.mark.parametrize("named", [True, False])
def test_each_server_is_asked_and_understood(dialect: str, named: bool) -> None:
    with Served(speaking(dialect, good), dialect if named else None) as model:
        for _ in range(2):
            asked = model.ask(COLD)
            assert content_of(asked.body) == WORDS
            assert asked.usage.tokens == 120
    assert len(model.requests) == 2  # nothing had to be asked twice


LIMITS = {"openai": "max_completion_tokens", "llama.cpp": "max_tokens", "vllm": "max_completion_tokens"}
LIMITS |= {"ollama": "max_tokens"}


@pytest.mark.parametrize("dialect", ALL)
def test_the_answer_is_bounded_in_the_servers_own_word(dialect: str) -> None:
    with Served(speaking(dialect, good), dialect) as model:
        model.ask()
    (sent,) = model.requests
    assert sent[LIMITS[dialect]] == 100
    assert ("seed" in sent, "cache_prompt" in sent) == (True, dialect == "llama.cpp")
    assert ("prompt_cache_key" in sent) == (dialect == "openai")


@pytest.mark.parametrize("dialect", ["llama.cpp", "vllm", "ollama"])
def test_a_server_that_shows_itself_is_asked_in_its_way_from_then_on(dialect: str) -> None:
    with Served(speaking(dialect, good)) as model:
        model.ask()
        model.ask()
    first, second = model.requests
    assert ("seed" in first, "max_completion_tokens" in first) == (False, True)
    assert ("seed" in second, LIMITS[dialect] in second) == (True, True)


def test_what_is_the_same_for_each_case_is_remembered_under_one_key() -> None:
    with Served(speaking("openai", good), "openai") as model:
        for user in ("one post", "another post"):
            assert model.ask(QUESTION._replace(user=user)).usage.cached_tokens == 64
        model.ask(QUESTION._replace(system="You take leave of people."))
    one, two, other = (request["prompt_cache_key"] for request in model.requests)
    assert one == two != other
    assert [message["role"] for message in model.requests[0]["messages"]] == ["system", "user"]


@pytest.mark.parametrize("dialect", ["openai", "llama.cpp", "vllm"])
@pytest.mark.parametrize("refused", ["temperature", "seed", "response_format"])
def test_what_a_model_does_not_take_is_left_out_once_and_for_all(dialect: str, refused: str) -> None:
    script = speaking(dialect, good, refuses=(refused,))
    if refused == "response_format":
        script = _only_json_objects(dialect)
    with Served(script, dialect) as model:
        assert content_of(model.ask(COLD).body) == WORDS
        model.ask(COLD)
    assert len(model.requests) == 3
    last = model.requests[-1]
    if refused == "response_format":
        assert last["response_format"] == {"type": "json_object"}
        assert "JSON schema" in last["messages"][0]["content"]
    else:
        assert refused not in last


def _only_json_objects(dialect: str) -> Script:
    strict, loose = speaking(dialect, good, refuses=("response_format",)), speaking(dialect, good)
    return lambda sent: (strict if sent["response_format"]["type"] == "json_schema" else loose)(sent)


def test_a_limit_of_another_name_is_taken() -> None:
    takes_neither = speaking("openai", good, refuses=("max_completion_tokens",))
    with Served(takes_neither, "vllm") as model, pytest.raises(ModelUnavailableError):
        model.ask()  # once more, and no third time
    assert ["max_tokens" in sent for sent in model.requests] == [False, True]
    assert all(("max_completion_tokens" in sent) != ("max_tokens" in sent) for sent in model.requests)


def test_what_a_refusal_does_not_name_is_asked_no_second_time() -> None:
    too_long = Answer(status=400, body=b'{"error": "the prompt is too long"}')
    with Served(lambda _: too_long) as model, pytest.raises(ModelUnavailableError, match="HTTP 400"):
        model.ask(COLD)
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    "body", [b"temperature", b'["temperature"]', b'{"detail": [{"loc": ["body", "temperature"]}]}']
)
def test_a_refusal_may_have_any_shape(body: bytes) -> None:
    def script(sent: Request) -> Answer:
        return Answer(status=422, body=body) if "temperature" in sent else GOOD

    with Served(script) as model:
        assert content_of(model.ask(COLD).body) == WORDS


def test_what_it_was_asked_with_is_told_without_what_was_said() -> None:
    with Served(speaking("llama.cpp", good), "llama.cpp") as model:
        told = model.ask(COLD).parameters
    assert told == {
        "temperature": "0",
        "max_tokens": "100",
        "seed": "7",
        "cache_prompt": "True",
        "response_format": "json_schema",
    }
    assert "heron" not in json.dumps(told)


def test_a_named_dialect_is_not_doubted() -> None:
    with Served(speaking("vllm", good), "ollama") as model:
        model.ask()
        model.ask()
    assert all("max_tokens" in sent for sent in model.requests)


def test_the_schema_goes_along_as_it_is() -> None:
    with Served(good) as model:
        model.ask(Question("Greet.", "hello", FORM))
    (sent,) = model.requests
    form: dict[str, Any] = sent["response_format"]
    assert form["json_schema"]["strict"] is True
    assert sent["messages"][0]["content"] == "Greet."
