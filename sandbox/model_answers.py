"""What a scripted model answers: good answers, and errors as OpenAI words them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Request = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What goes over the wire. `stalls`: nothing is sent until the server ends. `drips`: the body comes byte
    by byte, `drips_headers`: they do. `raw` takes the place of everything, `told_length` of the true one."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    stalls: bool = False
    drips: bool = False
    hangs_up: bool = False
    drips_headers: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    told_length: int | None = None
    raw: bytes | None = None


Script = Callable[[Request], Answer]


def says(text: str, language: str = "en", sources: tuple[str, ...] = ()) -> Answer:
    """A good answer with this text."""
    return completion(json.dumps({"text": text, "language": language, "sources": list(sources)}))


def opines(
    intent: str, needs_reply: object, *, tokens: tuple[int, int] = (100, 20), **more: object
) -> Answer:
    """A good second opinion; `more` takes the place of what else it says."""
    rest = {"sentiment": "neutral", "risk": (), "confidence": 0.9, "why": "as scripted"}
    return completion(json.dumps({"intent": intent, "needs_reply": needs_reply} | rest | more), tokens=tokens)


def completion(
    content: str | None,
    *,
    finish_reason: str = "stop",
    refusal: str | None = None,
    choices: int = 1,
    tokens: tuple[int, int] = (100, 20),
) -> Answer:
    """A chat completion with this content, whatever it is; `tokens` of the prompt and of the answer."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
    head = {"id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": "scripted"}
    return Answer(body=json.dumps({**head, "choices": [choice] * choices, "usage": usage}).encode())


def error(status: int, message: str = "scripted error") -> Answer:
    """An error as OpenAI words it."""
    kind = {"message": message, "type": "scripted", "param": None, "code": None}
    return Answer(status=status, body=json.dumps({"error": kind}).encode())
