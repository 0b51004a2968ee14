"""The model's answer: what is asked for, and what is accepted."""

from collections.abc import Collection
from typing import Annotated, Final

from openai.types.shared_params import ResponseFormatJSONSchema
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from chalicelib.adapters.openai.completion import content_of
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


def read_answer(body: bytes, offered: Collection[str]) -> Answer:
    """The answer in a chat completion's body.

    Raises ModelUnavailableError for anything but a whole answer of the shape that was asked for, which
    cites nothing but what was offered.
    """
    content = content_of(body)
    try:
        answer = Answer.model_validate_json(content)
    except ValidationError:
        raise ModelUnavailableError("its answer is not the JSON that was asked for") from None
    if not set(answer.sources) <= set(offered):
        raise ModelUnavailableError("its answer cites a source that it was not given")
    return answer
