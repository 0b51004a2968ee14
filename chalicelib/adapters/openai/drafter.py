"""Drafts with a language model, over the OpenAI SDK. Import this only where a model is set: it is slow."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

import openai
from openai.types.chat import ChatCompletionMessageParam

from chalicelib.adapters.openai.answer import RESPONSE_FORMAT, read_answer, read_usage
from chalicelib.adapters.openai.errors import as_unavailable
from chalicelib.domain.brand import Brand
from chalicelib.domain.credentials import ModelSecret
from chalicelib.domain.errors import EarshotError, ModelUnavailableError
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.task import conversation, offered_ids, system_prompt
from chalicelib.ports import DraftRequest, Suggestion

_LONGEST_BODY = 1_000_000


class ModelSource(Protocol):
    """Tells the model as it is known now; with `anew`, as it is kept now. None where none is connected."""

    def __call__(self, *, anew: bool = False) -> ModelSecret | None:
        """The model and its key. Raises EarshotError when they cannot be read."""
        ...


class OpenAIDrafter:
    """A `Drafter`. One request is one call, never repeated: whoever asks decides what a failure means.

    Only where the server refuses the key, and another is kept by now, that one is tried.
    """

    def __init__(
        self, source: ModelSource, *, timeout: float, prompts_of: Callable[[Brand], Prompts]
    ) -> None:
        """`timeout` is for the whole answer, in seconds. `source` is asked at every request."""
        self._source = source
        self._timeout = timeout
        self._prompts_of = prompts_of

    def suggest(self, request: DraftRequest) -> Suggestion:
        """The model's reply. Raises ModelUnavailableError when there is none that can be used."""
        prompts = self._prompts_of(request.brand)
        model, body = self._ask(request, prompts)
        answer = read_answer(body, offered_ids(request, prompts))
        return Suggestion(
            text=answer.text,
            lang=answer.language,
            origin="model",
            sources=answer.sources,
            note=f"Written by {model.name}.",
            usage=read_usage(body),
        )

    def _ask(self, request: DraftRequest, prompts: Prompts) -> tuple[ModelSecret, bytes]:
        """The model that answered, and its answer's body."""
        messages: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": system_prompt(request, prompts)},
            {"role": "user", "content": conversation(request)},
        ]
        model = self._connected()
        _client_of(model, self._timeout)  # made before its time is taken: the certificates take long to load
        deadline = time.monotonic() + self._timeout
        with as_unavailable(self._timeout):
            try:
                return model, self._asked(model, messages, deadline)
            except openai.AuthenticationError:
                newer = self._connected(anew=True)
                if newer == model:
                    raise
            return newer, self._asked(newer, messages, deadline)

    def _connected(self, *, anew: bool = False) -> ModelSecret:
        try:
            model = self._source(anew=anew)
        except EarshotError as error:
            raise ModelUnavailableError(f"its key cannot be read: {error}", may_be_billed=False) from error
        if model is None:
            raise ModelUnavailableError("it was disconnected", may_be_billed=False)
        return model

    def _asked(
        self, model: ModelSecret, messages: list[ChatCompletionMessageParam], deadline: float
    ) -> bytes:
        body = bytearray()
        # The body is read in pieces, so that an endless or a dripping one cannot hold the case up.
        with _client_of(model, self._timeout).chat.completions.with_streaming_response.create(
            model=model.name, messages=messages, response_format=RESPONSE_FORMAT
        ) as response:
            for piece in response.iter_bytes():
                body += piece
                if len(body) > _LONGEST_BODY:
                    raise ModelUnavailableError("its answer is longer than 1 MB")
                if time.monotonic() > deadline:
                    raise ModelUnavailableError(f"it did not answer within {self._timeout:g} s")
        return bytes(body)


@lru_cache(maxsize=4)
def _client_of(model: ModelSecret, timeout: float) -> openai.OpenAI:
    """A client for each key, kept for the next request and forgotten in time after a rotation."""
    return openai.OpenAI(
        base_url=model.url, api_key=model.key.get_secret_value(), timeout=timeout, max_retries=0
    )
