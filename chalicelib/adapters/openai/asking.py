"""Asks a model once, over the OpenAI SDK. Import this only where a model is set: it is slow."""

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import openai
from openai.types.chat import ChatCompletionMessageParam
from openai.types.shared_params import ResponseFormatJSONSchema

from chalicelib.adapters.openai.errors import as_unavailable
from chalicelib.domain.credentials import ModelSecret
from chalicelib.domain.errors import EarshotError, ModelUnavailableError

_LONGEST_BODY = 1_000_000


class ModelSource(Protocol):
    """Tells the model as it is known now; with `anew`, as it is kept now. None where none is connected."""

    def __call__(self, *, anew: bool = False) -> ModelSecret | None:
        """The model and its key. Raises EarshotError when they cannot be read."""
        ...


class Question(NamedTuple):
    """Our instructions, what strangers wrote, the form of the answer, and what else the call is given."""

    system: str
    user: str
    form: ResponseFormatJSONSchema
    options: Mapping[str, Any] | None = None

    @property
    def messages(self) -> list[ChatCompletionMessageParam]:
        """As the protocol takes them."""
        return [{"role": "system", "content": self.system}, {"role": "user", "content": self.user}]


class Asking:
    """One question is one call, never repeated: whoever asks decides what a failure means.

    Only where the server refuses the key, and another is kept by now, that one is tried.
    """

    def __init__(self, source: ModelSource, timeout: float) -> None:
        """`timeout` is for the whole answer, in seconds. `source` is asked at every question."""
        self._source = source
        self._timeout = timeout

    def ask(self, question: Question) -> tuple[ModelSecret, bytes]:
        """The model that answered, and its answer's body. Raises ModelUnavailableError."""
        model = self._connected()
        _client_of(model, self._timeout)  # made before its time is taken: the certificates take long to load
        deadline = time.monotonic() + self._timeout
        with as_unavailable(self._timeout):
            try:
                return model, self._asked(model, question, deadline)
            except openai.AuthenticationError:
                newer = self._connected(anew=True)
                if newer == model:
                    raise
            return newer, self._asked(newer, question, deadline)

    def _connected(self, *, anew: bool = False) -> ModelSecret:
        try:
            model = self._source(anew=anew)
        except EarshotError as error:
            raise ModelUnavailableError(f"its key cannot be read: {error}", may_be_billed=False) from error
        if model is None:
            raise ModelUnavailableError("it was disconnected", may_be_billed=False)
        return model

    def _asked(self, model: ModelSecret, question: Question, deadline: float) -> bytes:
        body = bytearray()
        # The body is read in pieces, so that an endless or a dripping one cannot hold the case up.
        with _client_of(model, self._timeout).chat.completions.with_streaming_response.create(
            model=model.name,
            messages=question.messages,
            response_format=question.form,
            **(question.options or {}),
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
    """A client for each key, kept for the next question and forgotten in time after a rotation."""
    return openai.OpenAI(
        base_url=model.url, api_key=model.key.get_secret_value(), timeout=timeout, max_retries=0
    )
