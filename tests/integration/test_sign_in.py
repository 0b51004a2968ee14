"""Signing in with the admin's token: who gets in, what stops guessing, where one is led, what ends it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from chalice.test import HTTPResponse
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, TypeAdapter, ValidationError

from chalicelib.console import session
from chalicelib.console.sign_in import DEPLOYMENT, WRONG_TRIES, carry_out
from chalicelib.console.visit import Asked
from chalicelib.console.way_back import within
from chalicelib.domain.brand import Slug
from chalicelib.domain.credentials import ConsoleSecret
from chalicelib.entrypoints.sign_in import sign_in_blueprint
from tests.support.console import BRAND, FORM, ConsoleDesk, Page, case_path, html, page, queue_path
from tests.support.pages_client import Client
from tests.support.values import minutes

TOKEN = "hush-hush-admin-token"
PAGE = {"Accept": "text/html"}


@pytest.fixture
def desk() -> ConsoleDesk:
    desk = ConsoleDesk()
    keep(desk, ConsoleSecret(session_secret=SecretStr("s" * 20), admin_token=SecretStr(TOKEN)))
    desk.app.register_blueprint(sign_in_blueprint(lambda: desk.services))
    desk.client = Client(desk.app)
    return desk


def keep(desk: ConsoleDesk, secret: ConsoleSecret) -> None:
    """From now on the console has these."""
    settings = replace(
        desk.services.settings, secret=secret.signature, admin_token=secret.admin_token, secure_cookies=True
    )
    desk.services = replace(desk.services, settings=settings)


def send(desk: ConsoleDesk, token: str = TOKEN, **more: str) -> HTTPResponse:
    return desk.post("/sign-in", {"token": token, **more}, who=None, headers=PAGE)


def cookie_from(response: HTTPResponse) -> dict[str, str]:
    return {"Cookie": str(response.headers["Set-Cookie"]).split(";")[0]}


def ask(desk: ConsoleDesk, path: str, cookie: dict[str, str] | None = None) -> HTTPResponse:
    return desk.client.http.get(path, headers={**PAGE, **(cookie or {})})


# --- who gets in ---------------------------------------------------------------------------------


def test_the_token_opens_every_brand_and_desk(desk: ConsoleDesk) -> None:
    desk.waiting()
    signed = send(desk)
    assert (signed.status_code, signed.headers["Location"]) == (303, "/")
    shown = ask(desk, queue_path(), cookie_from(signed))
    assert shown.status_code == 200
    assert "Admin" in html(shown)
    assert ask(desk, queue_path(desk="sales"), cookie_from(signed)).status_code == 200


def test_the_admin_is_an_admin(desk: ConsoleDesk) -> None:
    cookie = cookie_from(send(desk))
    stopped = form(desk, "/switch/stop", cookie, why="a rehearsal")
    assert stopped.status_code == 303
    assert "Start again" in html(ask(desk, "/switch", cookie))


def form(desk: ConsoleDesk, path: str, cookie: dict[str, str], **fields: str) -> HTTPResponse:
    token = session.form_token(session.cookie_of(cookie["Cookie"]), desk.services.settings.secret)
    body = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in {**fields, "token": token}.items())
    return desk.client.http.post(path, headers={**PAGE, **cookie, "Content-Type": FORM}, body=body.encode())


def test_a_brand_that_came_later_is_the_admins_too(desk: ConsoleDesk) -> None:
    cookie = cookie_from(send(desk))
    brands = desk.services.review.brands
    later = {**brands, "later": brands[BRAND].model_copy(update={"brand": "later"})}
    desk.services = replace(desk.services, review=desk.services.review._replace(brands=later))
    assert ask(desk, "/b/later/d/support/q/waiting", cookie).status_code == 200


def test_the_cookie_is_for_tls_only_and_not_for_scripts_or_other_sites(desk: ConsoleDesk) -> None:
    made = str(send(desk).headers["Set-Cookie"])
    for flag in ("Path=/;", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age=43200"):
        assert flag in made
    assert TOKEN not in made


@pytest.mark.parametrize(
    "token", ["", "hush", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "ü" * 20, "x" * 100_000]
)
def test_another_token_opens_nothing_and_is_not_shown_again(desk: ConsoleDesk, token: str) -> None:
    refused = send(desk, token)
    assert refused.status_code == 401
    assert "That is not the token" in html(refused)
    assert "Set-Cookie" not in refused.headers
    assert not token or token not in html(refused)


def test_spaces_around_a_copied_token_do_no_harm(desk: ConsoleDesk) -> None:
    assert send(desk, f" {TOKEN}\r\n").status_code == 303


def test_another_site_cannot_sign_anybody_in(desk: ConsoleDesk) -> None:
    foreign = desk.post("/sign-in", {"token": TOKEN}, who=None, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert "Set-Cookie" not in foreign.headers


def test_without_a_token_set_nobody_signs_in(desk: ConsoleDesk) -> None:
    keep(desk, ConsoleSecret(session_secret=SecretStr("s" * 20)))
    for token in ("", "None", TOKEN):
        assert send(desk, token).status_code == 400


# --- what ends a session -------------------------------------------------------------------------


@pytest.mark.parametrize("changed", ["session_secret", "admin_token"])
def test_changing_either_secret_ends_the_session(desk: ConsoleDesk, changed: str) -> None:
    cookie = cookie_from(send(desk))
    assert ask(desk, queue_path(), cookie).status_code == 200
    secret = {"session_secret": SecretStr("s" * 20), "admin_token": SecretStr(TOKEN)}
    keep(desk, ConsoleSecret(**{**secret, changed: SecretStr("another-one-entirely")}))
    assert ask(desk, queue_path(), cookie).status_code == 401
    keep(desk, ConsoleSecret(session_secret=SecretStr("s" * 20)))
    assert ask(desk, queue_path(), cookie).status_code == 401


def test_signing_out_ends_it_and_leads_to_the_form(desk: ConsoleDesk) -> None:
    gone = form(desk, "/sign-out", cookie_from(send(desk)))
    assert (gone.status_code, gone.headers["Location"]) == (303, "/sign-in")
    assert "Max-Age=0" in str(gone.headers["Set-Cookie"])


# --- what stops guessing -------------------------------------------------------------------------


def test_after_some_wrong_tries_nobody_signs_in_until_the_minute_is_over(desk: ConsoleDesk) -> None:
    desk.now = desk.now.replace(second=20)
    for _ in range(WRONG_TRIES):
        assert send(desk, "wrong").status_code == 401
    for token in ("wrong", TOKEN):
        held = send(desk, token)
        assert (held.status_code, held.headers["Retry-After"]) == (429, "40")
        assert "Too many tries" in html(held)
        assert "Set-Cookie" not in held.headers
    desk.now += minutes(1)
    assert send(desk).status_code == 303


def test_who_guesses_keeps_nobody_at_another_address_out(desk: ConsoleDesk) -> None:
    def tried(source: str, token: str) -> int:
        body = urlencode({"token": token}).encode()
        return carry_out(
            desk.services, Asked("POST", "/sign-in", "/sign-in", body=body, source=source)
        ).status

    for number in range(WRONG_TRIES):
        assert tried(f"2001:db8::{number}", "wrong") == 401
    assert tried("2001:db8::ffff", TOKEN) == 429
    assert [tried(source, TOKEN) for source in ("2001:db8:0:1::1", "192.0.2.7", "")] == [303, 303, 303]


def test_the_right_token_uses_no_try_up(desk: ConsoleDesk) -> None:
    for _ in range(3 * WRONG_TRIES):
        assert send(desk).status_code == 303


def test_tries_hold_over_many_processes_at_once(desk: ConsoleDesk) -> None:
    """Each client is a process of its own; they share the store alone."""

    def guess(number: int) -> int:
        return send(desk, f"guess {number}").status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(guess, range(30)))
    assert statuses.count(401) == WRONG_TRIES
    assert statuses.count(429) == 30 - WRONG_TRIES


def test_who_is_signed_in_stays_so_while_others_guess(desk: ConsoleDesk) -> None:
    cookie = cookie_from(send(desk))
    for _ in range(WRONG_TRIES + 1):
        send(desk, "wrong")
    assert ask(desk, queue_path(), cookie).status_code == 200


def test_a_table_out_of_reach_lets_nobody_guess(desk: ConsoleDesk) -> None:
    desk.store.faults.throttle("reserve")
    assert send(desk).status_code == 503
    desk.store.faults.throttle("settle")
    assert send(desk).status_code == 303


def test_what_is_counted_belongs_to_no_brand() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Slug).validate_python(DEPLOYMENT)


# --- where one is led ------------------------------------------------------------------------------


def test_the_form_stands_in_place_of_the_page_and_leads_back_to_it(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    refused = ask(desk, f"{case_path(case)}?said=saved")
    assert refused.status_code == 401
    found = page(refused)
    (to,) = [one["value"] for one in found.named("input") if one["name"] == "to"]
    assert to == f"{case_path(case)}?said=saved"
    assert found.named("form")[0]["action"] == "/sign-in"
    (token,) = [one for one in found.named("input") if one["name"] == "token"]
    assert (token["type"], token["autocomplete"]) == ("password", "current-password")
    assert send(desk, to=to).headers["Location"] == to


def test_a_wrong_token_does_not_lose_the_way_back(desk: ConsoleDesk) -> None:
    refused = page(send(desk, "wrong", to=queue_path()))
    assert queue_path() in [one.get("value") for one in refused.named("input")]


def test_the_form_at_its_own_address(desk: ConsoleDesk) -> None:
    shown = ask(desk, f"/sign-in?to={queue_path()}")
    assert shown.status_code == 200
    assert queue_path() in [one.get("value") for one in page(shown).named("input")]
    cookie = cookie_from(send(desk))
    assert ask(desk, f"/sign-in?to={queue_path()}", cookie).headers["Location"] == queue_path()
    assert ask(desk, "/sign-in", cookie).headers["Location"] == "/"


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\tevil",
        "/x\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "/ж",
        "evil.example",
        "/sign-out",
        "/sign-in?to=/sign-in",
        "/" + "x" * 5_000,
    ],
)
def test_nobody_is_led_elsewhere(desk: ConsoleDesk, to: str) -> None:
    signed = send(desk, to=to)
    assert (signed.status_code, signed.headers["Location"]) == (303, "/")


@given(st.text(st.sampled_from("/\\.:;?@#%aж \t\r\n"), max_size=12))
def test_whatever_is_asked_for_a_way_back_stays_here(path: str) -> None:
    found = within(path)
    assert found in ("", path)
    assert not found or (found[0] == "/" and found[1:2] not in ("/", "\\"))
    assert not set(found) & set("\\ \t\r\n#ж")


def test_htmx_is_told_plainly_and_led_back_to_the_page_around(desk: ConsoleDesk) -> None:
    poll = {"HX-Request": "true", "HX-Current-URL": f"https://desk.example{queue_path()}?page=x"}
    refused = desk.client.http.get(f"{queue_path()}/rows", headers=poll)
    assert refused.status_code == 401
    assert "<form" not in html(refused)
    (link,) = page(refused).named("a")
    assert link["href"].startswith("/sign-in?to=%2Fb%2Ftarnhollow%2Fd%2Fsupport%2Fq%2Fwaiting%3Fpage%3Dx")


def test_a_script_is_told_plainly(desk: ConsoleDesk) -> None:
    refused = desk.client.http.get(queue_path(), headers={"Accept": "application/json"})
    assert refused.status_code == 401
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json_body["status"] == 401


def test_under_a_stage_the_form_the_cookie_and_the_way_back_have_its_prefix(desk: ConsoleDesk) -> None:
    route, values = "/b/{brand}/d/{desk}/q/{state}", {"brand": BRAND, "desk": "support", "state": "waiting"}
    refused = Page(staged(desk, "GET", route, values)["body"])
    assert refused.named("form")[0]["action"] == "/prod/sign-in"
    assert queue_path() in [one.get("value") for one in refused.named("input")]
    signed = staged(desk, "POST", "/sign-in", {}, f"token={TOKEN}&to={queue_path()}")["headers"]
    assert signed["Location"] == f"/prod{queue_path()}"
    assert "Path=/prod/;" in signed["Set-Cookie"]


def staged(
    desk: ConsoleDesk, method: str, route: str, values: dict[str, str], body: str | None = None
) -> dict[str, Any]:
    """The answer to an event of API Gateway, which serves a stage under its name."""
    path = route.format(**values)
    context = {"httpMethod": method, "resourcePath": route, "path": f"/prod{path}"}
    event = {
        "requestContext": {**context, "identity": {"sourceIp": "127.0.0.1"}},
        "headers": PAGE | ({"Content-Type": FORM} if body else {}),
        "pathParameters": values,
        "multiValueQueryStringParameters": None,
        "stageVariables": {},
        "body": body,
    }
    answer: dict[str, Any] = desk.app(event, None)
    return answer
