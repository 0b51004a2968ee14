"""The pages of what a brand says and how, as a marketer's browser gets them."""

import shutil
from pathlib import Path

import pytest

from chalicelib.draft.run import DraftRoom, draft_case
from tests.support.console import (
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
from tests.support.prompting import PROMPTS
from tests.support.values import a_post
from tests.unit.voice.rooms import VOICE, kept

VOICES, SUPPORT = f"/b/{BRAND}/voice", f"/b/{BRAND}/voice/voice-support"
FILE = (PROMPTS / VOICE).read_text()
FREE = FILE.replace("emoji: few", "emoji: free")


@pytest.fixture
def desk() -> ConsoleDesk:
    return ConsoleDesk()


def fields(desk: ConsoleDesk, path: str = SUPPORT) -> dict[str, str]:
    """The form as the page holds it, as a browser would send it."""
    found = page(desk.get(path))
    sent = {one["name"]: one.get("value", "") for one in found.named("input") if is_sent(one)}
    for one in found.named("textarea"):
        sent[one["name"]] = found.text_of(id=one["id"])
    return sent


def is_sent(one: dict[str, str]) -> bool:
    ours = one.get("name", "") not in ("", "token", "why")
    return ours and (one.get("type") != "radio" or "checked" in one)


def saved(desk: ConsoleDesk, text: str, seen: int = 0, **more: str) -> int:
    sent = {"as": "text", "do": "save", "seen": str(seen), "text": text, "note": "lighter", **more}
    return int(desk.post(SUPPORT, sent).status_code)


def main_of(found: Page) -> str:
    return " ".join(found.text_of(id="main").split())


# --- the list -------------------------------------------------------------------------------------


def test_the_list_says_where_each_text_comes_from(desk: ConsoleDesk) -> None:
    assert "The deployed file voices/tarnhollow/support.yaml" in main_of(page(desk.get(VOICES)))
    assert saved(desk, FREE) == 303
    told = main_of(page(desk.get(VOICES)))
    assert "Support Version 1 of the console, by Ana Ruiz, just now lighter" in told
    for name in ("Sales", "German", "Japanese", "Knowledge", "Examples", "Protocols", "On X"):
        assert name in told


def test_a_link_leads_there_from_every_page_of_the_brand(desk: ConsoleDesk) -> None:
    links = [link.get("href") for link in page(desk.get(queue_path())).named("a")]
    assert VOICES in links
    documents = [href for link in page(desk.get(VOICES)).named("a") if VOICES + "/" in (href := link["href"])]
    assert len(documents) > 15
    assert {desk.get(href).status_code for href in documents} == {200}


def test_only_who_belongs_to_the_brand_sees_it_and_only_an_admin_saves(desk: ConsoleDesk) -> None:
    for path in (VOICES, SUPPORT, f"{SUPPORT}/0"):
        assert desk.get(path, STRANGER).status_code in (403, 404)
        assert desk.get(path, None).status_code == 401
        assert desk.get(path, TOM).status_code == 200
    sent = fields(desk) | {"manner": "playful", "note": "x"}
    assert desk.post(SUPPORT, sent | {"do": "preview"}, TOM).status_code == 200
    assert desk.post(SUPPORT, sent | {"do": "save"}, TOM).status_code == 403
    assert desk.post(SUPPORT, sent | {"do": "save"}, token="forged").status_code == 403
    assert desk.post(f"{SUPPORT}/0", {"seen": "0", "note": "x"}, TOM).status_code == 403
    assert desk.voice.documents.heads(BRAND) == {}
    assert [one.get("value") for one in page(desk.get(SUPPORT, TOM)).named("button")].count("save") == 0


@pytest.mark.parametrize("path", ["/x", "/voice-support/9", "/voice-support/-1", "/..%2f..%2fetc"])
def test_what_is_not_there_is_said(desk: ConsoleDesk, path: str) -> None:
    assert desk.get(VOICES + path).status_code == 404


# --- changing a voice -----------------------------------------------------------------------------


def test_the_form_holds_the_voice_and_changes_only_the_lines_it_has_to(desk: ConsoleDesk) -> None:
    sent = fields(desk)
    assert sent["manner"] == "neutral"
    assert sent["sign_off"] == "^{agent}"
    assert sum(name.startswith("note_in_") for name in sent) == 10
    never = sent["never"].replace("\n", "\r\n") + "\r\n\r\nno worries \r\n"
    sent |= {"do": "save", "manner": "playful", "never": never, "note": "a lighter week"}
    assert desk.post(SUPPORT, sent).headers["Location"] == f"{SUPPORT}?said=voiced"
    document = desk.voice.documents.document(BRAND, VOICE, 1)
    assert (document.by, document.note) == ("ana", "a lighter week")
    before, after = FILE.replace('"', "").splitlines(), document.text.replace('"', "").splitlines()
    version = next(line for line in after if line.startswith("version:"))
    assert set(after) - set(before) == {"manner: playful", "  - no worries", version}
    assert len(set(before) - set(after)) == 2
    assert desk.prompts[BRAND].voices["support"].manner == "playful"
    assert desk.prompts[BRAND].voices["support"].never[-1] == "no worries"


def test_a_form_that_nobody_changed_saves_nothing(desk: ConsoleDesk) -> None:
    answer = desk.post(SUPPORT, fields(desk) | {"do": "save", "note": "x"})
    assert answer.status_code == 400
    assert "nothing to save" in html(answer)


def test_five_sample_drafts_are_shown_before_anything_is_saved(desk: ConsoleDesk) -> None:
    answer = desk.post(SUPPORT, fields(desk) | {"do": "preview", "manner": "playful"})
    found = page(answer)
    assert len([one for one in found.named("article") if one.get("class") == "pair"]) == 5
    assert "manner: playful" in found.text_of(css="difference")
    assert "removed" in found.text_of(css="difference")
    assert "With your change" in found.text_of(id="main")
    assert found.named("ins")
    assert desk.voice.documents.heads(BRAND) == {}


def test_what_was_typed_goes_along_from_the_form_to_the_text_and_back(desk: ConsoleDesk) -> None:
    as_text = desk.post(SUPPORT, fields(desk) | {"do": "text", "manner": "formal"})
    text = page(as_text).text_of(id="text")
    assert "manner: formal" in text
    back = desk.post(SUPPORT, {"as": "text", "do": "form", "seen": "0", "text": text, "note": "why"})
    checked = [one["value"] for one in page(back).named("input") if "checked" in one]
    assert checked == ["formal", "few"]
    assert 'value="why"' in html(back)


@pytest.mark.parametrize("do", ["preview", "save", "form"])
def test_what_is_wrong_is_named_with_its_line_and_nothing_typed_is_lost(desk: ConsoleDesk, do: str) -> None:
    wrong = FILE.replace("emoji: few", "emoji: </textarea><b>")
    line = wrong.splitlines().index("emoji: </textarea><b>") + 1
    answer = desk.post(SUPPORT, {"as": "text", "do": do, "seen": "0", "text": wrong, "note": "n"})
    assert answer.status_code == 400
    assert f"Line {line}, “emoji: </textarea><b>”: 'emoji': input should be" in page(answer).text_of(
        id="main"
    )
    assert page(answer).text_of(id="text").strip() == wrong.strip()
    assert "<b>" not in html(answer)
    assert desk.voice.documents.heads(BRAND) == {}


def test_a_form_that_is_wrong_stays_filled_in(desk: ConsoleDesk) -> None:
    answer = desk.post(SUPPORT, fields(desk) | {"do": "save", "sign_off": "^{agnet}", "note": "n"})
    assert answer.status_code == 400
    assert "unknown variable {agnet}" in page(answer).text_of(id="main")
    assert 'value="^{agnet}"' in html(answer)


def test_who_saves_second_loses_nothing_and_sees_the_difference(desk: ConsoleDesk) -> None:
    assert saved(desk, FREE) == 303
    sent = {"as": "text", "do": "save", "seen": "0", "text": FILE + "# mine\n", "note": "n"}
    answer = desk.post(SUPPORT, sent)
    assert (answer.status_code, desk.voice.documents.heads(BRAND)) == (409, {VOICE: 1})
    assert "# mine" in page(answer).text_of(id="text")
    assert "emoji: free" in page(answer).text_of(css="difference")
    assert saved(desk, FILE + "# mine\n", seen=1) == 303


def test_saved_replies_in_greek_can_be_saved_whole(desk: ConsoleDesk) -> None:
    path = f"{VOICES}/replies-el"
    sent = fields(desk, path) | {"do": "save", "note": "n"}
    sent["text"] += "# " + "ω" * 60_000 + "\n"
    assert desk.post(path, sent).status_code == 303


# --- versions -------------------------------------------------------------------------------------


def test_every_version_can_be_seen_and_taken_back(desk: ConsoleDesk) -> None:
    assert [saved(desk, FREE), saved(desk, FILE + "# more\n", 1)] == [303, 303]
    shown = page(desk.get(SUPPORT))
    links = [one["href"] for one in shown.named("a") if f"{SUPPORT}/" in one.get("href", "")]
    assert links == [f"{SUPPORT}/{version}" for version in (2, 1, 0)]
    assert "emoji: free" in page(desk.get(f"{SUPPORT}/1")).text_of(tag="pre")
    back = desk.post(f"{SUPPORT}/1", {"seen": "2", "note": "Back to version 1"})
    assert back.headers["Location"] == f"{SUPPORT}?said=rolled"
    assert desk.voice.documents.document(BRAND, VOICE, 3).text == FREE
    assert desk.post(f"{SUPPORT}/0", {"seen": "2", "note": "late"}).status_code == 409
    assert desk.post(f"{SUPPORT}/0", {"seen": "3", "note": "as deployed"}).status_code == 303
    assert desk.voice.documents.document(BRAND, VOICE, 4).text == FILE


def test_a_deployment_with_another_file_is_told_and_replaces_nothing(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROMPTS, tmp_path / "prompts"))
    desk = ConsoleDesk(prompts_dir=folder)
    assert saved(desk, FREE) == 303
    (folder / VOICE).write_text(FILE + "# newer\n")
    assert "a deployment brought another file" in html(desk.get(VOICES))
    assert "A deployment brought another file" in html(desk.get(SUPPORT))
    assert "# newer" in page(desk.get(f"{SUPPORT}/0")).text_of(css="difference")
    assert desk.prompts[BRAND].voices["support"].emoji == "free"


