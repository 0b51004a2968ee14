"""How long a function takes to start, and to answer first: `python -m bench.cold_start [RUNS]`.

The packaged zip, unpacked and run by AWS's own runtime client against a Runtime API on loopback, beside the
same zip without bytecode and beside one that imports every SDK at its start. Wall-clock medians, and in
brackets what the processor did for it, which a busy machine changes less. Nothing of AWS is reached: a page
sends to the sign-in, a message is malformed and handed back.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from infra.package import package
from infra.packaging.places import BUILD, Places
from tests.support.lambda_runtime import LambdaProcess, runtime_packages, unpack
from tests.support.packaged import ARCHITECTURE

RUNS = 7
LARGEST_ZIP_MB = 17.0
ENVIRONMENT = {
    "EARSHOT_AWS_ENDPOINT": "http://127.0.0.1:1",
    "EARSHOT_QUEUE_URLS": '{"triage": "http://t", "draft": "http://d", "publish": "http://p"}',
    "EARSHOT_SESSION_SECRET": "made up, and long enough for a bench",
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
}
EAGER = """
import boto3, langdetect, openai, tweepy
from chalicelib.policy.length import weighted_length
weighted_length("")
from app import app
from chalicelib.entrypoints.queues import draft_cases, publish_case
"""
PAGE = {
    "httpMethod": "GET", "path": "/", "resource": "/", "body": None, "isBase64Encoded": False,
    "headers": {"accept": "text/html"}, "multiValueHeaders": {"accept": ["text/html"]},
    "queryStringParameters": None, "multiValueQueryStringParameters": None,
    "pathParameters": None, "stageVariables": None,
    "requestContext": {
        "httpMethod": "GET", "resourcePath": "/", "path": "/console/", "stage": "console",
        "identity": {"sourceIp": "127.0.0.1"},
    },
}  # fmt: skip
MESSAGE = {
    "Records": [
        {
            "messageId": "1", "receiptHandle": "1", "body": "{}", "attributes": {}, "messageAttributes": {},
            "md5OfBody": "", "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:local:0:queue",
            "awsRegion": "local",
        }
    ]
}  # fmt: skip


class Function(NamedTuple):
    """What is started: its name, its handler as shipped and in the eager build, an event, the target."""

    name: str
    handler: str
    eager: str
    event: dict[str, Any]
    target_ms: int


FUNCTIONS = (
    Function("pages", "app.app", "eager.app", PAGE, 300),
    Function("draft", "chalicelib.entrypoints.queues.draft_cases", "eager.draft_cases", MESSAGE, 800),
    Function("publish", "chalicelib.entrypoints.queues.publish_case", "eager.publish_case", MESSAGE, 800),
)


class Start(NamedTuple):
    """Milliseconds: of the start and of the first answer, by the wall clock and by the processor's."""

    init: float
    init_cpu: float
    first: float
    first_cpu: float


def started(folder: Path, handler: str, event: dict[str, Any], log: Path) -> Start:
    """Start a function once and let it answer."""
    with LambdaProcess(folder, handler, ENVIRONMENT, log) as process:
        init_cpu = process.cpu_seconds()
        answer = process.invoke(event)
        spans = (process.init_seconds, init_cpu, answer.seconds, process.cpu_seconds() - init_cpu)
        return Start(*(1000 * span for span in spans))


def builds(zip_file: Path, folder: Path) -> Iterator[tuple[str, Path, bool]]:
    """(what it is, where it is unpacked, whether the eager handlers are meant)."""
    yield "as shipped", unpack(zip_file, folder / "shipped"), False
    yield "without bytecode", unpack(zip_file, folder / "plain", bytecode=False), False
    eager = unpack(zip_file, folder / "eager")
    (eager / "eager.py").write_text(EAGER)
    yield "every SDK at once", eager, True


def empty(folder: Path) -> Path:
    """A function that does nothing: what any function on this machine takes."""
    folder.mkdir()
    (folder / "empty.py").write_text("def handler(event, context):\n    return None\n")
    return folder


def row(name: str, build: str, starts: list[Start]) -> str:
    """One line of the table."""
    init, init_cpu, first, first_cpu = (median(column) for column in zip(*starts, strict=True))
    return f"{name:8} {build:18} {init:6.0f} ({init_cpu:4.0f}) {first:9.0f} ({first_cpu:4.0f})"


def main(runs: int) -> None:
    """Print the table."""
    places: Places = package("cold-start", ARCHITECTURE, Places(BUILD / "cold-start"))
    size = places.zip.stat().st_size / 1_000_000
    print(f"zip: {size:.1f} MB ({'under' if size < LARGEST_ZIP_MB else 'OVER'} {LARGEST_ZIP_MB:.0f})")
    runtime_packages()
    print(f"function build              start ms (cpu)  first answer ms (cpu), medians of {runs}")
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        nothing = empty(Path(folder) / "empty")
        print(row("empty", "", [started(nothing, "empty.handler", {}, log) for _ in range(runs)]))
        for build, unpacked, is_eager in builds(places.zip, Path(folder)):
            for function in FUNCTIONS:
                handler = function.eager if is_eager else function.handler
                started(unpacked, handler, function.event, log)  # so that the files are in memory
                starts = [started(unpacked, handler, function.event, log) for _ in range(runs)]
                line = row(function.name, build, starts)
                if not is_eager and unpacked.name == "shipped":
                    met = median(start.init for start in starts) < function.target_ms
                    line += f"   target {function.target_ms} ms: {'met' if met else 'MISSED'}"
                print(line, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
