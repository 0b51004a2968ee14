"""A stand-in for a language model: an OpenAI-compatible server on loopback that answers from a script.

It writes what it is told to, or misbehaves on request, so that everything around a model can be tried
without one: `with ModelServer(lambda request: says("Hello")) as model: … model.url …`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Request = dict[str, Any]

_HUGE = 3_000_000


@dataclass(frozen=True)
class Answer:
    """What goes over the wire. `stalls`: nothing is sent until the server ends. `drips`: a byte at a time."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    stalls: bool = False
    drips: bool = False
    hangs_up: bool = False


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
    "a fenced block": completion('```json\n{"text": "Hi", "language": "en", "sources": []}\n```'),
    "a missing key": completion('{"text": "Hi", "language": "en"}'),
    "an extra key": completion('{"text": "Hi", "language": "en", "sources": [], "send": true}'),
    "a wrong type": completion('{"text": ["Hi"], "language": "en", "sources": []}'),
    "no text": completion('{"text": " ", "language": "en", "sources": []}'),
    "no language": completion('{"text": "Hi", "language": "English!", "sources": []}'),
    "a made-up source": says("Hi", sources=("knowledge:made-up",)),
    "a huge text": says("a" * 5_000),
    "a huge body": says("a" * _HUGE),
}


@dataclass
class ModelServer:
    """The running server. `requests` are the bodies it was sent, in order; `keys` what it was sent as key."""

    script: Script
    requests: list[Request] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """The base URL that a client needs."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> "ModelServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(model: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            model.requests.append(request)
            model.keys.append(self.headers.get("authorization", ""))
            found = self.path == "/v1/chat/completions"
            self._send(model.script(request) if found else error(404))

        def _send(self, answer: Answer) -> None:
            if answer.hangs_up:
                self.close_connection = True
                return
            if answer.stalls:
                model.ended.wait()
                return
            self.send_response(answer.status)
            self.send_header("content-type", answer.content_type)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self._write(answer)

        def _write(self, answer: Answer) -> None:
            step = 1 if answer.drips else max(1, len(answer.body))
            try:
                for start in range(0, len(answer.body), step):
                    self.wfile.write(answer.body[start : start + step])
                    if answer.drips and model.ended.wait(0.05):
                        return
            except ConnectionError:
                return  # The client had enough.

        def log_message(self, *_: object) -> None:
            """Say nothing: the product's own output is what counts."""

    return Handler
