"""Two who move one purse at once: AWS refuses one of them, who tries again. (The emulator refuses nobody.)"""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.dynamodb.purses import TRIES
from chalicelib.domain.errors import BudgetExhaustedError, StoreUnavailableError
from sandbox.emulator import REGION

BRAND = "tarnhollow"
PURSE = {"pk": {"S": "p"}, "sk": {"S": "PURSE"}, "allowance": {"N": "100"}, "remaining": {"N": "1"}}
TABLE = "com.amazonaws.dynamodb.v20120810#"


class Busy:
    """A table that refuses the first transactions, for a reason that the test gives, and takes the others."""

    def __init__(self, refused: int, reason: dict[str, object]) -> None:
        self.left, self.reason, self.tokens = refused, reason, list[str]()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        table = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
                table.tokens.append(asked["ClientRequestToken"])
                refuses, table.left = table.left > 0, table.left - 1
                kind = f"{TABLE}TransactionCanceledException"
                told = {"__type": kind, "Message": "m", "CancellationReasons": [table.reason]}
                body = json.dumps(told if refuses else {}).encode()
                self.send_response(400 if refuses else 200)
                self.send_header("content-type", "application/x-amz-json-1.0")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


Serve = Callable[[int, str], tuple[Busy, DynamoStore]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    running: list[Busy] = []

    def start(refused: int, code: str) -> tuple[Busy, DynamoStore]:
        busy = Busy(refused, {"Code": code, "Message": "m", "Item": PURSE})
        running.append(busy)
        Thread(target=busy.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return busy, DynamoStore("table", dynamodb_client(REGION, busy.url), utc_now)

    yield start
    for one in running:
        one.server.shutdown()
        one.server.server_close()


def test_a_movement_that_met_another_is_made_again_once(serve: Serve) -> None:
    busy, store = serve(TRIES - 1, "TransactionConflict")
    store.reserve(BRAND, "tokens", 10, 100)
    assert len(busy.tokens) == TRIES
    # One token for all tries: whichever of them AWS carried out, it is carried out once.
    assert len(set(busy.tokens)) == 1


def test_a_purse_that_stays_busy_is_told_to_be(serve: Serve) -> None:
    busy, store = serve(100, "TransactionConflict")
    with pytest.raises(StoreUnavailableError, match="busy; nothing was moved"):
        store.settle(BRAND, "tokens", 10, 4)
    assert len(busy.tokens) == TRIES


def test_an_empty_purse_is_not_asked_again(serve: Serve) -> None:
    busy, store = serve(100, "ConditionalCheckFailed")
    with pytest.raises(BudgetExhaustedError):
        store.reserve(BRAND, "tokens", 10, 100)
    assert len(busy.tokens) == 1
