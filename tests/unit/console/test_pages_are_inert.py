"""What strangers write is text on every page, and every page is whole."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.console.answer import POLICY
from chalicelib.console.views.post_view import parts
from chalicelib.control.going_live import observe
from chalicelib.control.switch import stop
from chalicelib.domain.case import Case
from chalicelib.domain.post import Author
from chalicelib.domain.ruling import Lane
from chalicelib.review import decide
from tests.support.console import BRAND, ConsoleDesk, Page, case_path, html, page, queue_path
from tests.support.values import a_post

ADDRESSED = ("tarnhollowcare",)
HOSTILE = [
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script><textarea>",
    "\"'><img src=x onerror=alert(1)>",
    "\u202eevil\u202d right to left \u2066\u2069",
    "{{ 7*7 }} {% raw %} ${7*7}",
    'javascript:alert(1) data:text/html,x https://x.example/"onmouseover=alert(1)',
    "quotes \" ' ` & < > &amp; &lt;b&gt;",
    "long " * 2_000,
    "مرحبا שלום こんにちは สวัสดี नमस्ते 👩‍👩‍👧",
    "@" * 50 + "#" * 50 + "\x0b\x0c\u2028 line",
]


def _hostile_desk(text: str) -> tuple[ConsoleDesk, list[str]]:
    """A desk whose people and posts carry the text, and the addresses of every kind of page."""
    desk = ConsoleDesk()
    author = Author(id="9", handle="hostile", name=text[:200])
    tagged = desk.waiting(a_post("1", text, author=author, mentions=ADDRESSED))
    by_hand = desk.waiting(a_post("2", text, author=author, mentions=()))
    handed = desk.waiting(a_post("3", text, author=author, mentions=()))
    aside = desk.ignored(a_post("4", text, author=author, mentions=()))
    decide.hand_off(
        desk.services.review, BRAND, handed.id, text=(text[:200].strip() or "x"), seen=1, who=text[:50] or "x"
    )
    again = desk.wrote_again(desk.waiting(a_post("5", "first", author=author, mentions=ADDRESSED)), text)
    cases = [case_path(case) for case in (tagged, by_hand, handed, aside, again)]
    cases += [queue_path(), queue_path("handed_off"), queue_path("ignored"), "/b/none/c/none"]
    return desk, [*cases, *_triage_pages(desk, tagged)]


def _triage_pages(desk: ConsoleDesk, case: Case) -> list[str]:
    """The pages that show what was put aside a day before, and the case's post as an example."""
    form = page(desk.get(f"/b/{BRAND}/triage/example/{case.id}"))
    seal = next(field["value"] for field in form.named("input") if field.get("name") == "seal")
    fields = {"seal": seal, "intent": "other", "reply": "no"}
    assert desk.post(f"/b/{BRAND}/triage/example/{case.id}", fields).status_code == 303
    desk.now += timedelta(days=1)
    return [f"/b/{BRAND}/triage{part}" for part in ("", "/sample", f"/example/{case.id}")]


def _is_whole_and_inert(found: Page, source: str) -> None:
    assert source.startswith("<!doctype html>")
    assert found.named("html")[0]["lang"]
    assert found.text_of(tag="title").strip()
    assert len(found.named("h1")) == 1
    assert len(found.named("main")) == 1
    for tag, attributes in found.elements:
        assert "style" not in attributes, (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert not attributes.get("href", "").lower().startswith(("javascript:", "data:"))
        if attributes.get("target") == "_blank" and tag == "a":
            assert attributes["rel"] == "noopener noreferrer nofollow"
    assert all(script.get("src", "").startswith("/static/") for script in found.named("script"))
    assert not found.named("style")
    assert not found.named("iframe")
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_inert_on_every_page(text: str) -> None:
    desk, addresses = _hostile_desk(text)
    for address in addresses:
        response = desk.get(address)
        assert response.headers["Content-Security-Policy"] == POLICY
        _is_whole_and_inert(page(response), html(response))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_reason_is_inert_on_every_page_that_shows_it(text: str) -> None:
    desk, addresses = _hostile_desk("my tent leaks")
    reason = text[:300].strip()
    stop(desk.controls, lambda: desk.now, who=reason, why=reason)
    observe(desk.services.control, BRAND, "support", who=reason)
    for address in (*addresses, "/switch", f"/b/{BRAND}/d/support/go-live"):
        response = desk.get(address)
        assert response.headers["Content-Security-Policy"] == POLICY
        found = page(response)
        _is_whole_and_inert(found, html(response))
        assert found.text_of(tag="bdi").startswith(reason) or address != "/switch"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_post_is_shown_unmodified(text: str) -> None:
    desk = ConsoleDesk()
    case = desk.waiting(a_post("1", text, mentions=ADDRESSED))
    shown = page(desk.get(case_path(case))).text_of(tag="p", css="text")
    assert shown == text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(max_size=300))
def test_cutting_a_post_into_links_loses_nothing(text: str) -> None:
    cut = parts(text, "https://x.example")
    assert "".join(part.text for part in cut) == text
    assert all(re.match(r"https?://|$", part.href) for part in cut)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_any_name_and_post_leave_the_page_whole(text: str) -> None:
    desk = ConsoleDesk()
    author = Author(id="9", handle="anybody", name=text)
    case = desk.waiting(a_post("1", text, author=author, mentions=ADDRESSED))
    response = desk.get(case_path(case))
    found = page(response)
    _is_whole_and_inert(found, html(response))
    assert found.text_of(tag="p", css="text") == text


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (
            "see https://a.example/x?y=1&z=2.",
            [("https://a.example/x?y=1&z=2", "https://a.example/x?y=1&z=2")],
        ),
        ("(https://a.example/x)", [("https://a.example/x", "https://a.example/x")]),
        ("hi @Ana_1, mail me@home.example", [("@Ana_1", "https://x.example/Ana_1")]),
        ("#zelt und #キャンプ", [("#zelt", "https://x.example/hashtag/zelt"), ("#キャンプ", None)]),
        ("no javascript:alert(1) here", []),
    ],
)
def test_what_becomes_a_link(text: str, links: list[tuple[str, str | None]]) -> None:
    found = [(part.text, part.href) for part in parts(text, "https://x.example") if part.href]
    assert [label for label, _ in found] == [label for label, _ in links]
    for (_, href), (_, wanted) in zip(found, links, strict=True):
        assert wanted is None or href == wanted


def test_the_pages_own_text_files_hold_nothing_inline() -> None:
    folder = Path(__file__).resolve().parents[3]
    templates = [
        *folder.glob("chalicelib/console/templates/*.html"),
        *folder.glob("sandbox/templates/*.html"),
    ]
    assert len(templates) > 15
    inline = re.compile(r"\sstyle=|\son[a-z]+=|<style|\|\s*safe|javascript:")
    assert [path.name for path in templates if inline.search(path.read_text("utf-8"))] == []


def test_both_lanes_are_really_among_those_pages() -> None:
    desk = ConsoleDesk()
    tagged = desk.waiting(a_post("1", mentions=ADDRESSED))
    untagged = desk.waiting(a_post("2", mentions=()))
    assert (tagged.ruling.lane, untagged.ruling.lane) == (Lane.API, Lane.HAND_OFF)
