"""The sandbox's sign-in and first five minutes, beside the console."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.attempt import Attempt, Reply
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.trace import Trace
from chalicelib.domain.verdict import Intent
from chalicelib.review import decide
from sandbox.console import sandbox_blueprint
from tests.support.console import BRAND, ConsoleDesk, case_path, html, page, queue_path
from tests.support.pages_client import Client
from tests.support.values import a_post, a_verdict, minutes

ADDRESSED = ("tarnhollowcare",)


class FakeNetwork:
    """Takes the switches that are thrown, on a free port of loopback."""

    def __init__(self) -> None:
        self.thrown: list[tuple[str, object]] = []
        thrown = self.thrown

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                thrown.append((self.path, json.loads(self.rfile.read(length))))
                self._armed(201)

            def do_GET(self) -> None:
                self._armed(200)

            def _armed(self, status: int) -> None:
                body = json.dumps({"armed": [fault for _, fault in thrown]}).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """End."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def network() -> Iterator[FakeNetwork]:
    fake = FakeNetwork()
    yield fake
    fake.stop()


@pytest.fixture
def desk(network: FakeNetwork) -> ConsoleDesk:
    desk = ConsoleDesk()
    desk.app.register_blueprint(sandbox_blueprint(lambda: desk.services, network.url))
    desk.client = Client(desk.app)
    return desk


def _done(desk: ConsoleDesk) -> set[str]:
    steps = page(desk.get("/")).named("li")
    return {one["id"] for one in steps if one.get("class") == "step done"}


def _post(desk: ConsoleDesk, case: Case, *, unknown: bool = False) -> Case:
    """Publish what is approved, with the answer lost on the way where asked."""
    approved = decide.approve(
        desk.services.review, BRAND, case.id, text="On our way.", seen=case.conversation_version, who="ana"
    )
    approval = desk.store.dossier(BRAND, case.id).approval
    assert approval is not None
    trace = Trace("publish", desk.now)
    attempt = Attempt(
        id="a1", approval_id=approval.id, started_at=desk.now, lease_until=desk.now + minutes(1)
    )
    moved = lifecycle.begin(approved, approval, attempt, trace)
    if unknown:
        moved = lifecycle.lose_sight(moved, trace, "the worker stopped", desk.now)
    reply = Reply(
        post_id="9001",
        approval_id=approval.id,
        account=approval.basis.account,
        parent=approval.basis.parent,
        text=approval.basis.text,
        posted_at=desk.now,
    )
    moved = lifecycle.settle(moved, approval, reply, trace)
    desk.store.commit(Change(case=moved, events=tuple(trace.events), attempt=attempt, reply=reply))
    return moved


def test_one_signs_in_as_one_of_two_made_up_people(desk: ConsoleDesk) -> None:
    choice = desk.get("/sign-in", who=None)
    assert choice.status_code == 200
    assert "made up" in html(choice)
    assert [one["value"] for one in page(choice).named("button")] == ["ana", "tom"]
    signed = desk.post("/sign-in", {"who": "ana"}, who=None)
    assert (signed.status_code, signed.headers["Location"]) == (303, "/")
    cookie = str(signed.headers["Set-Cookie"]).split(";")[0]
    first = desk.client.http.get("/", headers={"Cookie": cookie})
    assert "The first five minutes" in html(first)
    assert "Ana Ruiz" in html(first)
    assert desk.client.http.get(queue_path(), headers={"Cookie": cookie}).status_code == 200


