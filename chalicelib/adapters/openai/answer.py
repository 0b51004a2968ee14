"""The model's answer: what is asked for, and what is accepted."""

from collections.abc import Collection
from typing import Annotated, Final

from openai.types.shared_params import ResponseFormatJSONSchema
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from chalicelib.domain.draft import Usage
from chalicelib.domain.errors import ModelUnavailableError


class Answer(BaseModel):
    """What the task asks the model to write, and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    text: Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    sources: tuple[str, ...]


RESPONSE_FORMAT: Final[ResponseFormatJSONSchema] = {
    "type": "json_schema",
    "json_schema": {
        "name": "draft",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {
                "text": {"type": "string"},
                "language": {"type": "string"},
                "sources": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["text", "language", "sources"],
            "additionalProperties": False,
        },
    },
}


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


def read_answer(body: bytes, offered: Collection[str]) -> Answer:
    """The answer in a chat completion's body.

    Raises ModelUnavailableError for anything but a whole answer of the shape that was asked for, which
    cites nothing but what was offered.
    """
    content = _content(body)
    try:
        answer = Answer.model_validate_json(content)
    except ValidationError:
        raise ModelUnavailableError("its answer is not the JSON that was asked for") from None
    if not set(answer.sources) <= set(offered):
        raise ModelUnavailableError("its answer cites a source that it was not given")
    return answer


def read_usage(body: bytes) -> Usage:
    """The tokens that a chat completion's body tells; none where the server tells nothing usable."""
    try:
        told = _Billed.model_validate_json(body).usage
    except ValidationError:
        return Usage()
    return Usage(prompt_tokens=told.prompt_tokens, completion_tokens=told.completion_tokens)


def _content(body: bytes) -> str:
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
