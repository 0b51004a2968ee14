"""The one switch on the console's pages: anybody stops from anywhere, everybody sees it, an admin starts."""

from collections.abc import Callable

import pytest
from chalice.test import HTTPResponse

from chalicelib.control import switch
from chalicelib.control.recover import distrust, look_after
from chalicelib.domain.control import Switch
from chalicelib.domain.reviewer import Reviewer
from chalicelib.domain.state import State
from sandbox.console import sandbox_blueprint
from tests.support.console import (
    ANA,
    STRANGER,
    TOM,
    ConsoleDesk,
    Page,
    case_path,
    html,
    page,
    queue_path,
)
from tests.support.values import a_post, minutes

WHY = "our replies name the wrong shop"


@pytest.fixture
def desk() -> ConsoleDesk:
    return ConsoleDesk()


def stopped(desk: ConsoleDesk, who: str = "tom", why: str = WHY) -> Switch:
    return switch.stop(desk.controls, lambda: desk.now, who=who, why=why)


def counted(desk: ConsoleDesk) -> list[str]:
    """The names of the reads of control, from now on."""
    reads: list[str] = []

    def counting(name: str) -> None:
        real: Callable[..., object] = getattr(desk.controls, name)

        def read(*what: object) -> object:
            reads.append(name)
            return real(*what)

        setattr(desk.controls, name, read)

    for name in ("switch", "desk", "switch_events", "desk_events", "table_identity"):
        counting(name)
    return reads


# --- stopping --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [ANA, TOM, STRANGER], ids=lambda who: who.id)
def test_anybody_who_is_signed_in_stops_everything_with_one_form(desk: ConsoleDesk, who: Reviewer) -> None:
    gone = desk.post("/switch/stop", {"why": f"  {WHY} "}, who=who)
    assert (gone.status_code, gone.headers["Location"]) == (303, "/switch")
    now = desk.controls.switch()
    assert (now.stopped, now.who, now.why) == (True, who.id, WHY)


