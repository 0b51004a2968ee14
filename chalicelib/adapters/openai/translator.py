"""Translates with a language model, over the OpenAI SDK. Import this only where one is asked: it is slow."""

from collections.abc import Callable
from typing import Final

from openai.types.shared_params import ResponseFormatJSONSchema
from pydantic import BaseModel, ConfigDict, ValidationError

from chalicelib.adapters.openai.asking import Asking, ModelSource, Question, Safeguards
from chalicelib.adapters.openai.completion import content_of
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import ModelUnavailableError
from chalicelib.draft.private import Concealed
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.translate_task import data, system_prompt
from chalicelib.ports import Translation, TranslationRequest

_FORM: Final[ResponseFormatJSONSchema] = {
    "type": "json_schema",
    "json_schema": {
        "name": "translation",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"texts": {"type": "array", "items": {"type": "string"}}},
            "required": ["texts"],
            "additionalProperties": False,
        },
    },
}


class _Answer(BaseModel):
    """What the task asks the model to write, and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    texts: tuple[str, ...]


class OpenAITranslator:
    """A `Translator`. One request is one question."""

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

    def translate(self, request: TranslationRequest) -> Translation:
        """The model's translation. Raises ModelUnavailableError when there is none that can be used."""
        prompts = self._prompts_of(request.brand)
        hidden = Concealed(request.lang)
        question = Question(system_prompt(request, prompts), data(request, hidden), _FORM)
        asked = self._asking.ask(question, request.brand.brand, request.desk)
        with asked.charged():
            texts = _read(asked.body)
            if len(texts) != len(request.texts):
                raise ModelUnavailableError("it did not translate every text")
        texts = tuple(hidden.restore(text) for text in texts)
        return Translation(texts, asked.model.name, asked.usage)


def _read(body: bytes) -> tuple[str, ...]:
    try:
        return _Answer.model_validate_json(content_of(body)).texts
    except ValidationError:
        raise ModelUnavailableError("its answer is not the JSON that was asked for") from None
