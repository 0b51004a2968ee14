"""The draft before a person: what it states, ways to answer, changes, and a translation, over real HTTP."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pydantic import SecretStr

from chalicelib.adapters.openai.asking import ModelSource, Safeguards
from chalicelib.adapters.openai.changer import OpenAIChanger
from chalicelib.adapters.openai.translator import OpenAITranslator
from chalicelib.allowances import Meter
from chalicelib.domain.case import Case
from chalicelib.domain.control import Statements
from chalicelib.domain.credentials import ModelSecret
from chalicelib.domain.draft import Approach, Check, Claim, Draft, Made, Origin, Usage, Variant
from chalicelib.domain.state import State
from sandbox.model import Answer, ModelServer, Request, completion
from tests.support.console import ANA, BRAND, ConsoleDesk, Page, case_path, html, page
from tests.support.controls import live_controls
from tests.support.values import NOW, a_draft, a_post
from tests.unit.draft.requests import sample

TEXT = "Delivery takes 2 to 4 working days. It comes <b>tomorrow</b>. Send us a DM."
COMES = Claim(passage="It comes <b>tomorrow</b>")
VOUCHER = Claim(passage="a voucher")
HOSTILE = "</textarea><script>alert(1)</script>"
PRIVATE = "Send us a DM, and we look where it is."


def a_made_draft(case: Case) -> Draft:
    return a_draft(case, "draft-made", TEXT).model_copy(
        update={
            "origin": Origin.OFFLINE,
            "approach": Approach.SOLVE,
            "sources": ("knowledge:delivery-times", "reply:late-delivery"),
            "claims": (Claim(passage="2 to 4 working days", source="knowledge:delivery-times"), COMES),
            "variants": (
                Variant(text=PRIVATE, lang="en", origin=Origin.OFFLINE, approach=Approach.PRIVATE),
                Variant(
                    text=f"Here is a voucher {HOSTILE}",
                    lang="en",
                    origin=Origin.OFFLINE,
                    approach=Approach.ASK,
                    claims=(VOUCHER,),
                    checks=(Check(name="promise", passed=False, passage=HOSTILE),),
                ),
            ),
            "gap": "Does it come on Sunday?",
            "usage": Usage(prompt_tokens=1_200, completion_tokens=90),
            "made": Made(
                versions={"tasks/draft.md": "console 7"},
                model="scripted-0",
                parameters={"temperature": "0.4"},
                seconds=1.25,
                cost=1_840,
            ),
        }
    )


@pytest.fixture
def desk() -> ConsoleDesk:
    return ConsoleDesk()


def drafted(desk: ConsoleDesk, **more: object) -> Case:
    case = desk.waiting(a_post("1", "my parcel is late", mentions=("tarnhollowcare",)))
    return desk.presented(case, a_made_draft(case).model_copy(update=more))


def fields(found: Page, **more: str) -> dict[str, str]:
    """What the form of the reply would send."""
    hidden = {one["name"]: one.get("value", "") for one in found.named("input") if one.get("name") == "seen"}
    return hidden | {"text": found.text_of(tag="textarea")} | more


def box(found: Page) -> str:
    return next(one["name"] for one in found.named("input") if one.get("type") == "checkbox")


# --- what it states ----------------------------------------------------------------------------------


def test_a_passage_without_a_source_blocks_until_the_person_vouches_for_it(desk: ConsoleDesk) -> None:
    case = drafted(desk)
    shown = page(desk.get(case_path(case)))
    assert "No source says this." in shown.text_of(id="claims")
    refused = desk.post(case_path(case, "approve"), fields(shown))
    assert refused.status_code == 400
    assert "No source says “It comes <b>tomorrow</b>”" in page(refused).text_of(id="refused")
    assert desk.case(case).state is State.WAITING
    for action in ("approve", "hand-off"):
        other = fields(shown) | {"vouch-of-something-else": "yes"}
        assert desk.post(case_path(case, action), other).status_code == 400
    done = desk.post(case_path(case, "approve"), fields(shown) | {box(shown): "yes"})
    assert done.status_code == 303
    event = next(one for one in desk.store.dossier(BRAND, case.id).events if one.what == "approved")
    assert (event.who, [fact for fact in event.facts if fact.startswith("vouched for ")]) == (
        "ana",
        ["vouched for " + box(shown).removeprefix("vouch-")],
    )
    told = page(desk.get(case_path(case))).text_of(id="history")
    assert "vouching for 1 passage without a source" in told


def test_a_refused_form_keeps_what_was_ticked(desk: ConsoleDesk) -> None:
    case = drafted(desk)
    ticked = box(page(desk.get(case_path(case))))
    refused = page(desk.post(case_path(case, "approve"), {"text": TEXT * 5, "seen": "1", ticked: "yes"}))
    assert next("checked" in one for one in refused.named("input") if one.get("name") == ticked)


def test_what_is_taken_out_is_asked_no_more_as_one_types(desk: ConsoleDesk) -> None:
    case = drafted(desk)
    counted = desk.post(case_path(case, "count"), {"text": PRIVATE, "seen": "1", "claims": "1"})
    assert "vouch-" not in html(counted)
    again = desk.post(case_path(case, "count"), {"text": "it comes (b)TOMORROW", "seen": "1", "claims": "1"})
    assert "vouch-" not in html(again)
    back = desk.post(case_path(case, "count"), {"text": TEXT.upper(), "seen": "1", "claims": "1"})
    assert 'hx-swap-oob="true"' in html(back)
    assert "It comes &lt;b&gt;tomorrow" in html(back)


# --- ways to answer, steps, why --------------------------------------------------------------------------


def test_each_way_is_named_by_what_it_sets_out_to_do_and_can_be_used(desk: ConsoleDesk) -> None:
    case = drafted(desk)
    shown = page(desk.get(case_path(case)))
    ways = shown.text_of(css="choices")
    for label in ("Solve it here", "Move to a private message", "Ask one question"):
        assert label in ways
    assert HOSTILE in ways
    assert HOSTILE not in html(desk.get(case_path(case)))
    assert desk.post(case_path(case, "edit"), {"text": PRIVATE, "seen": "1"}).status_code == 303
    assert page(desk.get(case_path(case))).text_of(tag="textarea") == PRIVATE
    used = desk.post(
        case_path(case, "edit"),
        {"text": f"Here is a voucher {HOSTILE}", "seen": "1"},
        headers={"HX-Request": "true"},
    )
    assert "<html" not in html(used)
    assert "a voucher" in page(used).text_of(id="claims")


def test_a_protocols_steps_come_first(desk: ConsoleDesk) -> None:
    case = drafted(desk, origin=Origin.PROTOCOL, steps=("Call the head of support.", "Say nothing else."))
    shown = html(desk.get(case_path(case)))
    assert "This needs a person: 2 steps" in shown
    assert shown.index("Call the head of support.") < shown.index("<textarea")


def test_why_this_draft(desk: ConsoleDesk) -> None:
    why = page(desk.get(case_path(drafted(desk)))).text_of(id="why")
    for told in (
        *("knowledge:delivery-times", "Does it come on Sunday?", "scripted-0", "temperature 0.4"),
        *("1,200 given, 90 written", "US$ 0.0018", "1.2 s", "console 7", "tasks/draft.md"),
        *("x.reply.addressed", "reply:late-delivery"),
    ):
        assert told in why


def test_what_the_sources_say_is_shown_to_whoever_asks(desk: ConsoleDesk) -> None:
    case, says = drafted(desk), "Delivery takes 2 to 4 working days in the EU"
    assert says not in html(desk.get(case_path(case)))
    asked = page(desk.post(case_path(case, "why"), {"text": "my words", "seen": "1"}))
    assert says in asked.text_of(id="why")
    assert asked.text_of(tag="textarea") == "my words"
    part = desk.post(case_path(case, "why"), {"text": "x", "seen": "1"}, headers={"HX-Request": "true"})
    assert says in page(part).text_of(id="why")
    assert "<textarea" not in html(part)


# --- changes ---------------------------------------------------------------------------------------------


def reads(texts: Callable[[list[str]], list[str]]) -> Callable[[Request], Answer]:
    def script(request: Request) -> Answer:
        user = request["messages"][1]["content"]
        given = json.loads(user.removeprefix("<<<TEXTS\n").removesuffix("\nTEXTS>>>"))
        return completion(json.dumps({"texts": texts(given)}))

    return script


def rewords(text: str, language: str = "en") -> Callable[[Request], Answer]:
    return lambda _: completion(json.dumps({"text": text, "language": language}))


@contextmanager
def a_model(desk: ConsoleDesk, script: Callable[[Request], Answer]) -> Iterator[ModelServer]:
    """A scripted server that the desk's pages ask, as they would a real one."""
    safeguards = Safeguards(
        meter=Meter(desk.store, desk.controls, lambda: desk.now), clock=lambda: NOW, sleep=lambda _: None
    )
    with ModelServer(script) as server:
        secret = ModelSecret(key=SecretStr("sk-0123456789"), name="scripted-1", url=server.url)
        source: ModelSource = lambda anew=False: secret  # noqa: E731 - it has a protocol's type
        desk.changer = OpenAIChanger(source, timeout=3, prompts_of=lambda _: sample(), safeguards=safeguards)
        desk.translator = OpenAITranslator(
            source, timeout=3, prompts_of=lambda _: sample(), safeguards=safeguards
        )
        yield server


