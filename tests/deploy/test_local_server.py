"""`chalice local` serves the pages as the deployed API does."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from chalicelib.adapters.dynamodb.table import create_table
from sandbox.emulator import REGION, Emulator
from tests.conftest import ROOT
from tests.support.laptop import eventually

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TOKEN = "a-token-of-an-admin-for-tests"
PAGES = {"Accept": "text/html"}


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Whether something serves there."""
    try:
        return requests.get(url, timeout=10).status_code > 0
    except requests.ConnectionError:
        return False


@pytest.fixture(scope="module")
def server(
    emulator: Emulator, dynamodb: "DynamoDBClient", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a local server of the checkout, with an emulator in AWS's place."""
    create_table(dynamodb, "earshot-local")
    port, log = free_port(), tmp_path_factory.mktemp("local") / "log"
    settings = {
        "EARSHOT_STAGE": "local",
        "EARSHOT_AWS_ENDPOINT": emulator.endpoint,
        "EARSHOT_AWS_REGION": REGION,
        "EARSHOT_QUEUE_URLS": '{"triage": "x", "draft": "x", "publish": "x"}',
        "EARSHOT_SESSION_SECRET": "a secret that signs sessions",
        "EARSHOT_ADMIN_TOKEN": TOKEN,
        "EARSHOT_SECURE_COOKIES": "false",
    }
    command = ("chalice", "local", "--host", "127.0.0.1", "--port", str(port), "--no-autoreload")
    with log.open("wb") as said:
        process = subprocess.Popen(
            [Path(sys.executable).with_name(command[0]), *command[1:]],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=said,
            stderr=said,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        eventually("the local server answers", lambda: answers(f"{url}/sign-in"), 60)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def test_the_sign_in_is_there_for_everybody(server: str) -> None:
    page = requests.get(f"{server}/sign-in", headers=PAGES, timeout=10)
    assert page.status_code == 200
    assert 'name="token"' in page.text


@pytest.mark.parametrize(
    "path", ["/", "/b/tarnhollow/d/support/q/waiting", "/b/tarnhollow/c/any", "/nowhere"]
)
def test_without_a_session_every_other_route_answers_401(server: str, path: str) -> None:
    assert requests.get(f"{server}{path}", headers=PAGES, timeout=10).status_code == 401


def test_what_pages_are_made_with_is_served(server: str) -> None:
    css = requests.get(f"{server}/static/console.css", timeout=10)
    assert css.status_code == 200
    assert css.headers["Content-Type"].startswith("text/css")


def test_an_admin_signs_in_and_sees_the_queue(server: str) -> None:
    browser = requests.Session()
    signed_in = browser.post(f"{server}/sign-in", {"token": TOKEN}, headers=PAGES, timeout=10)
    assert signed_in.status_code == 200
    assert "/b/tarnhollow/d/" in signed_in.url
