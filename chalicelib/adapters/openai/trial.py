"""Tries a model before it is relied on, with the cheapest call that its server knows."""

from typing import Annotated

import openai
from pydantic import BaseModel, Field, ValidationError

from chalicelib.adapters.openai.errors import as_unavailable
from chalicelib.adapters.openai.wire import client_of
from chalicelib.domain.credentials import Provider
from chalicelib.domain.errors import ModelUnavailableError


def try_model(model: Provider, timeout: float = 30.0) -> None:
    """Look the model up, which is free; where its server cannot look up, have it write one token.

    `timeout` in seconds. Raises ModelUnavailableError when the server refuses the key, does not know the
    model or does not answer as such a server does.
    """
    client = client_of(model).with_options(timeout=timeout)
    with as_unavailable(timeout):
        if not _is_listed(client, model.name):
            _write_one_token(client, model.name)


class _Listed(BaseModel):
    id: str


class _Written(BaseModel):
    choices: Annotated[list[object], Field(min_length=1)]


def _is_listed(client: openai.OpenAI, name: str) -> bool:
    try:
        answer = client.models.with_raw_response.retrieve(name)
        return _Listed.model_validate_json(answer.content).id == name
    except openai.AuthenticationError:
        raise
    except openai.APIStatusError:
        # Servers that only write do not list their models, and some keys may do no more than that.
        return False
    except ValidationError:
        return False


def _write_one_token(client: openai.OpenAI, name: str) -> None:
    answer = client.chat.completions.with_raw_response.create(
        model=name, messages=[{"role": "user", "content": "Hello"}], max_completion_tokens=1
    )
    try:
        _Written.model_validate_json(answer.content)
    except ValidationError:
        raise ModelUnavailableError("its server's answer is no chat completion") from None
