"""Stands between a client and a server on loopback and keeps what both said."""

import http.client
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Exchange:
    """A request and its answer. Names of headers are in lower case; `target` is path and query."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    status: int
    answer_type: str
    answer: bytes


class RecordingProxy:
    """`with RecordingProxy(url) as proxy:` forwards what comes to `proxy.url` and fills `proxy.exchanges`."""

    def __init__(self, upstream: str) -> None:
        self.exchanges: list[Exchange] = []
        self.upstream = urlsplit(upstream).netloc
        self._http = _Http(self)
        self._thread = Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, proxy: RecordingProxy) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.proxy = proxy


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    def _forward(self) -> None:
        proxy = self.server.proxy
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        upstream = http.client.HTTPConnection(proxy.upstream, timeout=10)
        passed = {name: value for name, value in headers.items() if name not in ("host", "connection")}
        upstream.request(self.command, self.path, body or None, passed)
        response = upstream.getresponse()
        answer = response.read()
        upstream.close()
        kind = response.headers.get_content_type()
        proxy.exchanges.append(
            Exchange(self.command, self.path, headers, body, response.status, kind, answer)
        )
        self.send_response_only(response.status)
        for name, value in response.headers.items():
            if name.lower() not in ("transfer-encoding", "connection"):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_DELETE = _forward  # noqa: N815 (http.server's names)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: what passed is in `exchanges`."""
