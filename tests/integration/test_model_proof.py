"""`earshot check --model`: each connected model is proven with one call, and what is wrong is said."""

import json

import pytest
from click.testing import CliRunner

from chalicelib.adapters.openai.proof import prove
from cli.check import check
from sandbox.model import MISHAPS, Answer, ModelServer, completion, error, speaking
from tests.support.models import KEY, a_provider

READY = completion('{"ready": true}')


@pytest.mark.parametrize("dialect", ["openai", "llama.cpp", "vllm", "ollama"])
def test_a_model_that_works_is_said_to(dialect: str) -> None:
    with ModelServer(speaking(dialect, lambda _: READY)) as model:
        proof = prove(a_provider(model.url, f"proven-{dialect}", dialect=dialect))
    assert proof == (True, "key, name and JSON schema are accepted")
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (error(401), "refuses the key, HTTP 401; check key, name and address"),
        (error(404), "knows no such model or address, HTTP 404; check key, name and address"),
        (error(429), "no credit left, HTTP 429; try again in a minute"),
        (error(400), "HTTP 400; this model cannot be used"),
        (MISHAPS["a page"], "no chat completion; this is no server of OpenAI's protocol"),
        (MISHAPS["stalls"], "within 0.5 s; try again"),
        (MISHAPS["prose"], "does not answer by the JSON schema"),
        (MISHAPS["cut off"], "cut off; take another model"),
        (MISHAPS["sent elsewhere"], "sends us elsewhere"),
        (completion('{"ready": "yes"}'), "does not answer by the JSON schema"),
    ],
)
def test_what_is_wrong_is_said_in_words(answer: Answer, told: str) -> None:
    with ModelServer(lambda _: answer) as model:
        proof = prove(a_provider(model.url), seconds=0.5)
    assert not proof.works
    assert told in proof.says
    assert len(model.requests) == 1
    assert KEY not in proof.says


@pytest.mark.parametrize(
    ("refused", "works", "told"),
    [
        ("response_format", False, "takes no JSON schema"),
        ("temperature", True, "takes no temperature, and is asked without"),
        ("max_completion_tokens", True, "takes no max_completion_tokens, and is asked without"),
    ],
)
def test_what_it_does_not_take_is_named(refused: str, works: bool, told: str) -> None:
    with ModelServer(speaking("openai", lambda _: READY, refuses=(refused,))) as model:
        proof = prove(a_provider(model.url, f"refusing-{refused}", dialect="openai"))
    assert (proof.works, told in proof.says) == (works, True)


def test_the_command_proves_each_model_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer(lambda _: READY) as good, ModelServer(lambda _: error(401)) as bad:
        small, spare = (
            {"key": KEY, "name": name, "url": at.url} for name, at in (("small", good), ("spare", bad))
        )
        monkeypatch.setenv("EARSHOT_MODEL_NAME", "large")
        monkeypatch.setenv("EARSHOT_MODEL_KEY", KEY)
        monkeypatch.setenv("EARSHOT_MODEL_URL", good.url)
        monkeypatch.setenv("EARSHOT_MODEL_TRIAGE", json.dumps(small))
        monkeypatch.setenv("EARSHOT_MODEL_FALLBACKS", json.dumps([spare]))
        assert json.loads(_checked("--json"))["models"] == []
        told = json.loads(_checked("--model", "--json"))["models"]
        said = _checked("--model")
    assert [(one["for"], one["name"], one["works"]) for one in told] == [
        ("drafts", "large", True),
        ("triage", "small", True),
        ("fallback", "spare", False),
    ]
    assert f"[x] drafts: large at {good.url}: key, name and JSON schema are accepted" in said
    assert f"[ ] fallback: spare at {bad.url}: its server refuses the key" in said
    assert KEY not in said
    assert (len(good.requests), len(bad.requests)) == (4, 2)


def _checked(*arguments: str) -> str:
    return CliRunner().invoke(check, arguments, catch_exceptions=False, standalone_mode=False).stdout