def test_a_version_that_cannot_be_read_is_told_and_can_be_put_right(desk: ConsoleDesk) -> None:
    kept(desk.voice, VOICE, FILE.replace("emoji: few", "emoji: many"))
    assert "cannot be read" in html(desk.get(VOICES))
    shown = page(desk.get(SUPPORT))
    assert "drafts are made with the file" in main_of(shown)
    assert "emoji: many" in shown.text_of(id="text")
    assert desk.prompts[BRAND].voices["support"].emoji == "few"
    assert saved(desk, FREE, seen=1) == 303
    assert desk.prompts[BRAND].voices["support"].emoji == "free"


def test_the_next_draft_is_made_with_what_was_saved(desk: ConsoleDesk) -> None:
    signed = FILE.replace('sign_off: "^{agent}"', 'sign_off: "Yours, T."')
    assert saved(desk, signed) == 303
    case = desk.waiting(a_post("1", "@tarnhollowcare my zip broke", mentions=("tarnhollowcare",)))
    again = desk.wrote_again(case, "and the second one, too")
    review = desk.services.review
    room = DraftRoom(desk.store, desk.controls, review.clock, review.brands, desk.prompts, review.rules.label)
    draft_case(room, BRAND, again.id)
    assert "Yours, T." in html(desk.get(case_path(case)))