def test_every_page_holds_the_form_that_stops_and_none_does_once_it_is_stopped(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    for path in (queue_path(), case_path(case), "/switch", "/b/none/c/none", queue_path("nonsense")):
        shown = page(desk.get(path))
        form = next(one for one in shown.named("form") if one["action"] == "/switch/stop")
        assert form["method"] == "post"
        assert {"name": "why", "required": ""}.items() <= named(shown, "why").items()
        assert len([one for one in shown.named("button") if "popovertarget" in one]) == 3
    stopped(desk)
    for path in (queue_path(), case_path(case), "/switch"):
        assert "/switch/stop" not in html(desk.get(path))


def named(shown: Page, name: str) -> dict[str, str]:
    return next(one for one in shown.named("input") if one.get("name") == name)


@pytest.mark.parametrize("why", ["", "  ", "x" * 301])
def test_stopping_without_a_reason_that_can_be_shown_is_refused_and_keeps_it(
    desk: ConsoleDesk, why: str
) -> None:
    refused = desk.post("/switch/stop", {"why": why})
    assert refused.status_code == 400
    assert "That cannot be used" in page(refused).text_of(id="refused")
    assert [one["value"] for one in page(refused).named("input") if one.get("id") == "why"] == [why]
    assert not desk.controls.switch().stopped


def test_nobody_stops_from_outside(desk: ConsoleDesk) -> None:
    assert desk.post("/switch/stop", {"why": WHY}, who=None).status_code == 401
    assert desk.post("/switch/stop", {"why": WHY}, token="forged").status_code == 403
    evil = {"Origin": "https://evil.example"}
    assert desk.post("/switch/stop", {"why": WHY}, headers=evil).status_code == 403
    assert not desk.controls.switch().stopped
    assert desk.get("/switch", who=None).status_code == 401


def test_nothing_else_is_done_with_a_switch(desk: ConsoleDesk) -> None:
    assert desk.post("/switch/burn").status_code == 404
    assert desk.get("/switch/stop").headers["Location"] == "/switch"


# --- while it is stopped ---------------------------------------------------------------------------


def test_every_page_says_who_stopped_when_and_why(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    stopped(desk, why='<b>"wrong"</b> shop')
    desk.now += minutes(12)
    for path in (queue_path(), case_path(case), "/b/none/c/none", queue_path("nonsense")):
        told = page(desk.get(path)).text_of(id="stopped")
        assert 'Everything is stopped by Tom Becker, 12 min ago: <b>"wrong"</b> shop' in " ".join(
            told.split()
        )
        assert "Nothing is posted or handed off" in told
        assert "Start again" in told
    assert "Only an admin starts it again" in page(desk.get(queue_path(), who=TOM)).text_of(id="stopped")
    assert "Start again" not in page(desk.get(queue_path(), who=TOM)).text_of(id="stopped")


def test_who_is_not_signed_in_is_told_nothing(desk: ConsoleDesk) -> None:
    stopped(desk)
    for refused in (desk.get(queue_path(), who=None), desk.post("/switch/start", who=None)):
        assert refused.status_code == 401
        assert WHY not in html(refused)


def test_the_first_page_of_the_sandbox_says_so_too(desk: ConsoleDesk) -> None:
    desk.app.register_blueprint(sandbox_blueprint(lambda: desk.services, "http://127.0.0.1:9"))
    stopped(desk)
    assert WHY in page(desk.get("/")).text_of(id="stopped")
    assert WHY not in html(desk.get("/sign-in", who=None))


def test_an_open_list_is_shown_anew_once_everything_is_stopped(desk: ConsoleDesk) -> None:
    desk.waiting()

    def address() -> str:
        elements = page(desk.get(queue_path())).elements
        return next(one["hx-get"] for _, one in elements if one.get("id") == "list")

    before = address()
    assert desk.poll(before).status_code == 204
    stopped(desk)
    assert desk.poll(before).headers["HX-Refresh"] == "true"
    assert desk.poll(address()).status_code == 204


def test_a_hand_off_is_refused_with_the_reason_and_keeps_the_text(desk: ConsoleDesk) -> None:
    case = desk.waiting(a_post("3001", "my boots came apart", mentions=()))
    stopped(desk)
    refused = desk.post(case_path(case, "hand-off"), {"text": "My words.", "seen": "1"})
    assert refused.status_code == 409
    assert WHY in page(refused).text_of(id="refused")
    assert page(refused).text_of(tag="textarea") == "My words."


def test_what_is_approved_meanwhile_is_kept_and_the_switch_says_what_becomes_of_it(
    desk: ConsoleDesk,
) -> None:
    case = desk.waiting()
    stopped(desk)
    desk.post(case_path(case, "approve"), {"text": "Yes.", "seen": "1"})
    assert desk.case(case).state is State.APPROVED
    told = page(desk.get("/switch")).text_of(css="held")
    assert "Tarnhollow, support: 1 approved reply, which leaves within a minute" in told
    desk.observing()
    assert "stays, since this desk observes" in page(desk.get("/switch")).text_of(css="held")
    assert "Tarnhollow" not in html(desk.get("/switch", who=STRANGER))


# --- starting again --------------------------------------------------------------------------------


def start(desk: ConsoleDesk, who: Reviewer = ANA, **fields: str) -> HTTPResponse:
    seen = str(desk.controls.switch().version)
    return desk.post("/switch/start", {"seen": seen, **fields}, who=who)


def test_an_admin_starts_again_and_the_history_tells_both(desk: ConsoleDesk) -> None:
    stopped(desk)
    desk.now += minutes(1)
    assert start(desk, why="right again").headers["Location"] == "/switch"
    assert not desk.controls.switch().stopped
    shown = page(desk.get("/switch"))
    history = " ".join(shown.text_of(css="changes").split())
    assert "Mon 2 Mar 2026, 09:01 UTCStarted by Ana Ruiz: right again" in history
    assert f"Mon 2 Mar 2026, 09:00 UTCStopped by Tom Becker: {WHY}" in history
    assert "Everything is stopped" not in html(desk.get(queue_path()))


def test_nobody_else_starts_again(desk: ConsoleDesk) -> None:
    stopped(desk)
    refused = start(desk, who=TOM)
    assert refused.status_code == 403
    assert "This takes an admin" in page(refused).text_of(tag="h1")
    assert desk.controls.switch().stopped
    assert "/switch/start" not in html(desk.get("/switch", who=TOM))


def test_a_form_from_before_the_switch_was_thrown_anew_starts_nothing(desk: ConsoleDesk) -> None:
    seen = str(stopped(desk).version)
    start(desk)
    stopped(desk, why="something worse")
    refused = start(desk, seen=seen)
    assert refused.status_code == 409
    assert "thrown again while you looked" in page(refused).text_of(id="refused")
    assert "something worse" in html(refused)
    assert desk.controls.switch().stopped
    assert start(desk, seen="x").status_code == 400


def test_while_a_restored_table_is_settled_nobody_starts_and_the_banner_says_why(desk: ConsoleDesk) -> None:
    distrust(desk.services.control, "the table was restored from a copy")
    told = page(desk.get(queue_path())).text_of(id="stopped")
    assert "by Earshot" in told
    assert "sets aside each case whose reply may have left" in told
    assert "Start again" not in told
    assert "/switch/start" not in html(desk.get("/switch"))
    refused = start(desk)
    assert refused.status_code == 409
    assert "It takes a minute or two" in page(refused).text_of(id="refused")
    assert look_after(desk.services.control).stopped
    assert start(desk).status_code == 303


# --- what it costs ---------------------------------------------------------------------------------


def test_a_page_reads_the_switch_once(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    address = f"{queue_path()}/rows?switch=1"
    reads = counted(desk)
    for path, wanted in (
        (queue_path(), ["switch", "desk"]),
        (case_path(case), ["switch", "desk"]),
        (address, ["switch", "desk"]),
        (case_path(case, "status"), []),
        ("/b/none/c/none", ["switch"]),
        ("/switch", ["switch", "switch_events"]),
    ):
        reads.clear()
        desk.get(path)
        assert sorted(reads) == sorted(wanted), path


def test_a_page_about_a_table_that_cannot_be_read_does_not_ask_it_again(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    desk.store.faults.throttle("case")
    desk.store.faults.throttle("dossier")
    reads = counted(desk)
    told = desk.get(case_path(case))
    assert told.status_code == 503
    assert "Ana Ruiz" in html(told)
    assert "/switch/stop" in html(told)
    assert reads == []


def test_a_switch_that_cannot_be_read_does_not_hide_the_problem(desk: ConsoleDesk) -> None:
    desk.controls.faults.throttle("switch")
    missing = desk.get("/b/none/c/none")
    assert missing.status_code == 403
    assert "This is not yours to see" in html(missing)
    assert "/switch/stop" in html(missing)
