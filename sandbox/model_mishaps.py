"""The ways in which a model's server was seen, or is imagined, to fail; and some that only look like it."""

import gzip
import json
from typing import Any, Final

from sandbox.model_answers import Answer, completion, error, says

_HUGE: Final = 3_000_000
# Fifty megabytes of nothing, packed into fifty kilobytes.
_BOMB: Final = gzip.compress(bytes(50_000_000))
_GZIP: Final = (("content-encoding", "gzip"),)
GOOD: Final = says("Hi").body

MISHAPS: dict[str, Answer] = {
    "no key": error(401),
    "no permission": error(403),
    "no such model": error(404),
    "bad request": error(400),
    "rate limited": error(429),
    "broken": error(500),
    "overloaded": error(503),
    "error without a body": Answer(status=502),
    "error page": Answer(status=502, body=b"<html>Bad gateway</html>", content_type="text/html"),
    "stalls": Answer(stalls=True),
    "drips": Answer(body=b"{" + b" " * 10_000, drips=True),
    "hangs up": Answer(hangs_up=True),
    "nothing at all": Answer(),
    "a page": Answer(body=b"<html>Welcome</html>", content_type="text/html"),
    "not JSON": Answer(body=b'{"choices": [{'),
    "not UTF-8": Answer(body=b'{"choices": "\xff"}'),
    "another shape": Answer(body=b'{"choices": "none"}'),
    "a list": Answer(body=b"[]"),
    "no choices": completion("x", choices=0),
    "null choices": Answer(body=b'{"choices": null}'),
    "no content": completion(None),
    "empty content": completion(""),
    "refusal": completion(None, refusal="I cannot help with that."),
    "filtered": completion("", finish_reason="content_filter"),
    "cut off": completion('{"text": "We will', finish_reason="length"),
    "prose": completion("Of course! Here is your reply: we are sorry."),
    "a missing key": completion('{"text": "Hi", "language": "en"}'),
    "an extra key": completion('{"text": "Hi", "language": "en", "sources": [], "send": true}'),
    "a wrong type": completion('{"text": ["Hi"], "language": "en", "sources": []}'),
    "no text": completion('{"text": " ", "language": "en", "sources": []}'),
    "no language": completion('{"text": "Hi", "language": "English!", "sources": []}'),
    "a made-up source": says("Hi", sources=("knowledge:made-up",)),
    "a huge text": says("a" * 5_000),
    "a huge body": says("a" * _HUGE),
    # --- HTTP that is none, or too much of it
    "headers that drip": Answer(body=b"{}", drips_headers=True),
    "headers without end": Answer(raw=b"HTTP/1.1 200 OK\r\n" + b"x-more: and more\r\n" * 20_000),
    "garbled chunks": Answer(raw=b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nnonsense"),
    "shorter than told": Answer(body=GOOD, told_length=len(GOOD) + 100),
    "longer than told": Answer(body=GOOD, told_length=len(GOOD) - 100),
    "not HTTP": Answer(raw=b"SSH-2.0-OpenSSH_9.6\r\n"),
    "a bomb": Answer(body=_BOMB, headers=_GZIP),
    "a bomb as an error": Answer(status=503, body=_BOMB, headers=_GZIP),
    "no gzip at all": Answer(body=GOOD, headers=_GZIP),
    "an error that drips": Answer(status=503, body=b" " * 10_000, drips=True),
    "a huge error": Answer(status=503, body=b"a" * _HUGE),
    "sent elsewhere": Answer(status=307, headers=(("location", "http://127.0.0.1:9/v1/chat/completions"),)),
    "sent in circles": Answer(status=302, headers=(("location", "/v1/chat/completions"),)),
    "a stream": Answer(body=b"data: {}\n\ndata: [DONE]\n\n", content_type="text/event-stream"),
    # --- errors of other words
    "timed out there": error(408),
    "in conflict": error(409),
    "too large": error(413),
    "not understood": error(422),
    "asked to wait for days": Answer(status=429, body=error(429).body, headers=(("retry-after", "172800"),)),
    "asked to wait in vain": Answer(status=429, headers=(("retry-after", "soon"),)),
    "an error that is a text": Answer(status=500, body=b'{"error": "model runner has unexpectedly stopped"}'),
    "an error in a 200": Answer(body=error(500).body),
    # --- JSON that is none, or none of ours
    "nested too deep": Answer(body=b'{"choices": ' + b"[" * 100_000),
    "not a number": Answer(body=b'{"choices": NaN}'),
    "a tool call": completion(None, finish_reason="tool_calls"),
    "broken off": completion('{"text": "Hi", "language": "en", "sources": []}', finish_reason="abort"),
    "half of it": completion('{"text": "We wi'),
    "two in one": completion('{"text": "Hi", "language": "en", "sources": []}' * 2),
    "only thoughts": completion("<think>I could say hello.</think>"),
    "thoughts without end": completion("<think>I could say hello, or"),
}


def oddities(content: str) -> dict[str, Answer]:
    """Ways of giving this good answer that only look wrong."""
    whole: dict[str, Any] = json.loads(completion(content).body)
    choice = whole["choices"][0]

    def with_message(**more: object) -> Answer:
        return _whole({**whole, "choices": [{**choice, "message": {"role": "assistant", **more}}]})

    def with_usage(usage: object) -> Answer:
        return _whole({**whole, "usage": usage})

    return {
        "a byte order mark": Answer(body=b"\xef\xbb\xbf" + _whole(whole).body),
        "keys told twice": Answer(body=_whole(whole).body.replace(b'{"id"', b'{"id": "before", "id"', 1)),
        "another model": _whole({**whole, "model": "somebody-else"}),
        "two choices": completion(content, choices=2),
        "parts": with_message(content=[{"type": "text", "text": one} for one in (content[:9], content[9:])]),
        "thoughts apart": with_message(content=content, reasoning_content="I could say hello."),
        "thoughts before": with_message(content=f"<think>I could say hello.</think>\n\n{content}"),
        "a fenced block": with_message(content=f"```json\n{content}\n```"),
        "thoughts and a fence": with_message(content=f"<think>Hm.</think>\n```\n{content}\n```\n"),
        "no reason to finish": _whole({**whole, "choices": [{"message": choice["message"]}]}),
        "another reason to finish": completion(content, finish_reason="eos"),
        "as a text": Answer(body=_whole(whole).body, content_type="text/plain"),
        "no usage": _whole({name: value for name, value in whole.items() if name != "usage"}),
        "usage below nothing": with_usage({"prompt_tokens": -5, "completion_tokens": 20}),
        "usage beyond belief": with_usage({"prompt_tokens": 10**30, "completion_tokens": 20}),
        "usage that is no number": Answer(
            body=with_usage("@").body.replace(b'"@"', b'{"prompt_tokens": NaN}')
        ),
        "usage in words": with_usage({"prompt_tokens": "many", "completion_tokens": "few"}),
        "half of the usage": with_usage({"prompt_tokens": 100}),
        "usage as texts": with_usage({"prompt_tokens": "100", "completion_tokens": "20"}),
        "usage with more": with_usage({**whole["usage"], "prompt_tokens_details": None}),
    }


# What of them tells nothing usable of what it took.
WITHOUT_USAGE = frozenset(
    {
        "no usage",
        "usage below nothing",
        "usage beyond belief",
        "usage that is no number",
        "usage in words",
        "half of the usage",
    }
)


def _whole(body: dict[str, Any]) -> Answer:
    return Answer(body=json.dumps(body).encode())
