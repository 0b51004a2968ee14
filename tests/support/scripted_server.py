"""An HTTP server on loopback that does what a test scripts, down to how a connection dies."""

import json
import select
import socket
import struct
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

PATIENCE = 30.0
"""Seconds after which a stalled connection is given up, should a test forget it."""


@dataclass(frozen=True)
class Answer:
    """An answer; `body` is sent as JSON unless it is bytes. Only its first `cut` bytes arrive, if set."""

    status: int = 200
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None


@dataclass(frozen=True)
class Raw:
    """These very bytes in place of an HTTP answer, then the end of the connection."""

    data: bytes


@dataclass(frozen=True)
class Drop:
    """The connection is reset, before or after the request was read."""

    after_reading: bool = True


@dataclass(frozen=True)
class Stall:
    """The request is read and never answered."""


Step = Answer | Raw | Drop | Stall


@dataclass(frozen=True)
class Seen:
    """A request as it arrived. `port` is the client's: the same one, the same connection."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    port: int

    def json(self) -> object:
        """The body's JSON, None where there is no body."""
        return json.loads(self.body) if self.body else None


class ScriptedServer:
    """`with ScriptedServer() as server:`, then `server.on(...)`; `server.seen` holds what was asked."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.closing = Event()
        self._steps: dict[tuple[str, str], list[Step]] = defaultdict(list)
        self._http = _Http(self)
        self._thread = Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def on(self, method: str, path: str, *steps: Step) -> None:
        """What happens to requests there, one step each; the last one stays."""
        self._steps[method, path] = list(steps)

    def next_step(self, method: str, path: str) -> Step:
        """The step for this request; an unscripted one is a 404 without a word."""
        steps = self._steps[method, path]
        if len(steps) > 1:
            return steps.pop(0)
        return steps[0] if steps else Answer(404, b"nothing here")

    def sent(self, method: str, path: str) -> list[Seen]:
        """The requests that were read there."""
        return [one for one in self.seen if (one.method, one.path) == (method, path)]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(PATIENCE)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, script: ScriptedServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up in these tests; that is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def handle_one_request(self) -> None:
        """Decide by the request line alone, so that a request can be dropped unread."""
        if not self._arrived():
            self.close_connection = True
            return
        first, _, _ = self.connection.recv(65_536, socket.MSG_PEEK).partition(b"\r\n")
        method, target = [*first.decode().split(), "", ""][:2]
        step = self.server.script.next_step(method, urlsplit(target).path)
        if step != Drop(after_reading=False):
            self._read()
        self._perform(step)

    def _arrived(self) -> bool:
        while not self.server.script.closing.is_set():
            readable, _, _ = select.select([self.connection], [], [], 0.05)
            if readable:
                return bool(self.connection.recv(1, socket.MSG_PEEK))
        return False

    def _read(self) -> None:
        self.raw_requestline = self.rfile.readline(65_537)
        self.parse_request()
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        port = int(self.client_address[1])
        self.server.script.seen.append(Seen(self.command, parts.path, query, headers, body, port))

    def _perform(self, step: Step) -> None:
        match step:
            case Answer():
                self._answer(step)
            case Raw():
                self.wfile.write(step.data)
                self.close_connection = True
            case Drop():
                self._reset()
            case Stall():
                self.server.script.closing.wait(PATIENCE)
                self.close_connection = True

    def _answer(self, step: Answer) -> None:
        body = step.body if isinstance(step.body, bytes) else json.dumps(step.body).encode()
        self.send_response(step.status)
        for name, value in {"content-type": "application/json", **step.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: step.cut])
        if step.cut is not None:
            self.close_connection = True

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Silent: what arrived is in `seen`."""
