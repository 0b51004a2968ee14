"""Each function starts from the zip alone, with boto3 beside it, and imports what it uses and no more."""

import json
import subprocess
from pathlib import Path

import pytest

from infra.packaging.places import Places
from tests.support.lambda_runtime import LambdaProcess, bare_python, runtime_packages, unpack
from tests.support.translated import resources

SDKS = ("boto3", "openai", "tweepy", "twitter_text", "langdetect")
ENVIRONMENT = {
    "EARSHOT_AWS_ENDPOINT": "http://127.0.0.1:1",
    "EARSHOT_QUEUE_URLS": '{"triage": "http://t", "draft": "http://d", "publish": "http://p"}',
    "EARSHOT_SESSION_SECRET": "made up, and long enough for a test",
}
# Imports a handler, then builds its services as the first event does; tells which SDKs that has brought in.
LOOK = """
import sys, json, importlib
sys.path[:0] = sys.argv[1:3]
module, _, name = sys.argv[3].rpartition(".")
getattr(importlib.import_module(module), name)
from chalicelib.entrypoints.services import services
made = services()
getattr(made, sys.argv[4])(*([lambda: 60.0] if sys.argv[4] in ("listening", "publishing") else []))
print(json.dumps([name for name in sys.argv[5].split(",") if name in sys.modules]))
"""
ROOMS = {
    "APIHandler": "console", "Listen": "listening", "Sweep": "following_up",
    "Triage": "triage", "Draft": "drafting", "Publish": "publishing",
}  # fmt: skip


@pytest.fixture(scope="module")
def unpacked(packaged: Places, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip as Lambda unpacks it."""
    return unpack(packaged.zip, tmp_path_factory.mktemp("task"))


def test_every_function_of_the_template_has_its_room(packaged: Places) -> None:
    assert set(resources(packaged.template, "AWS::Serverless::Function")) == set(ROOMS)


@pytest.mark.parametrize("function", ROOMS)
def test_a_function_starts_without_any_sdk(packaged: Places, unpacked: Path, function: str) -> None:
    handler = resources(packaged.template, "AWS::Serverless::Function")[function]["Handler"]
    command = bare_python(
        "-c", LOOK, str(unpacked), str(runtime_packages()), handler, ROOMS[function], ",".join(SDKS)
    )
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_aws_own_runtime_client_serves_a_page_from_it(
    packaged: Places, unpacked: Path, tmp_path: Path
) -> None:
    event = {
        "httpMethod": "GET", "path": "/static/htmx.min.js", "resource": "/static/{name}", "body": None,
        "isBase64Encoded": False, "headers": {}, "multiValueHeaders": {},
        "pathParameters": {"name": "htmx.min.js"}, "stageVariables": None,
        "queryStringParameters": None, "multiValueQueryStringParameters": None,
        "requestContext": {
            "httpMethod": "GET", "resourcePath": "/static/{name}", "path": "/console/static/htmx.min.js",
            "stage": "console", "identity": {"sourceIp": "127.0.0.1"},
        },
    }  # fmt: skip
    with LambdaProcess(unpacked, "app.app", ENVIRONMENT, tmp_path / "log") as process:
        answer = process.invoke(event)
    assert not answer.failed, answer.payload
    assert answer.payload["statusCode"] == 200
    assert "htmx" in answer.payload["body"]
