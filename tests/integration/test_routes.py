"""Every address of the deployed app asks for a session, and the sandbox's ways in are none of them."""

import ast
from collections.abc import Iterator

import pytest

import app as deployed
from chalicelib.bootstrap import Services, build
from chalicelib.console import session
from chalicelib.domain.reviewer import TOKEN_ADMIN
from chalicelib.entrypoints import services as installed
from chalicelib.entrypoints.services import install
from chalicelib.settings import Settings, parse_settings
from tests.conftest import ROOT
from tests.support.console import FORM, html
from tests.support.pages_client import Client

OPEN = {"/sign-in", "/static/{name}"}
BROWSER, SCRIPT = {"Accept": "text/html"}, {"Accept": "application/json"}
FRAGMENT = {"Accept": "text/html", "HX-Request": "true"}
ENVIRONMENT = {
    "EARSHOT_SESSION_SECRET": "s" * 20,
    "EARSHOT_ADMIN_TOKEN": "hush-hush-admin-token",
    # Nobody listens there: whoever is not signed in causes no read of the table.
    "EARSHOT_AWS_ENDPOINT": "http://127.0.0.1:9",
    "EARSHOT_QUEUE_URLS": '{"triage": "t", "draft": "d", "publish": "p"}',
}
ROUTES = sorted((path, method) for path, methods in deployed.app.routes.items() for method in methods)


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    before = list(installed._installed)
    made = build(parse_settings(ENVIRONMENT))
    install(made)
    yield made
    installed._installed[:] = before


@pytest.fixture
def client(services: Services) -> Client:
    return Client(deployed.app)


def address(route: str) -> str:
    """The route with something in each of its places."""
    return "/".join("x" if part.startswith("{") else part for part in route.split("/"))


@pytest.mark.parametrize("asks", [BROWSER, FRAGMENT, SCRIPT, {}], ids=["browser", "htmx", "script", "nobody"])
@pytest.mark.parametrize(("route", "method"), [one for one in ROUTES if one[0] not in OPEN])
def test_without_a_session_every_route_answers_401(
    client: Client, route: str, method: str, asks: dict[str, str]
) -> None:
    headers = asks | ({"Content-Type": FORM} if method == "POST" else {})
    answer = client.http.request(method, address(route), headers=headers, body=b"text=x&seen=1&why=x")
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
    assert ('name="token"' in html(answer)) == (asks in (BROWSER, {}))
    assert "hush" not in html(answer)


def test_there_are_routes_to_ask() -> None:
    assert len(ROUTES) > 15
    assert {path for path, _ in ROUTES} >= OPEN


def test_what_is_open_is_the_form_and_the_files_that_it_needs(client: Client) -> None:
    assert client.http.get("/sign-in", headers=BROWSER).status_code == 200
    assert client.http.get("/static/console.css").status_code == 200
    wrong = client.http.post("/sign-in", headers=BROWSER | {"Content-Type": FORM}, body=b"token=x")
    assert wrong.status_code == 503  # the brake is in the table, and without it nobody guesses


@pytest.mark.parametrize("path", ["/nothing", "/no/such", "/b", "/b/x", "/b/x/d/y", "/a/b/c/d/e/f", "/a%20b"])
def test_an_unknown_address_asks_for_a_session_and_then_says_so(
    client: Client, services: Services, path: str
) -> None:
    assert client.http.get(path, headers=BROWSER).status_code == 401
    signed = session.sign(TOKEN_ADMIN, services.console().settings.secret)
    unknown = client.http.get(path, headers=SCRIPT | {"Cookie": f"{session.COOKIE}={signed}"})
    assert unknown.status_code == 404
    assert unknown.json_body["title"] == "There is nothing here"


def test_nothing_of_the_sandbox_can_be_switched_on() -> None:
    """No route of its and no setting that names it. That nothing in the package imports it, the contract of
    imports says; this looks at what stands beside the package in the zip."""
    assert not [path for path, _ in ROUTES if "sandbox" in path]
    assert not [name for name in Settings.model_fields if "sandbox" in name or "people" in name]
    imported = [
        node for node in ast.walk(ast.parse((ROOT / "app.py").read_text())) if hasattr(node, "module")
    ]
    assert {str(node.module).split(".")[0] for node in imported} == {"chalice", "chalicelib"}
