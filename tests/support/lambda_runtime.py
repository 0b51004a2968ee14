"""Runs the unpacked zip as Lambda does: AWS's own runtime client, against a Runtime API on loopback.

The process sees the zip and what AWS's runtime brings, nothing of this machine: no site-packages, no PYTHON…
variable, and it writes no bytecode, as Lambda's code directory is read-only.
"""

import json
import os
import subprocess
import sys
import threading
import time
import uuid
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self

from infra.packaging.packages import fetch_packages
from infra.packaging.places import ROOT
from tests.support.packaged import ARCHITECTURE

PREFIX = "/2018-06-01/runtime"
PATIENCE = 60.0
GLANCE = 0.2
START = "import sys; sys.path[:0] = sys.argv[1:3]; from awslambdaric.__main__ import main; main(sys.argv[2:])"


class LambdaError(Exception):
    """The function could not be loaded, or ended; says what it said."""


@dataclass(frozen=True)
class Answered:
    """What a function answered, and after how long."""

    payload: Any
    failed: bool
    seconds: float


def unpack(zip_file: Path, folder: Path, *, bytecode: bool = True) -> Path:
    """Unpack the zip, with or without the bytecode in it."""
    with zipfile.ZipFile(zip_file) as archive:
        names = [name for name in archive.namelist() if bytecode or not name.endswith(".pyc")]
        archive.extractall(folder, names)
    return folder


def runtime_packages() -> Path:
    """A folder with what AWS's runtime brings."""
    return fetch_packages(ROOT / "requirements" / "runtime.txt", ARCHITECTURE)


def bare_python(*arguments: str) -> tuple[str, ...]:
    """A command: Python with nothing on its path but its own library."""
    return (getattr(sys, "_base_executable", sys.executable), "-I", "-S", "-B", *arguments)


class LambdaProcess:
    """One execution environment of a function: start it, invoke it, leave it.

    `init_seconds` is from the start of the process until it asks for its first event.
    """

    def __init__(self, folder: Path, handler: str, environment: Mapping[str, str], log: Path) -> None:
        self._events: SimpleQueue[tuple[str, bytes]] = SimpleQueue()
        self._answers: SimpleQueue[tuple[str, bytes]] = SimpleQueue()
        self._waiting = threading.Event()
        self._folder, self._handler, self._environment = folder, handler, environment
        self._log = log
        self._broken = False
        self.init_seconds = 0.0

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _runtime_api(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        began = time.perf_counter()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                bare_python("-c", START, str(runtime_packages()), str(self._folder), self._handler),
                cwd=self._folder, env=self._variables(), stdout=log, stderr=log,
            )  # fmt: skip
        if not self._waiting.wait(PATIENCE) or self._broken:
            self.__exit__(None, None, None)
            raise LambdaError(f"{self._handler} did not start:\n{self._log.read_text()}")
        self.init_seconds = time.perf_counter() - began
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._server.shutdown()
        self._server.server_close()

    def invoke(self, event: Any) -> Answered:
        """Hand it an event and wait for what it answers."""
        began = time.perf_counter()
        self._events.put((str(uuid.uuid4()), json.dumps(event).encode()))
        while time.perf_counter() < began + PATIENCE and self._process.poll() is None:
            with suppress(Empty):  # look at the process, then wait on
                kind, body = self._answers.get(timeout=GLANCE)
                return Answered(json.loads(body), kind != "response", time.perf_counter() - began)
        raise LambdaError(f"{self._handler} did not answer:\n{self._log.read_text()}")

    def cpu_seconds(self) -> float:
        """What the process has computed so far, whatever else this machine does meanwhile."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _variables(self) -> dict[str, str]:
        return {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_port}",
            "AWS_LAMBDA_FUNCTION_NAME": "earshot",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
            "AWS_REGION": "eu-central-1",
            "LAMBDA_TASK_ROOT": str(self._folder),
            "PATH": "/usr/bin:/bin",
            **self._environment,
        }

    def next_event(self) -> tuple[str, bytes]:
        """What the runtime client asks for."""
        self._waiting.set()
        return self._events.get()

    def take(self, kind: str, body: bytes) -> None:
        """What the runtime client reports."""
        if kind == "init/error":
            self._broken = True
            self._waiting.set()
        self._answers.put((kind, body))


class _Server(ThreadingHTTPServer):
    """Says nothing about connections that end with the process."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # passed on as it came


def _runtime_api(process: LambdaProcess) -> type[BaseHTTPRequestHandler]:
    """The Runtime API of one function, https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer is one packet

        def do_GET(self) -> None:
            request_id, body = process.next_event()
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "application/json")  # its client fails without one
            self.send_header("Lambda-Runtime-Aws-Request-Id", request_id)
            deadline = int((time.time() + PATIENCE) * 1000)
            self.send_header("Lambda-Runtime-Deadline-Ms", str(deadline))
            self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:local:0:function:earshot")
            self._end(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kind = self.path.removeprefix(f"{PREFIX}/invocation/").rpartition("/")[2]
            process.take("init/error" if self.path == f"{PREFIX}/init/error" else kind, body)
            self.send_response(HTTPStatus.ACCEPTED)
            self._end(b"{}")

        def _end(self, body: bytes) -> None:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
