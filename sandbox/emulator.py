"""A laptop-sized AWS: the emulator as a child process on 127.0.0.1, with its state in a folder."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from chalicelib.domain.errors import BadInputError

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv-sandbox"
SERVER = ROOT / "sandbox" / "emulator_server.py"
SERVICES = ("dynamodb", "sqs", "sts")
# What a deployment needs beside them.
DEPLOYMENT = (
    "apigateway", "cloudformation", "events", "iam", "lambda", "logs", "monitoring", "s3",
    "secretsmanager", "sns",
)  # fmt: skip

START_SECONDS = 30.0
STOP_SECONDS = 60.0
SNAPSHOT_SECONDS = 3.0
REGION = "eu-central-1"


class EmulatorError(Exception):
    """It did not start or did not stop; the message says where its log is."""


class Emulator:
    """Start, use `endpoint`, stop. What it holds survives in `folder`, within seconds even of `kill -9`.

    `port` None takes a free one. `environment` is the virtual environment that has ministack;
    `snapshot_seconds` is how often its state is written while it runs, at most. `services` are the
    emulator's names of what it serves: by default what a laptop needs.
    """

    def __init__(
        self,
        folder: Path,
        port: int | None = None,
        *,
        environment: Path = ENVIRONMENT,
        snapshot_seconds: float = SNAPSHOT_SECONDS,
        services: tuple[str, ...] = SERVICES,
    ) -> None:
        self.folder = folder.absolute()
        self.log = self.folder / "emulator.log"
        self._wanted_port = port
        self._python = environment / "bin" / "python"
        self._snapshot_seconds = snapshot_seconds
        self._services = services
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._ended_well = self.folder / "ended-well"
        # Whether the run before this one ended without writing all that it held; known once started.
        self.was_cut_off = False

    @property
    def endpoint(self) -> str:
        """The URL that clients of AWS are pointed at."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start and wait until it answers. Raises BadInputError without its environment, EmulatorError."""
        if not self._python.exists():
            raise BadInputError(
                "the sandbox's environment is not there; `make demo` or `make test` sets it up",
                file=str(self._python.parent.parent),
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        self.was_cut_off = (self.folder / "state").exists() and not self._ended_well.exists()
        self._ended_well.unlink(missing_ok=True)
        self._port = _usable(self._wanted_port or 0)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._python), "-I", str(SERVER)],
                env=self._environment(),
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us; we stop it in order
            )
        self._wait_until_it_answers(self._process)

    def stop(self) -> None:
        """Ask it to write its state and end, and wait for that. Does nothing when it does not run."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired as error:
            process.kill()
            process.wait()
            raise EmulatorError(
                f"the emulator did not stop in {STOP_SECONDS:.0f} s; see {self.log}"
            ) from error
        finally:
            if process.stdin:
                process.stdin.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _environment(self) -> dict[str, str]:
        """Nothing of ours: no key, no proxy, no path of another Python."""
        return {
            "PATH": os.defpath,
            "GATEWAY_PORT": str(self._port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "MINISTACK_REGION": REGION,
            "MINISTACK_WORKER_THREADS": "4",
            "SERVICES": ",".join(self._services),
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.folder / "state"),
            "S3_DATA_DIR": str(self.folder / "s3"),
            "TMPDIR": str(self.folder),
            "SNAPSHOT_SECONDS": str(self._snapshot_seconds),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LOG_LEVEL": "WARNING",
        }

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                self.stop()
                raise EmulatorError(f"the emulator ended at once; its last words are in {self.log}")
            if self._answers():
                return
            time.sleep(0.05)
        self.stop()
        raise EmulatorError(f"the emulator did not answer within {START_SECONDS:.0f} s; see {self.log}")

    def _answers(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"{self.endpoint}/_ministack/health", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def _usable(port: int) -> int:
    """The port, or any free one for 0. Raises EmulatorError when somebody else listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise EmulatorError(f"port {port} of 127.0.0.1 cannot be used: {error.strerror}") from error
        return int(probe.getsockname()[1])