def changed(desk: ConsoleDesk, case: Case, touch: str, text: str = PRIVATE, **more: str) -> Page:
    answer = desk.post(case_path(case, "change"), {"text": text, "seen": "1", "touch": touch, **more})
    assert answer.status_code == 200
    return page(answer)


def test_a_change_that_passes_takes_the_place_of_the_text_and_is_undone(desk: ConsoleDesk) -> None:
    case, warm = drafted(desk), "Oh no. Send us a DM, and we look where it is."
    with a_model(desk, rewords(warm)) as model:
        found = changed(desk, case, "warmer")
    assert found.text_of(tag="textarea") == warm
    assert "Changed by scripted-1." in found.text_of(id="touched")
    edit = desk.store.dossier(BRAND, case.id).edit
    assert edit is not None
    assert (edit.text, edit.by, edit.by_model) == (warm, "ana", True)
    undo = [one["value"] for one in found.named("input") if one.get("name") == "text"]
    assert PRIVATE in undo
    assert "Make it warmer" in model.requests[0]["messages"][0]["content"]
    assert "my parcel is late" not in model.requests[0]["messages"][0]["content"]


def test_a_text_that_a_model_reworded_needs_the_statement_for_ai_replies() -> None:
    brand = ConsoleDesk().services.review.brand(BRAND)
    desk = ConsoleDesk(controls=live_controls(brand, statements=Statements()))
    case, warm = drafted(desk), "Oh no. Send us a DM, and we look where it is."
    with a_model(desk, rewords(warm)):
        shown = changed(desk, case, "warmer")
    assert any(one.get("name") == "by_model" for one in shown.named("input"))
    refused = desk.post(case_path(case, "approve"), {"text": warm, "seen": "1", "by_model": "1"})
    assert refused.status_code == 422
    desk.post(case_path(case, "edit"), {"text": PRIVATE, "seen": "1"})
    assert desk.post(case_path(case, "approve"), {"text": PRIVATE, "seen": "1"}).status_code == 303


