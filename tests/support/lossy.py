"""A way to a server on which answers get lost: the request arrives and is carried out, nobody hears of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import urlsplit

HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"})


class LossyWay:
    """`url` leads to the server behind; the next `lose(n)` requests are carried out and not answered."""

    def __init__(self, upstream: str) -> None:
        self._host = urlsplit(upstream).netloc
        self._lock = Lock()
        self._to_lose = 0
        self.arrived = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def lose(self, answers: int) -> None:
        """Lose the next so many answers."""
        with self._lock:
            self._to_lose = answers

    def close(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()

    def serve(self) -> None:
        """Serve until closed."""
        self._server.serve_forever(poll_interval=0.05)

    def carry_out(
        self, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Ask the server behind."""
        connection = HTTPConnection(self._host, timeout=10)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def is_lost(self) -> bool:
        """Whether this answer gets lost."""
        with self._lock:
            self.arrived += 1
            lost = self._to_lose > 0
            self._to_lose -= lost
            return lost

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        way = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, headers, answer = way.carry_out(self.path, dict(self.headers.items()), body)
                if way.is_lost():
                    self.close_connection = True
                    return
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in HOP_BY_HOP:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                """Tests need no log of requests."""

        return Handler


@contextmanager
def lossy_way(upstream: str) -> Iterator[LossyWay]:
    """A way that is open as long as the block runs."""
    way = LossyWay(upstream)
    thread = Thread(target=way.serve)
    thread.start()
    try:
        yield way
    finally:
        way.close()
        thread.join()
