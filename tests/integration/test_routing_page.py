"""The page of the routing table, as a person's browser gets it."""

from collections.abc import Iterator

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.change import Change
from chalicelib.domain.state import State
from chalicelib.domain.trace import Trace
from chalicelib.review import decide
from tests.support.console import (
    ANA,
    BRAND,
    STRANGER,
    TOM,
    ConsoleDesk,
    Page,
    case_path,
    html,
    page,
    queue_path,
)
from tests.support.values import a_post, a_verdict

ROUTING = f"/b/{BRAND}/routing"
BUYER = "@tarnhollow I want to buy a Skarn, which size?"
NOISE = "FREE airdrop, 100x, claim now at coin.example #giveaway"
BROKEN = "@tarnhollowcare the zip of my tent is broken, refund please"


@pytest.fixture
def desk() -> ConsoleDesk:
    return ConsoleDesk()


def tried(found: Page) -> Iterator[str]:
    """The text of each post that was tried, with what became of it, its spaces made one."""
    for index, (name, attributes) in enumerate(found.elements):
        if name == "article" and attributes.get("class") == "tried":
            yield " ".join(" ".join(text for at, text in found.texts if at == index).split())


def test_the_table_is_told_in_plain_words(desk: ConsoleDesk) -> None:
    answer = desk.get(ROUTING)
    assert answer.status_code == 200
    text = page(answer).text_of(id="main")
    assert "risk: crisis or safety or self harm" in text
    assert "answered as @tarnhollow" in text
    assert "closed without a reply: advertising" in text
    assert "default: wants to buy" in text


def test_posts_that_are_pasted_are_routed_and_kept_nowhere(desk: ConsoleDesk) -> None:
    answer = desk.post(ROUTING, {"posts": f"{BUYER}\r\n\r\n{NOISE}\r\n{BROKEN}"})
    assert answer.status_code == 200
    buyer, noise, broken = tried(page(answer))
    assert "Rule ready to buy Desk Sales Answers @tarnhollow" in buyer
    assert "product: skarn-jacket, topic: sizes" in buyer
    assert "Tags noise Closed advertising" in noise
    assert "Rule something to repair Desk Support Answers @tarnhollowcare" in broken
    assert "Closed no" in broken
    assert desk.store.queue(BRAND, "support", State.WAITING).cases == ()
    assert "skarn" not in repr(vars(desk.store)).lower()


@pytest.mark.parametrize(("number", "said"), [(0, "none was given"), (21, "21 were given")])
def test_more_than_twenty_posts_and_none_are_refused_and_what_was_typed_stays(
    desk: ConsoleDesk, number: int, said: str
) -> None:
    answer = desk.post(ROUTING, {"posts": "\n".join([NOISE] * number)})
    assert answer.status_code == 400
    assert said in html(answer)
    assert page(answer).text_of(tag="textarea").count(NOISE) == number
    assert desk.post(ROUTING, {"posts": "\n".join([NOISE] * 20)}).status_code == 200


def test_posts_that_were_heard_can_be_tried_latest_first(desk: ConsoleDesk) -> None:
    assert "Nothing was heard yet" in html(desk.get(f"{ROUTING}?heard=1"))
    desk.waiting(a_post("1", BROKEN, mentions=("tarnhollowcare",)))
    desk.ignored(a_post("2", NOISE, author=a_post(author=2).author, created_at=desk.now.replace(year=2030)))
    before = desk.store.queue(BRAND, "support", State.WAITING).cases
    noise, broken = tried(page(desk.get(f"{ROUTING}?heard=1")))
    assert "Closed advertising" in noise
    assert "Rule something to repair" in broken
    assert desk.store.queue(BRAND, "support", State.WAITING).cases == before


def test_what_strangers_write_is_text(desk: ConsoleDesk) -> None:
    answer = desk.post(ROUTING, {"posts": "</textarea><script>alert(1)</script>"})
    assert "<script>alert" not in html(answer)
    assert "&lt;script&gt;alert(1)" in html(answer)


def test_a_link_leads_there_from_every_page_of_the_brand(desk: ConsoleDesk) -> None:
    assert ROUTING in [link.get("href") for link in page(desk.get(queue_path())).named("a")]


def test_only_who_belongs_to_the_brand_tries_it_and_only_from_our_own_page(desk: ConsoleDesk) -> None:
    assert desk.get(ROUTING, STRANGER).status_code in (403, 404)
    assert desk.get(ROUTING, None).status_code == 401
    assert desk.get(ROUTING, TOM).status_code == 200
    assert desk.post(ROUTING, {"posts": NOISE}, STRANGER).status_code in (403, 404)
    assert desk.post(ROUTING, {"posts": NOISE}, token="forged").status_code == 403


def test_a_case_tells_its_tags_and_subject_and_why_it_was_closed_and_can_be_put_back(
    desk: ConsoleDesk,
) -> None:
    routed = {"tags": ("noise",), "closed": "advertising", "product": "tarn-tent", "topic": "repairs"}
    verdict = a_verdict(needs_reply=False).model_copy(update=routed)
    case = desk.waiting(a_post("1", NOISE, mentions=("tarnhollowcare",)), verdict)
    aside = case.model_copy(update={"state": State.FOUND})
    trace = Trace("triage", desk.now)
    case = lifecycle.ignore(aside, trace, "closed by a rule: advertising")
    desk.store.commit(Change(case=case, events=tuple(trace.events)))
    shown = page(desk.get(case_path(case)))
    assert "Closed by a rule: advertising" in shown.text_of(id="main")
    assert "tarn-tent, repairs" in shown.text_of(css="about")
    assert "noise" in shown.text_of(css="tags")
    assert case_path(case) in html(desk.get(queue_path("ignored")))
    assert case_path(case, "restore") in [form["action"] for form in shown.named("form")]
    assert desk.post(case_path(case, "restore")).status_code == 303
    assert desk.case(case).state is State.WAITING


def test_the_account_that_a_rule_chose_is_the_one_that_is_approved(desk: ConsoleDesk) -> None:
    post = a_post("1", "my tent is broken", mentions=())
    case, room = desk.waiting(post), desk.services.review
    ruling = room.rules.rule_on(room.brand(BRAND), "support", post, account="tarnhollow")
    trace = Trace("triage", desk.now)
    desk.commit(trace.change(case, "joined", "made up for a test", ruling=ruling), trace)
    handed = decide.hand_off(room, BRAND, case.id, text="we will look", seen=1, who=ANA.id)
    assert handed.account == "tarnhollow"
