"""A chat completion's body: what the model wrote, and what it took."""

import re
from typing import Annotated, Final

from pydantic import BaseModel, Field, ValidationError

from chalicelib.domain.draft import Usage
from chalicelib.domain.errors import ModelUnavailableError

# More than any model takes or writes at once: whoever tells more tells nothing that could be believed.
_MOST_TOKENS = 2_000_000
_BOM: Final = b"\xef\xbb\xbf"
# Models that think aloud do so before they answer; some put what they answer into a fence.
_THINKING = re.compile(r"\A\s*<think>.*?</think>\s*", re.DOTALL)
_FENCE = re.compile(r"\A\s*```(?:json)?[ \t]*\r?\n(.*?)\r?\n?```\s*\Z", re.DOTALL)

_REFUSED = frozenset({"content_filter", "safety", "refusal"})
_CUT_OFF = frozenset({"length", "max_tokens", "model_length"})
_BROKEN_OFF = frozenset({"error", "abort", "tool_calls", "function_call"})


class _Part(BaseModel):
    text: str = ""
    refusal: str | None = None


class _Message(BaseModel):
    content: str | list[_Part] | None = None
    refusal: str | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "".join(part.text for part in self.content)
        return self.content or ""

    @property
    def refuses(self) -> bool:
        parts = self.content if isinstance(self.content, list) else []
        return bool(self.refusal) or any(part.refusal for part in parts)


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice]


_Tokens = Annotated[int, Field(ge=0, le=_MOST_TOKENS)]


class _Usage(BaseModel):
    prompt_tokens: _Tokens
    completion_tokens: _Tokens


class _Billed(BaseModel):
    usage: _Usage


class _Remembered(BaseModel):
    cached_tokens: _Tokens


class _WithDetails(BaseModel):
    prompt_tokens_details: _Remembered


class _Detailed(BaseModel):
    usage: _WithDetails


def read_usage(body: bytes) -> Usage:
    """The tokens that a chat completion's body tells; none where the server tells nothing usable."""
    try:
        told = _Billed.model_validate_json(_bare(body)).usage
    except ValidationError:
        return Usage()
    return Usage(
        prompt_tokens=told.prompt_tokens,
        completion_tokens=told.completion_tokens,
        cached_tokens=min(_cached(body), told.prompt_tokens),
    )


def _cached(body: bytes) -> int:
    try:
        return _Detailed.model_validate_json(_bare(body)).usage.prompt_tokens_details.cached_tokens
    except ValidationError:
        return 0


def is_completion(body: bytes) -> bool:
    """Whether it is a chat completion at all, whatever the model wrote."""
    try:
        return bool(_Completion.model_validate_json(_bare(body)).choices)
    except ValidationError:
        return False


def content_of(body: bytes) -> str:
    """What the model wrote, without its thinking and its fences.

    Raises ModelUnavailableError unless it is whole.
    """
    try:
        completion = _Completion.model_validate_json(_bare(body))
    except ValidationError:
        raise ModelUnavailableError("its server's answer is no chat completion") from None
    if not completion.choices:
        raise ModelUnavailableError("its answer is empty")
    choice = completion.choices[0]
    reason = (choice.finish_reason or "").lower()
    if choice.message.refuses or reason in _REFUSED:
        raise ModelUnavailableError("it refused to answer")
    if reason in _CUT_OFF:
        raise ModelUnavailableError("its answer was cut off")
    if reason in _BROKEN_OFF:
        raise ModelUnavailableError("it broke off, or called a tool that nobody gave it")
    if not (text := _without_wrapping(choice.message.text)):
        raise ModelUnavailableError("its answer is empty")
    return text


def _bare(body: bytes) -> bytes:
    return body.removeprefix(_BOM)


def _without_wrapping(text: str) -> str:
    answer = _THINKING.sub("", text)
    fenced = _FENCE.match(answer)
    return (fenced[1] if fenced else answer).strip()
