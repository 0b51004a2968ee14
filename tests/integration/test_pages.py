"""The console's pages through Chalice: who gets in, what a form does, what is kept when it is refused."""

from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.console import session
from chalicelib.console.answer import POLICY
from chalicelib.domain import lifecycle
from chalicelib.domain.state import State
from chalicelib.domain.trace import Trace
from chalicelib.ports import Topic
from tests.support.console import (
    BRAND,
    FORM,
    SECRET,
    SITE,
    STRANGER,
    TOM,
    ConsoleDesk,
    Page,
    case_path,
    html,
    page,
    queue_path,
)
from tests.support.values import a_post, a_verdict, minutes

UNTAGGED = a_post("3001", "my tarnhollow boots came apart", author=3, mentions=())


@pytest.fixture
def desk() -> ConsoleDesk:
    return ConsoleDesk()


# --- who gets in -----------------------------------------------------------------------------------


def test_nobody_gets_in_without_a_session(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    for path in ("/", queue_path(), queue_path() + "/rows", case_path(case), case_path(case, "status")):
        refused = desk.get(path, who=None)
        assert refused.status_code == 401
        assert 'href="/sign-in"' in html(refused)
    for action in ("approve", "reject", "count", "nonsense"):
        assert desk.post(case_path(case, action), who=None).status_code == 401
    assert desk.case(case) == case


def test_a_forged_session_is_none(desk: ConsoleDesk) -> None:
    forged = session.sign(TOM, "not the secret")
    assert desk.get("/", who=None, headers={"Cookie": f"earshot={forged}"}).status_code == 401


def test_another_brand_is_not_shown_not_even_whether_it_exists(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    for path in (queue_path(), case_path(case), case_path(case, "status"), "/b/nosuchbrand/c/1"):
        refused = desk.get(path, who=STRANGER)
        assert refused.status_code == 403
        assert "We are sorry" not in html(refused)
    assert desk.post(case_path(case, "approve"), {"text": "x", "seen": "1"}, who=STRANGER).status_code == 403
    assert desk.post(case_path(case, "count"), {"text": "x", "seen": "1"}, who=STRANGER).status_code == 403
    assert desk.case(case).state is State.WAITING
    assert desk.store.dossier(BRAND, case.id).edit is None


@pytest.mark.parametrize("token", ["", "forged", "the other person's"])
def test_a_form_without_this_sessions_token_changes_nothing(desk: ConsoleDesk, token: str) -> None:
    case = desk.waiting()
    if token == "the other person's":
        token = session.form_token(session.sign(TOM, SECRET), SECRET)
    refused = desk.post(case_path(case, "approve"), {"text": "Hello.", "seen": "1"}, token=token)
    assert refused.status_code == 403
    assert "Nothing was changed" in html(refused)
    assert desk.case(case) == case


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://desk.example.evil.example"])
def test_a_form_of_another_site_changes_nothing(desk: ConsoleDesk, origin: str) -> None:
    case = desk.waiting()
    fields = {"text": "Hello.", "seen": "1"}
    assert desk.post(case_path(case, "approve"), fields, headers={"Origin": origin}).status_code == 403
    assert desk.case(case) == case
    own = {"Origin": "https://desk.example"}
    assert desk.post(case_path(case, "approve"), fields, headers=own).status_code == 303


def test_htmx_sends_the_token_as_a_header(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    cookie = desk.cookie(TOM)
    token = session.form_token(session.cookie_of(cookie["Cookie"]), SECRET)
    headers = {**cookie, "Content-Type": FORM, "X-Earshot-Token": token, "Host": "desk.example"}
    counted = desk.client.http.post(case_path(case, "count"), headers=headers, body=b"text=abc&seen=1")
    assert counted.status_code == 200
    assert page(counted).text_of(id="count").startswith("3 / 280")


def test_signing_out_ends_the_session(desk: ConsoleDesk) -> None:
    gone = desk.post("/sign-out")
    assert gone.status_code == 303
    assert gone.headers["Location"] == "/sign-in"
    assert "Max-Age=0" in gone.headers["Set-Cookie"]


# --- the queue -------------------------------------------------------------------------------------


def test_home_is_the_first_desk(desk: ConsoleDesk) -> None:
    assert desk.get("/").headers["Location"] == queue_path(desk="sales")


def test_the_queue_shows_the_most_urgent_first(desk: ConsoleDesk) -> None:
    desk.waiting(a_post("1", "whenever you can", author=1), a_verdict(urgency=0.1))
    desk.waiting(a_post("2", "right now please", author=2), a_verdict(urgency=0.9))
    shown = html(desk.get(queue_path()))
    assert shown.index("right now please") < shown.index("whenever you can")
    assert "2 cases" in shown
    assert "due in 15 min" in shown


def test_rows_are_sent_only_when_they_changed(desk: ConsoleDesk) -> None:
    desk.waiting()
    polled = page(desk.get(queue_path())).elements
    address = next(attributes["hx-get"] for _, attributes in polled if attributes.get("id") == "list")
    assert desk.poll(address).status_code == 204
    desk.waiting(a_post("2", "another one", author=2))
    changed = desk.poll(address)
    assert changed.status_code == 200
    assert "another one" in html(changed)
    assert page(changed).text_of(id="news") == "2 cases"
    assert "<html" not in html(changed)


def test_an_empty_list_says_what_to_do(desk: ConsoleDesk) -> None:
    assert "New posts show up here by themselves" in html(desk.get(queue_path()))


def test_pages_follow_each_other_and_a_forged_token_is_refused(desk: ConsoleDesk) -> None:
    for number in range(30):
        desk.waiting(a_post(str(5_000 + number), f"post {number}.", author=number))
    first = page(desk.get(queue_path()))
    more = next(link["href"] for link in first.named("a") if "page=" in link["href"])
    second = page(desk.get(more))

    def cases(of: Page) -> set[str]:
        return {link["href"] for link in of.named("a") if link.get("class") == "open"}

    assert (len(cases(first)), len(cases(second))) == (25, 5)
    assert not cases(first) & cases(second)
    forged = desk.get(queue_path() + "?page=forged.token")
    assert forged.status_code == 400
    assert "begin again at the first page" in html(forged)
    elsewhere = desk.get(more.replace("/q/waiting", "/q/posted"))
    assert elsewhere.status_code == 400


@pytest.mark.parametrize("path", [queue_path("nonsense"), queue_path(desk="nodesk"), f"/b/{BRAND}/c/nocase"])
def test_what_is_not_there_is_said_in_words(desk: ConsoleDesk, path: str) -> None:
    missing = desk.get(path)
    assert missing.status_code == 404
    assert "There is nothing here" in html(missing)


# --- deciding --------------------------------------------------------------------------------------


def test_opening_a_case_claims_it_and_the_next_person_sees_who_has_it(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    desk.get(case_path(case), who=TOM)
    assert desk.case(case).claimed_by == "tom"
    assert "Tom Becker</strong> is working on this" in html(desk.get(case_path(case)))
    assert "Tom Becker is on it" in html(desk.get(queue_path()))


def test_approving_approves_exactly_the_text_and_goes_to_the_next_case(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    following = desk.waiting(a_post("2", "me too", author=2))
    done = desk.post(case_path(case, "approve"), {"text": "Exactly this.\r\nAnd this.", "seen": "1"})
    assert done.status_code == 303
    assert done.headers["Location"] == case_path(following) + f"?said=approved&about={case.id}"
    dossier = desk.store.dossier(BRAND, case.id)
    assert dossier.case.state is State.APPROVED
    assert dossier.approval is not None
    assert (dossier.approval.basis.text, dossier.approval.by) == ("Exactly this.\nAnd this.", "ana")
    assert desk.messages.take(Topic.PUBLISH) == [{"brand": BRAND, "case": case.id}]
    told = page(desk.get(done.headers["Location"])).text_of(id="flash")
    assert "Approved. It goes out within a minute." in told


def test_after_the_last_case_comes_the_queue(desk: ConsoleDesk) -> None:
    done = desk.post(case_path(desk.waiting(), "approve"), {"text": "Yes.", "seen": "1"})
    assert done.headers["Location"].startswith(queue_path() + "?said=approved")


def test_an_approval_can_be_recalled_and_its_text_is_still_there(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    desk.post(case_path(case, "approve"), {"text": "My words.", "seen": "1"})
    assert desk.post(case_path(case, "recall")).status_code == 303
    assert desk.case(case).state is State.WAITING
    assert page(desk.get(case_path(case))).text_of(tag="textarea") == "My words."


def test_an_approval_of_what_has_gone_on_is_refused_and_keeps_the_text(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    desk.now += minutes(1)
    desk.wrote_again(case, "and the poles are bent too")
    refused = desk.post(case_path(case, "approve"), {"text": "My <own> & words", "seen": "1"})
    assert refused.status_code == 409
    found = page(refused)
    assert "the person wrote again" in found.text_of(id="refused").lower()
    assert "and the poles are bent too" in found.text_of(id="conversation")
    assert found.text_of(tag="textarea") == "My <own> & words"
    assert desk.case(case).state is State.WAITING
    seen = next(one["value"] for one in found.named("input") if one.get("name") == "seen")
    assert desk.post(case_path(case, "approve"), {"text": "Again.", "seen": seen}).status_code == 303


def test_two_people_decide_and_the_second_is_told(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    desk.post(case_path(case, "reject"), {"reason": "Not about us"}, who=TOM)
    late = desk.post(case_path(case, "approve"), {"text": "My words.", "seen": "1"})
    assert late.status_code == 409
    assert "The case has moved on" in html(late)
    assert page(late).text_of(tag="p", css="boxed") == "My words."
    assert desk.case(case).state is State.REJECTED


@pytest.mark.parametrize(("text", "told"), [("", "empty"), ("x" * 281, "281 of 280"), ("  \n", "empty")])
def test_a_text_that_cannot_be_posted_is_refused_and_kept(desk: ConsoleDesk, text: str, told: str) -> None:
    case = desk.waiting()
    refused = desk.post(case_path(case, "approve"), {"text": text, "seen": "1"})
    assert refused.status_code == 400
    assert told in html(refused)
    assert page(refused).text_of(tag="textarea").strip() == text.strip()
    assert desk.case(case).approval_id is None


@pytest.mark.parametrize("fields", [{}, {"text": "x"}, {"text": "x", "seen": "one"}])
def test_a_form_with_parts_missing_is_refused(desk: ConsoleDesk, fields: dict[str, str]) -> None:
    case = desk.waiting()
    assert desk.post(case_path(case, "approve"), fields).status_code == 400
    assert desk.case(case).state is State.WAITING


def test_the_api_lane_refuses_what_only_a_person_may_post(desk: ConsoleDesk) -> None:
    case = desk.waiting(UNTAGGED)
    refused = desk.post(case_path(case, "approve"), {"text": "Hello.", "seen": "1"})
    assert refused.status_code == 422
    assert "The rules do not allow this" in html(refused)
    assert "won't let an app answer this" in page(refused).text_of(id="refused")


def test_handing_off_opens_the_network_filled_in_and_names_the_account(desk: ConsoleDesk) -> None:
    case = desk.waiting(UNTAGGED)
    shown = page(desk.get(case_path(case)))
    form = next(one for one in shown.named("form") if one.get("id") == "decision")
    assert (form["action"], form["target"]) == (case_path(case, "hand-off"), "_blank")
    opened = desk.post(case_path(case, "hand-off"), {"text": "Hi & hello?", "seen": "1"})
    link = f"{SITE}/intent/tweet?in_reply_to=3001&text=Hi+%26+hello%3F"
    found = page(opened)
    assert found.text_of(tag="h1") == "Post this as @tarnhollowcare"
    assert {"http-equiv": "refresh", "content": f"0; url={link}"} in found.named("meta")
    assert next(one["href"] for one in found.named("a") if one.get("id") == "network-link") == link
    assert desk.case(case).state is State.HANDED_OFF
    again = page(desk.get(case_path(case)))
    assert next(one["href"] for one in again.named("a") if one.get("id") == "network-link") == link
    assert desk.post(case_path(case, "recall")).status_code == 303
    assert desk.case(case).state is State.WAITING


def test_rejecting_needs_a_reason_and_keeps_it(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    assert desk.post(case_path(case, "reject")).status_code == 400
    refused = page(desk.post(case_path(case, "reject"), {"reason": "Other (say which)", "words": " "}))
    assert "open" in next(one for one in refused.named("details") if one.get("id") == "reject")
    assert [one for one in refused.named("option") if "selected" in one] != []
    assert desk.case(case).state is State.WAITING
    fields = {"reason": "Spam or bait", "words": "a known account"}
    assert desk.post(case_path(case, "reject"), fields).status_code == 303
    assert desk.store.dossier(BRAND, case.id).events[-1].why == "Spam or bait: a known account"
    assert "Spam or bait: a known account" in html(desk.get(case_path(case)))


def test_what_was_put_aside_can_be_put_back(desk: ConsoleDesk) -> None:
    case = desk.ignored(a_post("7", "nice day", author=7))
    assert "Put back" in html(desk.get(case_path(case)))
    assert desk.post(case_path(case, "restore")).status_code == 303
    assert desk.case(case).state is State.WAITING


def test_a_waiting_case_can_be_resolved_without_a_reply(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    assert desk.post(case_path(case, "resolve")).status_code == 303
    assert desk.case(case).state is State.RESOLVED


def test_nothing_else_can_be_done(desk: ConsoleDesk) -> None:
    assert desk.post(case_path(desk.waiting(), "publish")).status_code == 404


def test_the_address_of_a_refused_form_leads_back_to_the_case(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    assert desk.get(case_path(case, "approve")).headers["Location"] == case_path(case)


# --- while one types -------------------------------------------------------------------------------


def test_typing_is_counted_and_kept(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    counted = desk.post(case_path(case, "count"), {"text": "ö" * 290, "seen": "1"})
    assert page(counted).text_of(id="count") == "290 / 280 10 too long"
    assert page(desk.get(case_path(case), who=TOM)).text_of(tag="textarea") == "ö" * 290
    assert desk.case(case).state is State.WAITING


def test_saving_works_without_javascript(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    saved = desk.post(case_path(case, "edit"), {"text": "Kept.", "seen": "1"})
    assert saved.headers["Location"] == case_path(case) + "?said=saved"
    assert page(desk.get(case_path(case))).text_of(tag="textarea") == "Kept."


def _status_address(desk: ConsoleDesk, path: str) -> str:
    elements = page(desk.get(path)).elements
    return next(attributes["hx-get"] for _, attributes in elements if attributes.get("id") == "status")


def test_news_comes_to_an_open_page_without_touching_what_is_typed(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    address = _status_address(desk, case_path(case))
    assert desk.poll(address).status_code == 204
    desk.now += minutes(1)
    desk.wrote_again(case, "are you there?")
    told = desk.poll(address)
    assert "They wrote again since this draft" in page(told).text_of(id="status")
    assert "are you there?" in page(told).text_of(id="conversation")
    assert "<textarea" not in html(told)
    desk.drafted_again(case, "A new answer.")
    address = page(told).named("section")[0]["hx-get"]
    assert "A new draft is ready" in page(desk.poll(address)).text_of(id="status")


def test_a_page_without_any_text_shows_the_first_draft_by_itself(desk: ConsoleDesk) -> None:
    case = desk.ignored(a_post("7", "nice day", author=7))
    desk.post(case_path(case, "restore"))
    address = _status_address(desk, case_path(case))
    desk.drafted_again(case, "An answer.")
    assert desk.poll(address).headers["HX-Refresh"] == "true"
    assert page(desk.get(case_path(case))).text_of(tag="textarea") == "An answer."


def test_a_first_draft_never_replaces_what_was_typed_meanwhile(desk: ConsoleDesk) -> None:
    case = desk.ignored(a_post("7", "nice day", author=7))
    desk.post(case_path(case, "restore"))
    address = _status_address(desk, case_path(case))
    too_long = desk.post(case_path(case, "approve"), {"text": "x" * 281, "seen": "1"})
    refused_page = next(one["hx-get"] for one in page(too_long).named("section") if one.get("id") == "status")
    desk.post(case_path(case, "count"), {"text": "My words.", "seen": "1"})
    desk.now += minutes(1)
    desk.drafted_again(case, "An answer.")
    for one in (address, refused_page):
        told = desk.poll(one)
        assert "HX-Refresh" not in told.headers
        assert "A new draft is ready" in page(told).text_of(id="status")


def test_an_open_page_is_told_when_somebody_else_decides(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    address = _status_address(desk, case_path(case))
    desk.post(case_path(case, "reject"), {"reason": "Not about us"}, who=TOM)
    told = page(desk.poll(address)).text_of(id="status")
    assert "Somebody else decided while you were here" in told
    assert "Not about us" in told


def test_an_open_page_is_shown_anew_after_ones_own_decision_in_another_tab(desk: ConsoleDesk) -> None:
    case = desk.waiting(UNTAGGED)
    address = _status_address(desk, case_path(case))
    desk.post(case_path(case, "hand-off"), {"text": "Hello.", "seen": "1"})
    assert desk.poll(address).headers["HX-Refresh"] == "true"


def test_looking_for_a_hand_off_again_and_again_is_no_news(desk: ConsoleDesk) -> None:
    case = desk.waiting(UNTAGGED)
    open_page = _status_address(desk, case_path(case))
    desk.post(case_path(case, "hand-off"), {"text": "Hello.", "seen": "1"})
    handed_page = _status_address(desk, case_path(case))
    for _ in range(2):
        trace = Trace("system:follow_up", desk.now)
        desk.commit(lifecycle.keep_looking(desk.case(case), trace, "not posted yet", desk.now), trace)
    assert desk.poll(handed_page).status_code == 204
    assert desk.poll(open_page).headers["HX-Refresh"] == "true"
    assert "still looking" not in html(desk.get(case_path(case)))


def test_the_page_of_a_decided_case_follows_it(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    desk.post(case_path(case, "approve"), {"text": "Yes.", "seen": "1"})
    address = _status_address(desk, case_path(case))
    assert desk.poll(address).status_code == 204
    trace = Trace("publish", desk.now)
    desk.commit(lifecycle.send_back(desk.case(case), trace, "X refused the reply"), trace)
    assert desk.poll(address).headers["HX-Refresh"] == "true"
    assert "Back with you: X refused the reply." in html(desk.get(case_path(case)))


def test_a_poll_without_a_session_tells_where_to_sign_in(desk: ConsoleDesk) -> None:
    refused = desk.client.http.get(queue_path() + "/rows", headers={"HX-Request": "true"})
    assert refused.status_code == 401
    assert refused.headers["HX-Retarget"] == "#problem"
    assert "<html" not in html(refused)


# --- files, headers, prefix ------------------------------------------------------------------------


def test_static_files_are_kept_by_their_version(desk: ConsoleDesk) -> None:
    for name, kind in (
        ("console.css", "text/css"),
        ("keys.js", "text/javascript"),
        ("marks.svg", "image/svg+xml"),
    ):
        served = desk.get(f"/static/{name}", who=None)
        assert served.headers["Content-Type"].startswith(kind)
        assert served.headers["Cache-Control"] == "no-cache"
        tag = served.headers["ETag"]
        kept = desk.get(f"/static/{name}?v={tag.strip(chr(34))}", who=None)
        assert "immutable" in kept.headers["Cache-Control"]
        assert desk.get(f"/static/{name}", None, {"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("name", ["session.py", "..%2Fsession.py", "console.css.bak"])
def test_no_other_file_is_served(desk: ConsoleDesk, name: str) -> None:
    assert desk.get(f"/static/{name}", who=None).status_code == 404


def test_every_answer_carries_the_security_headers(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    answers = [
        desk.get("/"),
        desk.get(queue_path()),
        desk.get(case_path(case)),
        desk.get(case_path(case), who=None),
        desk.get("/static/keys.js"),
        desk.post(case_path(case, "count"), {"text": "a", "seen": "1"}),
        desk.post(case_path(case, "approve"), token="forged"),
    ]
    for answer in answers:
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
    assert all(one.headers["Cache-Control"] == "no-store" for one in answers if one is not answers[4])


def test_what_breaks_unforeseen_is_a_page_and_not_a_line_of_json(desk: ConsoleDesk) -> None:
    def stopped() -> datetime:
        raise ZeroDivisionError

    case = desk.waiting()
    desk.services = replace(desk.services, review=desk.services.review._replace(clock=stopped))
    browser = {"Accept": "text/html,application/xhtml+xml"}
    told = desk.get(case_path(case), headers=browser)
    assert told.status_code == 500
    assert "Something broke on our side" in page(told).text_of(tag="h1")
    assert told.headers["Content-Security-Policy"] == POLICY
    polled = desk.poll(case_path(case, "status"))
    assert (polled.status_code, polled.headers["HX-Retarget"]) == (500, "#problem")
    assert "InternalServerError" in html(desk.get(case_path(case)))


@pytest.mark.parametrize(("method", "path"), [("PUT", "/"), ("GET", "/sign-out")])
def test_an_address_that_takes_no_such_request_is_a_page_too(
    desk: ConsoleDesk, method: str, path: str
) -> None:
    told = desk.client.http.request(method, path, headers={"Accept": "text/html"})
    assert told.status_code == 405
    assert "There is nothing here" in html(told)


def test_under_a_stage_every_address_carries_its_prefix(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    event = {
        "requestContext": {
            "httpMethod": "GET",
            "resourcePath": "/b/{brand}/c/{case_id}",
            "path": f"/prod{case_path(case)}",
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "headers": desk.cookie(TOM),
        "pathParameters": {"brand": BRAND, "case_id": case.id},
        "multiValueQueryStringParameters": None,
        "stageVariables": {},
        "body": None,
    }
    answer = desk.app(event, None)
    assert answer["statusCode"] == 200
    found = Page(answer["body"])
    own = [
        value
        for _, attributes in found.elements
        for name, value in attributes.items()
        if name in ("href", "src", "action", "formaction", "hx-get", "hx-post") and value.startswith("/")
    ]
    assert len(own) > 20
    assert [value for value in own if not value.startswith("/prod/")] == []


def test_the_console_works_before_htmx_is_unpacked(desk: ConsoleDesk) -> None:
    without = ConsoleDesk(assets=desk.assets / "nowhere")
    case = without.waiting()
    assert "htmx.min.js" not in html(without.get(case_path(case)))
    assert without.post(case_path(case, "approve"), {"text": "Yes.", "seen": "1"}).status_code == 303


def test_an_observing_deployment_says_so(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    desk.observing()
    desk.post(case_path(case, "approve"), {"text": "Yes.", "seen": "1"})
    assert "This desk observes" in html(desk.get(case_path(case)))
