"""A scripted model behind each of four servers: what they refuse, in which words, and how they show."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from sandbox.model_answers import Answer, Request

_SCRIPT = Callable[[Request], Answer]
_KNOWN: Final = {"model", "messages", "response_format", "temperature", "seed"}
# What each takes besides; `None` leaves out without a word what it does not know.
_TAKES: Final[dict[str, set[str] | None]] = {
    "openai": _KNOWN | {"max_completion_tokens", "prompt_cache_key"},
    "llama.cpp": _KNOWN | {"max_tokens", "max_completion_tokens", "cache_prompt"},
    "vllm": _KNOWN | {"max_tokens", "max_completion_tokens"},
    "ollama": None,
}
_SHOWS: Final[dict[str, dict[str, Any]]] = {
    "openai": {"system_fingerprint": "fp_44709d6fcb", "service_tier": "default"},
    "llama.cpp": {"system_fingerprint": "b6123-79c1160b", "timings": {"cache_n": 64, "prompt_n": 36}},
    "vllm": {"service_tier": None, "prompt_logprobs": None, "kv_transfer_params": None},
    "ollama": {"system_fingerprint": "fp_ollama"},
}
_SERVER: Final = {"llama.cpp": "llama.cpp", "vllm": "uvicorn"}
# Of the tokens given, so many were remembered, where the server tells.
_REMEMBERED: Final = 64


def speaking(dialect: str, script: _SCRIPT, *, refuses: tuple[str, ...] = ()) -> _SCRIPT:
    """The script as this server would send it; `refuses` names parameters that its model does not take."""

    def answer(request: Request) -> Answer:
        takes = _TAKES[dialect]
        unknown = sorted(request.keys() - takes) if takes else []
        for name in (*unknown, *(name for name in refuses if name in request)):
            return _refused(dialect, name)
        return _dressed(dialect, script(request))

    return answer


def _refused(dialect: str, name: str) -> Answer:
    message = f"Unsupported parameter: '{name}' is not supported with this model."
    bodies: dict[str, Any] = {
        "openai": {
            "error": {"message": message, "type": "invalid_request_error", "param": name, "code": "x"}
        },
        "llama.cpp": {"error": {"code": 400, "message": message, "type": "invalid_request_error"}},
        "vllm": {
            "object": "error",
            "message": message,
            "type": "BadRequestError",
            "param": None,
            "code": 400,
        },
        "ollama": {"error": message},
    }
    return Answer(status=400, body=json.dumps(bodies[dialect]).encode())


def _dressed(dialect: str, answer: Answer) -> Answer:
    if answer.status != 200 or answer.raw is not None:
        return answer
    try:
        whole: dict[str, Any] = json.loads(answer.body)
        message = whole["choices"][0]["message"]
    except (ValueError, LookupError, TypeError):
        return answer
    if dialect != "openai":
        message.pop("refusal", None)
    if dialect in ("llama.cpp", "vllm"):
        message["reasoning_content"] = "The author asks for help."
    if dialect == "openai" and isinstance(whole.get("usage"), dict):
        whole["usage"]["prompt_tokens_details"] = {"cached_tokens": _REMEMBERED, "audio_tokens": 0}
    headers = (("server", _SERVER[dialect]),) if dialect in _SERVER else ()
    body = json.dumps(whole | _SHOWS[dialect]).encode()
    return replace(answer, body=body, headers=(*answer.headers, *headers))
