"""A chat completion's body: what the model wrote, and what it took."""

from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from chalicelib.domain.draft import Usage
from chalicelib.domain.errors import ModelUnavailableError


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice]


class _Usage(BaseModel):
    prompt_tokens: Annotated[int, Field(ge=0)] = 0
    completion_tokens: Annotated[int, Field(ge=0)] = 0


class _Billed(BaseModel):
    usage: _Usage


def read_usage(body: bytes) -> Usage:
    """The tokens that a chat completion's body tells; none where the server tells nothing usable."""
    try:
        told = _Billed.model_validate_json(body).usage
    except ValidationError:
        return Usage()
    return Usage(prompt_tokens=told.prompt_tokens, completion_tokens=told.completion_tokens)


def content_of(body: bytes) -> str:
    """What the model wrote. Raises ModelUnavailableError unless it is whole."""
    try:
        completion = _Completion.model_validate_json(body)
    except ValidationError:
        raise ModelUnavailableError("its server's answer is no chat completion") from None
    if not completion.choices:
        raise ModelUnavailableError("its answer is empty")
    choice = completion.choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise ModelUnavailableError("it refused to answer")
    if choice.finish_reason == "length":
        raise ModelUnavailableError("its answer was cut off")
    if not choice.message.content:
        raise ModelUnavailableError("its answer is empty")
    return choice.message.content
