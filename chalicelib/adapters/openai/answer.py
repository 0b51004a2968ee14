"""The model's answer: what is asked for, and what is accepted."""

from collections.abc import Collection
from typing import Annotated, Any, Final

from openai.types.shared_params import ResponseFormatJSONSchema
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from chalicelib.domain.draft import Approach
from chalicelib.domain.errors import ModelUnavailableError

MOST_WAYS = 3
_CITES = "its answer cites a source that it was not given"


class Stated(BaseModel):
    """A passage of the text and the id of the source that it rests on, empty for none."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    passage: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    source: str


class Way(BaseModel):
    """One way to answer. A server that keeps to no schema may leave out approach and claims."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[
        str, StringConstraints(strict=True, min_length=1, max_length=2_000, strip_whitespace=True)
    ]
    language: Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    sources: tuple[Annotated[str, StringConstraints(strict=True)], ...]
    approach: Approach | None = None
    claims: Annotated[tuple[Stated, ...], Field(max_length=20)] = ()


class Answer(BaseModel):
    """What the task asks the model to write, and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    drafts: Annotated[tuple[Way, ...], Field(min_length=1, max_length=MOST_WAYS)]
    unanswered: Annotated[str, StringConstraints(strict=True, max_length=500)] = ""


_TEXT: Final = {"type": "string"}
_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "drafts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "approach": {
                        "type": "string",
                        "enum": [one.value for one in Approach if one is not Approach.PROTOCOL],
                    },
                    "text": _TEXT,
                    "language": _TEXT,
                    "sources": {"type": "array", "items": _TEXT},
                    "claims": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"passage": _TEXT, "source": _TEXT},
                            "required": ["passage", "source"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["approach", "text", "language", "sources", "claims"],
                "additionalProperties": False,
            },
        },
        "unanswered": _TEXT,
    },
    "required": ["drafts", "unanswered"],
    "additionalProperties": False,
}

RESPONSE_FORMAT: Final[ResponseFormatJSONSchema] = {
    "type": "json_schema",
    "json_schema": {"name": "drafts", "strict": True, "schema": _SCHEMA},
}


def read_answer(content: str, offered: Collection[str]) -> Answer:
    """The answer in what the model wrote; one draft alone counts as an answer with one draft.

    Raises ModelUnavailableError for anything but an answer of the shape that was asked for, which cites
    nothing but what was offered.
    """
    answer = _parsed(content)
    for way in answer.drafts:
        claimed = {claim.source for claim in way.claims if claim.source}
        if not {*way.sources, *claimed} <= set(offered):
            raise ModelUnavailableError(_CITES)
    return answer


def _parsed(content: str) -> Answer:
    try:
        return Answer.model_validate_json(content)
    except ValidationError:
        try:
            return Answer(drafts=(Way.model_validate_json(content),))
        except ValidationError:
            raise ModelUnavailableError("its answer is not the JSON that was asked for") from None
