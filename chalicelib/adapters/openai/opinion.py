"""A second opinion on a post, over the OpenAI SDK. Import this only where a model is set: it is slow."""

from secrets import token_hex
from typing import Annotated, Final

from openai.types.shared_params import ResponseFormatJSONSchema
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chalicelib.adapters.openai.asking import Asking, ModelSource, Question, Safeguards, for_triage
from chalicelib.adapters.openai.completion import content_of
from chalicelib.domain.errors import ModelUnavailableError
from chalicelib.domain.verdict import Intent, Risk, Sentiment
from chalicelib.ports import Opinion, OpinionRequest
from chalicelib.triage.question import SCHEMA, data, task
from chalicelib.triage.second import shown

_FORM: Final[ResponseFormatJSONSchema] = {
    "type": "json_schema",
    "json_schema": {"name": "opinion", "strict": True, "schema": SCHEMA},
}
_OPTIONS = {"temperature": 0, "max_completion_tokens": 200}


class _Answer(BaseModel):
    """What the task asks the model to write, and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    intent: Intent
    needs_reply: bool
    sentiment: Sentiment
    risk: tuple[Risk, ...]
    confidence: Annotated[float, Field(ge=0, le=1)]
    why: str


class OpenAISecondOpinion:
    """A `SecondOpinion`. One request is one question, taken from model to model until one answers."""

    def __init__(self, source: ModelSource, *, timeout: float, safeguards: Safeguards | None = None) -> None:
        """`timeout` is for all tries of a request, in seconds. `source` is asked at every request."""
        self._asking = Asking(source, timeout, safeguards, for_triage)

    def opinion(self, request: OpinionRequest) -> Opinion:
        """The model's opinion. Raises ModelUnavailableError when there is none that can be used."""
        nonce = token_hex(8)
        question = Question(task(request, nonce), data(request, nonce), _FORM, _OPTIONS)
        asked = self._asking.ask(question, request.brand.brand, request.desk)
        with asked.charged():
            answer = _read(asked.body)
        return Opinion(
            intent=answer.intent,
            needs_reply=answer.needs_reply,
            sentiment=answer.sentiment,
            risk=tuple(dict.fromkeys(answer.risk)),
            confidence=answer.confidence,
            why=shown(answer.why),
            usage=asked.usage,
        )


def _read(body: bytes) -> _Answer:
    try:
        return _Answer.model_validate_json(content_of(body))
    except ValidationError:
        raise ModelUnavailableError("its answer is not the JSON that was asked for") from None