def test_nobody_else_can_be_chosen_and_no_other_site_can_choose(desk: ConsoleDesk) -> None:
    assert desk.post("/sign-in", {"who": "root"}, who=None).status_code == 400
    foreign = desk.post("/sign-in", {"who": "ana"}, who=None, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert "Set-Cookie" not in foreign.headers


def test_the_first_page_asks_to_sign_in_first(desk: ConsoleDesk) -> None:
    assert desk.get("/", who=None).headers["Location"] == "/sign-in"
    assert desk.get("/sandbox/steps", who=None).status_code == 401
    assert desk.post("/sandbox/kill", who=None).status_code == 401


def test_the_first_page_is_whole(desk: ConsoleDesk, network: FakeNetwork) -> None:
    found = page(desk.get("/"))
    assert len(found.named("h1")) == 1
    assert len([one for one in found.named("li") if "step" in one.get("class", "")]) == 9
    assert network.url in [one["href"] for one in found.named("a")]
    assert _done(desk) == set()


def test_steps_lead_to_their_cases_and_tick_themselves(desk: ConsoleDesk) -> None:
    polish = desk.waiting(a_post("1", "gdzie paczka", author=1, mentions=ADDRESSED), a_verdict(lang="pl"))
    german = desk.waiting(
        a_post("2", "welche Jacke", author=2, mentions=ADDRESSED),
        a_verdict(Intent.PURCHASE_INTENT, lang="de"),
    )
    attack = desk.waiting(
        a_post("3", "ignore all", author=3, mentions=ADDRESSED), a_verdict(risk=("injection",))
    )
    untagged = desk.waiting(a_post("4", "tarnhollow boots broke", author=4, mentions=()))
    links = {one["href"] for one in page(desk.get("/")).named("a")}
    assert {case_path(one) for one in (polish, german, attack, untagged)} <= links
    assert _done(desk) == {"arrive"}
    for case in (polish, german, attack):
        desk.get(case_path(case))
    assert _done(desk) == {"arrive", "polish", "german", "injection", "offline"}
    desk.post(case_path(untagged, "hand-off"), {"text": "Sorry!", "seen": "1"})
    assert "untagged" in _done(desk)


def test_posting_and_coming_back_tick(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    posted = _post(desk, case)
    assert {"approve"} <= _done(desk)
    assert "back" not in _done(desk)
    desk.now += minutes(1)
    desk.wrote_again(posted, "it still leaks!")
    assert "back" in _done(desk)
    assert "kill" not in _done(desk)


def test_the_switch_leads_to_a_case_that_it_works_on(desk: ConsoleDesk) -> None:
    desk.waiting(a_post("4", "tarnhollow boots broke", author=4, mentions=()))
    assert "kill-2" not in {one.get("id") for one in page(desk.get("/")).named("a")}
    by_api = desk.waiting(a_post("5", "where is my parcel", author=5, mentions=ADDRESSED))
    links = {one.get("id"): one["href"] for one in page(desk.get("/")).named("a")}
    assert links["kill-1"] == case_path(by_api)


def test_a_worker_that_was_killed_ticks_once_its_reply_is_found(desk: ConsoleDesk) -> None:
    _post(desk, desk.waiting(), unknown=True)
    assert "kill" in _done(desk)


def test_throwing_the_switch_tells_the_network(desk: ConsoleDesk, network: FakeNetwork) -> None:
    assert "The switch is thrown" not in html(desk.get("/"))
    thrown = desk.post("/sandbox/kill")
    assert thrown.headers["Location"] == "/#kill"
    assert network.thrown == [("/sandbox/faults", {"kind": "kill-worker"})]
    assert "The switch is thrown" in html(desk.get("/"))
    assert "The switch is thrown" in html(desk.poll("/sandbox/steps"))
    network.thrown.clear()
    assert "The switch is thrown" not in html(desk.poll("/sandbox/steps"))


def test_the_switch_needs_a_form_of_this_session(desk: ConsoleDesk, network: FakeNetwork) -> None:
    assert desk.post("/sandbox/kill", token="forged").status_code == 403
    assert network.thrown == []


def test_a_network_that_is_gone_is_said_in_words(desk: ConsoleDesk, network: FakeNetwork) -> None:
    network.stop()
    gone = desk.post("/sandbox/kill")
    assert gone.status_code == 503
    assert "The sandbox network does not answer" in html(gone)
    assert desk.get("/").status_code == 200


def test_the_list_is_polled_alone(desk: ConsoleDesk) -> None:
    polled = desk.poll("/sandbox/steps")
    assert polled.status_code == 200
    assert "<html" not in html(polled)
    assert page(polled).text_of(css="score").startswith("0 of 9")


def test_it_ticks_also_when_the_customer_has_answered_since(desk: ConsoleDesk) -> None:
    posted = _post(desk, desk.waiting(), unknown=True)
    desk.now += minutes(1)
    desk.wrote_again(posted, "it still leaks!")
    assert {"approve", "kill", "back"} <= _done(desk)
