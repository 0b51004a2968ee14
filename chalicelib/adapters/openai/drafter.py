"""Drafts with a language model, over the OpenAI SDK. Import this only where a model is set: it is slow."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import openai
from openai.types.chat import ChatCompletionMessageParam
from pydantic import SecretStr

from chalicelib.adapters.openai.answer import RESPONSE_FORMAT, read_answer, read_usage
from chalicelib.adapters.openai.errors import as_unavailable
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import BadInputError, ModelUnavailableError
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.task import conversation, offered_ids, system_prompt
from chalicelib.ports import DraftRequest, Suggestion

_LONGEST_BODY = 1_000_000


class OpenAIDrafter:
    """A `Drafter`. One request is one call, never repeated: whoever asks decides what a failure means."""

    def __init__(
        self,
        *,
        base_url: str | None,
        api_key: SecretStr,
        model: str,
        timeout: float,
        prompts_of: Callable[[Brand], Prompts],
    ) -> None:
        """`timeout` is for the whole answer, in seconds. Raises BadInputError for an unusable URL or key."""
        key = api_key.get_secret_value()
        if not key.isascii() or not key.isprintable() or key != key.strip():
            raise BadInputError("EARSHOT_MODEL_KEY: holds characters that no key has; copy it again")
        if base_url is not None and not _is_web_address(base_url):
            raise BadInputError("EARSHOT_MODEL_URL: not a web address such as https://host/v1")
        self._client = openai.OpenAI(base_url=base_url, api_key=key, timeout=timeout, max_retries=0)
        self._model = model
        self._timeout = timeout
        self._prompts_of = prompts_of

    def suggest(self, request: DraftRequest) -> Suggestion:
        """The model's reply. Raises ModelUnavailableError when there is none that can be used."""
        prompts = self._prompts_of(request.brand)
        body = self._ask(request, prompts)
        answer = read_answer(body, offered_ids(request, prompts))
        return Suggestion(
            text=answer.text,
            lang=answer.language,
            origin="model",
            sources=answer.sources,
            note=f"Written by {self._model}.",
            usage=read_usage(body),
        )

    def _ask(self, request: DraftRequest, prompts: Prompts) -> bytes:
        messages: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": system_prompt(request, prompts)},
            {"role": "user", "content": conversation(request)},
        ]
        deadline = time.monotonic() + self._timeout
        body = bytearray()
        # The body is read in pieces, so that an endless or a dripping one cannot hold the case up.
        with (
            as_unavailable(self._timeout),
            self._client.chat.completions.with_streaming_response.create(
                model=self._model,
                messages=messages,
                response_format=RESPONSE_FORMAT,
            ) as response,
        ):
            for piece in response.iter_bytes():
                body += piece
                if len(body) > _LONGEST_BODY:
                    raise ModelUnavailableError("its answer is longer than 1 MB")
                if time.monotonic() > deadline:
                    raise ModelUnavailableError(f"it did not answer within {self._timeout:g} s")
        return bytes(body)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
