"""Rewords with a language model, over the OpenAI SDK. Import this only where one is set: it is slow."""

from collections.abc import Callable
from typing import Annotated, Final

from openai.types.shared_params import ResponseFormatJSONSchema
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from chalicelib.adapters.openai.asking import Asking, ModelSource, Question, Safeguards
from chalicelib.adapters.openai.completion import content_of
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import ModelUnavailableError
from chalicelib.draft.change_task import concealed, data, sources_of, system_prompt
from chalicelib.draft.prompts import Prompts
from chalicelib.ports import ChangeRequest, Suggestion

_FORM: Final[ResponseFormatJSONSchema] = {
    "type": "json_schema",
    "json_schema": {
        "name": "change",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"text": {"type": "string"}, "language": {"type": "string"}},
            "required": ["text", "language"],
            "additionalProperties": False,
        },
    },
}

# A reply with room to think aloud.
_OPTIONS = {"max_completion_tokens": 1_500}


class _Answer(BaseModel):
    """What the task asks the model to write, and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    text: Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class OpenAIChanger:
    """A `Changer`. One request is one question."""

    def __init__(
        self,
        source: ModelSource,
        *,
        timeout: float,
        prompts_of: Callable[[Brand], Prompts],
        safeguards: Safeguards | None = None,
    ) -> None:
        """`timeout` is for all tries of a request, in seconds. `source` is asked at every request."""
        self._asking = Asking(source, timeout, safeguards)
        self._prompts_of = prompts_of

    def change(self, request: ChangeRequest) -> Suggestion:
        """The model's text. Raises ModelUnavailableError when there is none that can be used."""
        prompts = self._prompts_of(request.around.brand)
        hidden = concealed(request, prompts)
        question = Question(system_prompt(request, prompts, hidden), data(request, hidden), _FORM, _OPTIONS)
        asked = self._asking.ask(question, request.around.brand.brand, request.around.desk)
        with asked.charged():
            answer = _read(asked.body)
        return Suggestion(
            text=hidden.restore(answer.text),
            lang=answer.language,
            origin="model",
            sources=sources_of(request, prompts),
            note=f"Changed by {asked.model.name}.",
            usage=asked.usage,
            model=asked.model.name,
            parameters=asked.parameters,
        )


def _read(body: bytes) -> _Answer:
    try:
        return _Answer.model_validate_json(content_of(body))
    except ValidationError:
        raise ModelUnavailableError("its answer is not the JSON that was asked for") from None