def test_a_change_that_fails_its_checks_is_shown_and_not_put_in(desk: ConsoleDesk) -> None:
    case, bad = drafted(desk), f"We refund 50 EUR {HOSTILE}"
    with a_model(desk, rewords(bad)):
        found = changed(desk, case, "free", instruction="promise money")
    assert found.text_of(tag="textarea") == PRIVATE
    assert bad in found.text_of(css="proposal")
    assert "promise" in found.text_of(css="proposal")
    assert (
        next(one["value"] for one in found.named("input") if one.get("name") == "instruction")
        == "promise money"
    )
    assert not [one for one in found.named("script") if "src" not in one]
    assert desk.store.dossier(BRAND, case.id).edit is None


def test_a_model_that_is_gone_leaves_what_needs_none(desk: ConsoleDesk) -> None:
    case = drafted(desk)
    with a_model(desk, rewords("x")):
        pass
    assert "Try it again" in changed(desk, case, "warmer").text_of(id="touched")
    shorter = changed(desk, case, "shorter", "It was busy here all of the day. Send us a DM.")
    assert shorter.text_of(tag="textarea") == "Send us a DM."


def test_without_a_model_it_is_said_what_needs_one(desk: ConsoleDesk) -> None:
    case = drafted(desk)
    assert "needs a model" in changed(desk, case, "more-formal").text_of(id="touched")
    linked = changed(desk, case, "add-link")
    assert linked.text_of(tag="textarea") == f"{PRIVATE} https://tarnhollow.example/delivery"
    assert "in at most 300" in changed(desk, case, "free", instruction="x" * 301).text_of(id="touched")
    assert "few words" in changed(desk, case, "free").text_of(id="touched")
    assert desk.post(case_path(case, "change"), {"text": "x", "seen": "1", "touch": "rm"}).status_code == 400


def test_a_desk_without_tokens_asks_nobody(desk: ConsoleDesk) -> None:
    case = drafted(desk)
    caps = desk.controls.desk(BRAND, "support").caps_in_force.model_copy(update={"tokens_a_day": 100})
    desk.controls = live_controls(desk.services.review.brand(BRAND), caps)
    with a_model(desk, rewords("Hello.")) as model:
        found = changed(desk, case, "warmer")
    assert "tokens are used up" in found.text_of(id="touched")
    assert model.requests == []


