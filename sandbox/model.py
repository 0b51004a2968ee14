"""A stand-in for a language model: an OpenAI-compatible server on loopback that answers from a script.

It writes what it is told to, or misbehaves on request, so that everything around a model can be tried
without one: `with ModelServer(lambda request: says("Hello")) as model: … model.url …`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from sandbox.model_answers import Answer, Request, completion, error, opines, says
from sandbox.model_dialects import speaking
from sandbox.model_mishaps import MISHAPS, WITHOUT_USAGE, oddities

__all__ = [
    "MISHAPS",
    "WITHOUT_USAGE",
    "Answer",
    "ModelServer",
    "Request",
    "Script",
    "completion",
    "error",
    "oddities",
    "opines",
    "says",
    "speaking",
]

Script = Callable[[Request], Answer]


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
            self.close_connection = True
            self._write(self._head(answer) if answer.raw is None else answer.raw, drips=answer.drips_headers)
            self._write(answer.body, drips=answer.drips)

        def _head(self, answer: Answer) -> bytes:
            length = len(answer.body) if answer.told_length is None else answer.told_length
            headers = [("content-type", answer.content_type), ("content-length", str(length))]
            lines = [f"HTTP/1.1 {answer.status} Scripted", "connection: close"]
            lines += [f"{name}: {value}" for name, value in (*headers, *answer.headers)]
            return "\r\n".join([*lines, "", ""]).encode()

        def _write(self, what: bytes, *, drips: bool) -> None:
            step = 1 if drips else max(1, len(what))
            try:
                for start in range(0, len(what), step):
                    self.wfile.write(what[start : start + step])
                    if drips and model.ended.wait(0.05):
                        return
            except ConnectionError:
                return  # The client had enough.

        def log_message(self, *_: object) -> None:
            """Say nothing: the product's own output is what counts."""

    return Handler
