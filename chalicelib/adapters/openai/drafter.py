"""Drafts with a language model, over the OpenAI SDK. Import this only where a model is set: it is slow."""

from collections.abc import Callable

from chalicelib.adapters.openai.answer import RESPONSE_FORMAT, read_answer
from chalicelib.adapters.openai.asking import Asking, ModelSource, Question
from chalicelib.adapters.openai.completion import read_usage
from chalicelib.domain.brand import Brand
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.task import conversation, offered_ids, system_prompt
from chalicelib.ports import DraftRequest, Suggestion


class OpenAIDrafter:
    """A `Drafter`. One request is one call, never repeated: whoever asks decides what a failure means."""

    def __init__(
        self, source: ModelSource, *, timeout: float, prompts_of: Callable[[Brand], Prompts]
    ) -> None:
        """`timeout` is for the whole answer, in seconds. `source` is asked at every request."""
        self._asking = Asking(source, timeout)
        self._prompts_of = prompts_of

    def suggest(self, request: DraftRequest) -> Suggestion:
        """The model's reply. Raises ModelUnavailableError when there is none that can be used."""
        prompts = self._prompts_of(request.brand)
        model, body = self._asking.ask(
            Question(system_prompt(request, prompts), conversation(request), RESPONSE_FORMAT)
        )
        answer = read_answer(body, offered_ids(request, prompts))
        return Suggestion(
            text=answer.text,
            lang=answer.language,
            origin="model",
            sources=answer.sources,
            note=f"Written by {model.name}.",
            usage=read_usage(body),
        )