# --- in another language ---------------------------------------------------------------------------------


def test_post_and_draft_are_shown_in_the_reviewers_language_and_remembered(desk: ConsoleDesk) -> None:
    case = drafted(desk)
    given = {"text": PRIVATE, "seen": "1", "reads": "de"}
    with a_model(desk, reads(lambda texts: [f"auf Deutsch: {one}{HOSTILE}" for one in texts])) as model:
        answer = desk.post(case_path(case, "translate"), given)
        again = desk.post(case_path(case, "translate"), given | {"text": TEXT})
    shown = page(answer).text_of(id="translation")
    assert f"auf Deutsch: my parcel is late{HOSTILE}" in shown
    assert f"auf Deutsch: {PRIVATE}" in shown
    assert "Machine translation into German by scripted-1: it may be wrong." in shown
    assert HOSTILE not in html(answer)
    assert page(answer).text_of(tag="textarea") == PRIVATE
    assert "earshot-reads=de; Path=/;" in answer.headers["Set-Cookie"]
    assert "auf Deutsch: Delivery" in page(again).text_of(id="translation")
    asked = [json.loads(one["messages"][1]["content"][9:-9]) for one in model.requests]
    assert asked == [["my parcel is late", PRIVATE], [TEXT]]


def test_a_long_text_is_translated_at_its_beginning_which_is_said(desk: ConsoleDesk) -> None:
    case, given = drafted(desk), {"text": "long " * 400, "seen": "1", "reads": "de"}
    with a_model(desk, reads(lambda texts: [str(len(one)) for one in texts])):
        shown = page(desk.post(case_path(case, "translate"), given)).text_of(id="translation")
    assert "1500" in shown
    assert "only the beginning is translated" in shown


def test_a_translation_stays_in_the_process_and_not_for_long(desk: ConsoleDesk) -> None:
    case, given = drafted(desk), {"text": PRIVATE, "seen": "1", "reads": "de"}
    with a_model(desk, reads(lambda texts: ["eins"] * len(texts))) as model:
        desk.post(case_path(case, "translate"), given)
        desk.now = desk.now.replace(hour=desk.now.hour + 2)
        desk.post(case_path(case, "translate"), given)
    assert len(model.requests) == 2
    assert "eins" not in desk.store.dossier(BRAND, case.id).case.model_dump_json()


@pytest.mark.parametrize(
    "answer", [{"texts": ["one alone"]}, {"texts": "all"}, {"texts": ["a", "b", "c"]}, {"said": []}]
)
def test_an_answer_that_is_no_translation_is_none(desk: ConsoleDesk, answer: dict[str, object]) -> None:
    case = drafted(desk)
    with a_model(desk, lambda _: completion(json.dumps(answer))):
        found = page(desk.post(case_path(case, "translate"), {"text": PRIVATE, "seen": "1", "reads": "de"}))
    assert "No translation" in found.text_of(id="translation")


def test_without_a_model_there_is_no_translation_and_it_is_said(desk: ConsoleDesk) -> None:
    case = drafted(desk)
    given = {"text": "typed", "seen": "1", "reads": "tr"}
    answer = desk.post(case_path(case, "translate"), given, headers={"HX-Request": "true"})
    assert "translating needs a model: connect a model" in page(answer).text_of(id="translation")
    assert desk.post(case_path(case, "translate"), given | {"reads": "<b>"}).status_code == 400


@pytest.mark.parametrize(
    ("headers", "chosen"),
    [
        ({}, "en"),
        ({"Accept-Language": "xx, fr-CH;q=0.9, de;q=0.8"}, "fr"),
        ({"Accept-Language": "de;q=0.1, pl;q=0.7"}, "pl"),
        ({"Accept-Language": "<script>;q=9,,;;q=x" * 100}, "en"),
    ],
)
def test_the_browsers_language_is_the_first_choice(
    desk: ConsoleDesk, headers: dict[str, str], chosen: str
) -> None:
    shown = page(desk.get(case_path(drafted(desk)), headers=headers))
    assert next(one["value"] for one in shown.named("option") if "selected" in one) == chosen


def test_the_language_that_was_chosen_before_wins(desk: ConsoleDesk) -> None:
    cookie = desk.cookie(ANA)["Cookie"] + "; earshot-reads=el"
    shown = page(desk.get(case_path(drafted(desk)), headers={"Cookie": cookie, "Accept-Language": "de"}))
    assert next(one["value"] for one in shown.named("option") if "selected" in one) == "el"
