"""A desk goes live on the console: what it needs, who may, and what each form does."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.memory.controls import MemoryControls
from chalicelib.adapters.x.credentials import sandbox_credentials
from chalicelib.adapters.x.network import XNetwork
from chalicelib.control import going_live
from chalicelib.control.switch import stop
from chalicelib.domain.control import ControlEvent, DeskControl, Statements, Switch
from chalicelib.domain.errors import ConflictError, NotAuthorisedError
from tests.support.console import BRAND, STRANGER, TOM, ConsoleDesk, Page, case_path, html, page, queue_path
from tests.support.controls import AT, PLENTY, STATED
from tests.support.rig import Rig, a_rig
from tests.support.values import NOW, minutes

PAGE = f"/b/{BRAND}/d/support/go-live"
CAPS = {name: str(number) for name, number in PLENTY}


@pytest.fixture(scope="module")
def rig() -> Iterator[Rig]:
    with a_rig() as made:
        yield made


@pytest.fixture
def desk(rig: Rig) -> ConsoleDesk:
    """A table in use whose desks observe, and a network that answers; whose keys they are, nobody asked."""
    keys = sandbox_credentials(["tarnhollow", "tarnhollowcare"])
    return ConsoleDesk(controls=in_use(), network=XNetwork(keys, rig.address))


def in_use() -> MemoryControls:
    controls = MemoryControls()
    event = ControlEvent(version=1, at=AT, who="system:control", what="taken into use")
    controls.throw(Switch(table=controls.table_identity(), at=AT, version=1), event)
    return controls


def control(desk: ConsoleDesk) -> DeskControl:
    return desk.controls.desk(BRAND, "support")


def send(desk: ConsoleDesk, action: str, **fields: str) -> str:
    """Send a form as the page shows it now; the address that it leads to."""
    done = desk.post(f"{PAGE}/{action}", {"seen": str(control(desk).version), **fields})
    assert done.status_code == 303, html(done)
    return done.headers["Location"]


def refused(desk: ConsoleDesk, action: str, **fields: str) -> tuple[int, str, Page]:
    """Status, problem and page of a form that is refused."""
    answer = desk.post(f"{PAGE}/{action}", {"seen": str(control(desk).version), **fields})
    return answer.status_code, page(answer).text_of(id="refused"), page(answer)


def made_ready(desk: ConsoleDesk) -> None:
    send(desk, "prove")
    for about in Statements.model_fields:
        send(desk, "state", about=about, answer="yes")
    send(desk, "caps", **CAPS)


# --- the way --------------------------------------------------------------------------------------


def test_the_whole_way_from_observing_to_live_and_back(desk: ConsoleDesk) -> None:
    assert "0 of 6 done" in html(desk.get(PAGE))
    assert send(desk, "prove") == f"{PAGE}?said=proven"
    assert "2 of 6 done" in html(desk.get(PAGE))
    assert send(desk, "state", about="ai_replies_approved", answer="no") == f"{PAGE}?said=stated"
    for about in ("automated_label", "regions_fit"):
        send(desk, "state", about=about, answer="yes")
    assert "disabled" in go_live_button(page(desk.get(PAGE)))
    assert send(desk, "caps", **CAPS) == f"{PAGE}?said=caps"
    shown = page(desk.get(PAGE))
    assert "6 of 6 done" in shown.text_of(css="heading")
    assert "disabled" not in go_live_button(shown)
    assert send(desk, "live") == f"{PAGE}?said=live"
    assert control(desk).live
    assert (control(desk).caps, control(desk).statements) == (PLENTY, STATED)
    assert "This desk is live." in page(desk.get(f"{PAGE}?said=live")).text_of(id="flash")
    assert send(desk, "observe") == f"{PAGE}?said=observing"
    assert not control(desk).live


def go_live_button(shown: Page) -> dict[str, str]:
    return next(one for one in shown.named("button") if one.get("class") == "button main")


def test_the_mode_in_the_header_leads_there(desk: ConsoleDesk) -> None:
    def chip(path: str) -> tuple[str, str]:
        shown = page(desk.get(path))
        link = next(one for one in shown.named("a") if "mode" in one.get("class", "").split())
        return link["href"], shown.text_of(css="mode")

    case = desk.waiting()
    assert chip(queue_path()) == (PAGE, "This desk is observing")
    made_ready(desk)
    send(desk, "live")
    assert chip(case_path(case)) == (PAGE, "This desk is live")
    stop(desk.controls, lambda: NOW, who="tom", why="a storm")
    assert chip(PAGE) == (PAGE, "This desk is stopped")
    assert chip(queue_path(desk="sales"))[0] == f"/b/{BRAND}/d/sales/go-live"


def test_the_page_tells_what_the_step_means_where_it_was_stopped_or_something_waits(
    desk: ConsoleDesk,
) -> None:
    case = desk.waiting()
    desk.post(case_path(case, "approve"), {"text": "Yes.", "seen": "1"})
    told = html(desk.get(PAGE))
    assert "<strong>1 approved reply</strong> would leave right away" in told
    assert queue_path("approved") in told
    assert "nothing leaves before it is started again" not in told
    stop(desk.controls, lambda: NOW, who="tom", why="a storm")
    assert "nothing leaves before it is started again" in html(desk.get(PAGE))


def test_who_changed_what_is_told_in_the_desks_zone(desk: ConsoleDesk) -> None:
    send(desk, "caps", **CAPS)
    desk.now += minutes(5)
    going_live.state(desk.services.control, BRAND, "support", STATED, who="tom")
    told = page(desk.get(PAGE)).text_of(css="changes")
    first, second = told.index("10:05 CET"), told.index("10:00 CET")
    assert "Stated by Tom Becker: ai replies approved: no" in told[first:second]
    assert "Caps set by Ana Ruiz: reads a day 1,000,000" in told[second:]


# --- keys -----------------------------------------------------------------------------------------


def test_a_page_asks_the_network_nothing(desk: ConsoleDesk) -> None:
    nowhere = ConsoleDesk(controls=in_use())
    told = html(nowhere.get(PAGE))
    assert "X was not asked yet whose they are" in told
    assert "no keys for @tarnhollow" in told
    keys = sandbox_credentials(["tarnhollow", "tarnhollowcare"])
    for handle, its in keys.accounts.items():
        nowhere.store.keep_account_id(handle, its.fingerprint, "1")
    elsewhere = XNetwork(keys, "http://127.0.0.1:9", proven=nowhere.store)
    known = ConsoleDesk(controls=in_use(), network=elsewhere)
    assert "proven to be @tarnhollowcare&#39;s own" in html(known.get(PAGE))
    assert "/prove" not in html(known.get(PAGE))


def test_what_the_network_says_about_the_keys_is_shown(rig: Rig) -> None:
    swapped = {"tarnhollowcare": sandbox_credentials(["tarnhollow"]).keys_of("tarnhollow")}
    other = type(sandbox_credentials([]))(swapped)
    desk = ConsoleDesk(controls=in_use(), network=XNetwork(other, rig.address))
    told = desk.post(f"{PAGE}/prove")
    assert told.status_code == 200
    assert "the keys of @tarnhollowcare belong to another account, @tarnhollow" in html(told)
    assert html(told).count("Connect the account: earshot connect x") == 2


def test_a_network_that_does_not_answer_is_said_to_and_nobody_goes_live(desk: ConsoleDesk) -> None:
    made_ready(desk)
    gone = ConsoleDesk(controls=desk.controls)
    assert "X could not be asked" in html(gone.post(f"{PAGE}/prove"))
    status, problem, shown = refused(gone, "live")
    assert (status, "Missing: Keys of @tarnhollowcare; Keys of @tarnhollow" in problem) == (409, True)
    assert not control(desk).live
    assert "4 of 6 done" in shown.text_of(css="heading")


# --- statements and caps --------------------------------------------------------------------------


def test_nobody_goes_live_before_everything_is_there(desk: ConsoleDesk) -> None:
    send(desk, "prove")
    status, problem, _ = refused(desk, "live")
    assert status == 409
    assert "The desk cannot go live yet" in problem
    assert "Caps on reads, posts and tokens" in problem
    assert not control(desk).live


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"about": "regions_fit"},
        {"about": "regions_fit", "answer": "maybe"},
        {"about": "live", "answer": "yes"},
    ],
)
def test_a_form_that_states_nothing_is_refused(desk: ConsoleDesk, fields: dict[str, str]) -> None:
    assert refused(desk, "state", **fields)[0] == 400
    assert control(desk).version == 0


def test_a_live_desk_for_which_a_statement_is_taken_back_observes(desk: ConsoleDesk) -> None:
    made_ready(desk)
    send(desk, "live")
    send(desk, "state", about="ai_replies_approved", answer="no")
    assert control(desk).live
    send(desk, "state", about="automated_label", answer="no")
    assert not control(desk).live
    assert desk.controls.desk_events(BRAND, "support")[0].why.endswith("the desk observes")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reads_a_day": "99"}, "a cap under 100 lets no search read a page"),
        ({"posts_a_month": "0"}, "a cap of 0 lets nothing be posted"),
        ({"tokens_a_day": ""}, "Model tokens a day: 'nothing' is not a whole number"),
        ({"tokens_a_day": "-5"}, "Model tokens a day: '-5' is not a whole number"),
        ({"posts_a_day": "1.5"}, "Replies posted a day: '1.5' is not a whole number"),
        ({"posts_a_day": "٣"}, "is not a whole number"),
        ({"reads_a_month": "9" * 5_000}, "is not a whole number"),
        ({"reads_a_month": "<b>"}, "'<b>' is not a whole number"),
    ],
)
def test_caps_that_cannot_be_used_are_refused_and_what_was_typed_is_kept(
    desk: ConsoleDesk, change: dict[str, str], told: str
) -> None:
    send(desk, "caps", **CAPS)
    status, problem, shown = refused(desk, "caps", **CAPS | change)
    assert status == 400
    assert told in problem
    typed = {one["name"]: one["value"] for one in shown.named("input") if one["name"] in CAPS}
    assert typed == CAPS | change
    assert "open" in shown.named("details")[0]
    assert control(desk).caps == PLENTY


def test_the_form_of_the_caps_suggests_where_none_are_set_and_shows_those_that_are(
    desk: ConsoleDesk,
) -> None:
    def fields() -> dict[str, dict[str, str]]:
        return {one["name"]: one for one in page(desk.get(PAGE)).named("input") if one["name"] in CAPS}

    assert set(fields()) == set(CAPS)
    assert {one["value"] for one in fields().values()} == {""}
    assert fields()["posts_a_day"]["placeholder"] == "50"
    assert fields()["posts_a_day"]["aria-label"] == "Replies posted a day"
    send(desk, "caps", **CAPS)
    assert {name: one["value"] for name, one in fields().items()} == CAPS


def test_the_page_says_what_the_caps_could_cost_at_most(desk: ConsoleDesk) -> None:
    told = html(desk.get(PAGE))
    assert "a desk that observes may spend at most US$ 15.00 a day and US$ 75.00 a month" in told
    send(desk, "caps", **CAPS | {"reads_a_day": "1000", "posts_a_day": "100"})
    assert "These caps allow at most US$ 36.50 a day" in html(desk.get(PAGE))


@pytest.mark.parametrize("action", ["caps", "state", "live"])
def test_what_was_decided_on_something_older_is_refused(desk: ConsoleDesk, action: str) -> None:
    made_ready(desk)
    going_live.set_caps(
        desk.services.control, BRAND, "support", PLENTY.model_copy(update={"posts_a_day": 7}), who="tom"
    )
    before = control(desk)
    status, problem, _ = refused(
        desk, action, **CAPS, about="regions_fit", answer="no", seen=str(before.version - 1)
    )
    assert (status, "Somebody else changed this desk first" in problem) == (409, True)
    assert control(desk) == before
    assert "50 posts" not in html(desk.get(PAGE))
    assert "7 posts" in html(desk.get(PAGE))


def test_one_who_has_not_seen_the_latest_may_still_let_the_desk_observe(desk: ConsoleDesk) -> None:
    made_ready(desk)
    send(desk, "live")
    send(desk, "observe", seen="1")
    assert not control(desk).live


# --- who may --------------------------------------------------------------------------------------


def test_who_is_no_admin_reads_the_page_and_changes_nothing(desk: ConsoleDesk) -> None:
    made_ready(desk)
    before = control(desk)
    shown = desk.get(PAGE, who=TOM)
    assert shown.status_code == 200
    assert "an admin can change it: ask whoever runs Earshot here" in html(shown)
    assert f'action="{PAGE}/' not in html(shown)
    for action in ("prove", "state", "caps", "live", "observe"):
        fields = {"seen": str(before.version), **CAPS, "about": "regions_fit", "answer": "no"}
        answer = desk.post(f"{PAGE}/{action}", fields, who=TOM)
        assert answer.status_code == 403
        assert "This takes an admin" in html(answer)
    assert control(desk) == before


def test_nobody_else_gets_near(desk: ConsoleDesk) -> None:
    assert desk.get(PAGE, who=None).status_code == 401
    assert desk.get(PAGE, who=STRANGER).status_code == 403
    assert desk.post(f"{PAGE}/caps", CAPS, who=STRANGER).status_code == 403
    assert desk.post(f"{PAGE}/caps", CAPS, token="forged").status_code == 403
    assert control(desk).version == 0


def test_what_is_not_there_is_said_in_words(desk: ConsoleDesk) -> None:
    nowhere = PAGE.replace("support", "nodesk")
    assert desk.get(nowhere).status_code == 404
    assert desk.post(f"{nowhere}/caps", CAPS).status_code == 404
    assert desk.post(f"{PAGE}/burn").status_code == 404
    assert desk.get(f"{PAGE}/caps").headers["Location"] == PAGE


# --- beneath the page -----------------------------------------------------------------------------


def test_a_change_that_was_decided_on_an_older_state_is_a_conflict(desk: ConsoleDesk) -> None:
    room = desk.services.control
    going_live.set_caps(room, BRAND, "support", PLENTY, who="ana", seen=0)
    with pytest.raises(ConflictError):
        going_live.set_caps(room, BRAND, "support", PLENTY, who="tom", seen=0)
    with pytest.raises(ConflictError):
        going_live.state(room, BRAND, "support", STATED, who="tom", seen=0)
    made_ready(desk)
    with pytest.raises(ConflictError):
        going_live.go_live(room, BRAND, "support", who="tom", seen=1)
    assert not control(desk).live


def test_without_asking_the_network_only_what_was_proven_counts(desk: ConsoleDesk) -> None:
    network = desk.services.control.network
    assert not network.is_proven("tarnhollow")
    network.prove("tarnhollow")
    assert network.is_proven("Tarnhollow")
    with pytest.raises(NotAuthorisedError):
        network.is_proven("somebody")
