"""How servers of OpenAI's protocol differ, as data: what each takes, and by what it shows itself.

Sources: platform.openai.com/docs/api-reference/chat, docs.ollama.com/api/openai-compatibility,
docs.vllm.ai (OpenAI-compatible server) and tools/server/README.md of llama.cpp.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from chalicelib.domain.credentials import Provider

Limit = Literal["max_completion_tokens", "max_tokens"]
OTHER_LIMIT: Final[dict[str, Limit]] = {
    "max_completion_tokens": "max_tokens",
    "max_tokens": "max_completion_tokens",
}


@dataclass(frozen=True)
class Dialect:
    """One server's way. `limit` is what bounds its answer, `more` what it is told besides.

    `caches_by_key`: calls with the same `prompt_cache_key` find the same remembered prefix.
    """

    name: str
    limit: Limit = "max_completion_tokens"
    takes_seed: bool = False
    caches_by_key: bool = False
    more: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), hash=False)


# A server that did not show itself yet is asked for what all of them take.
UNKNOWN: Final = Dialect("unknown")
DIALECTS: Final[dict[str, Dialect]] = {
    one.name: one
    for one in (
        Dialect("openai", takes_seed=True, caches_by_key=True),
        Dialect("llama.cpp", limit="max_tokens", takes_seed=True, more={"cache_prompt": True}),
        Dialect("vllm", takes_seed=True),
        # It leaves out unknown fields without a word, and `max_completion_tokens` is one of them.
        Dialect("ollama", limit="max_tokens", takes_seed=True),
    )
}


class _Signs(BaseModel):
    """What only some servers write into an answer."""

    system_fingerprint: str | None = None
    timings: object = None
    kv_transfer_params: object = None
    prompt_logprobs: object = None


def dialect_of(provider: Provider) -> Dialect:
    """What is known of an endpoint before it was asked."""
    if provider.dialect:
        return DIALECTS[provider.dialect]
    own = provider.url is None or urlsplit(provider.url).hostname == "api.openai.com"
    return DIALECTS["openai"] if own else UNKNOWN


def shown_by(body: bytes, server: str) -> Dialect | None:
    """The dialect that an answer shows: its body, and its header `server`."""
    try:
        signs = _Signs.model_validate_json(body)
    except ValidationError:
        return None
    if server.lower().startswith("llama.cpp") or signs.timings is not None:
        return DIALECTS["llama.cpp"]
    if signs.system_fingerprint == "fp_ollama":
        return DIALECTS["ollama"]
    # vLLM writes these also where they are null.
    if signs.model_fields_set & {"kv_transfer_params", "prompt_logprobs"}:
        return DIALECTS["vllm"]
    return None
