"""Marking verdicts, the sample, the figures and the examples, as a person's browser gets them."""

from datetime import timedelta

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.mark import Mark
from chalicelib.domain.state import State
from chalicelib.domain.verdict import Intent
from chalicelib.ports import MOST_EXEMPLARS, Exemplar
from tests.support.console import ANA, BRAND, STRANGER, TOM, ConsoleDesk, case_path, html, page, queue_path
from tests.support.values import NOW, a_post, a_verdict

TRIAGE = f"/b/{BRAND}/triage"
SAMPLE = f"{TRIAGE}/sample"
RIGHT, MISSED = {"word": "right"}, {"word": "wrong", "reply": "yes", "intent": "complaint"}
LIST = {"where": "list"}
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def desk() -> ConsoleDesk:
    return ConsoleDesk()


def aside(desk: ConsoleDesk, id: str = "7", text: str = "tarnhollow tents are green") -> Case:
    post = a_post(id, text, author=int(id), created_at=desk.now, mentions=())
    post = post.model_copy(update={"found_by": "brand-untagged"})
    return desk.ignored(post, a_verdict(Intent.OTHER, needs_reply=False))


def marks(desk: ConsoleDesk) -> list[Mark]:
    day = timedelta(days=1)
    return list(desk.store.marks(BRAND, NOW - 30 * day, desk.now + day).marks)


def mark(desk: ConsoleDesk, case: Case, fields: dict[str, str], **more: object) -> int:
    return int(desk.post(case_path(case, "mark"), fields, **more).status_code)  # type: ignore[arg-type]


# --- marking -----------------------------------------------------------------------------------------


def test_right_is_kept_with_who_and_what_it_was_and_an_event(desk: ConsoleDesk) -> None:
    case = aside(desk)
    answer = desk.post(case_path(case, "mark"), RIGHT | LIST)
    assert answer.headers["Location"].startswith(f"{queue_path('ignored')}?said=marked")
    (given,) = marks(desk)
    assert (given.who, given.right, given.intent, given.needs_reply) == ("ana", True, Intent.OTHER, False)
    assert (given.search, given.lang, given.sampled) == ("brand-untagged", "en", False)
    assert desk.case(case).state is State.IGNORED
    assert desk.store.dossier(BRAND, case.id).events[-1].what == "marked right"
    assert "You marked it right" in html(desk.get(queue_path("ignored")))


def test_what_was_put_aside_and_needs_a_reply_is_put_back_with_the_mark(desk: ConsoleDesk) -> None:
    case = aside(desk)
    answer = desk.post(case_path(case, "mark"), MISSED | LIST)
    assert "said=restored" in answer.headers["Location"]
    assert desk.case(case).state is State.WAITING
    (given,) = marks(desk)
    assert (given.should_intent, given.should_need_reply) == (Intent.COMPLAINT, True)
    told = [event.what for event in desk.store.dossier(BRAND, case.id).events[-2:]]
    assert told == ["marked wrong", "restored"]
    assert "should have been: complaint, needs a reply" in html(desk.get(case_path(case)))
    assert "put back, a draft is on its way" in page(desk.get(queue_path())).text_of(id="list")


def test_another_intent_alone_leaves_what_was_put_aside_where_it_is(desk: ConsoleDesk) -> None:
    case = aside(desk)
    assert mark(desk, case, {"word": "wrong", "intent": "praise", "reply": "no"}) == 303
    (given,) = marks(desk)
    assert (given.should_intent, given.should_need_reply) == (Intent.PRAISE, None)
    assert desk.case(case).state is State.IGNORED


def test_the_last_word_of_each_reviewer_counts(desk: ConsoleDesk) -> None:
    case = desk.waiting()
    mark(desk, case, RIGHT)
    mark(desk, case, {"word": "wrong", "intent": "question", "reply": "yes"})
    mark(desk, case, RIGHT, who=TOM)
    assert {(one.who, one.right) for one in marks(desk)} == {("ana", False), ("tom", True)}
    assert "You marked it wrong: question" in html(desk.get(case_path(case)))


def test_what_was_drawn_by_lot_stays_so_when_it_is_marked_again_elsewhere(desk: ConsoleDesk) -> None:
    case = aside(desk)
    mark(desk, case, RIGHT | {"where": "sample"})
    mark(desk, case, RIGHT | LIST)
    assert [one.sampled for one in marks(desk)] == [True]


@pytest.mark.parametrize(
    "fields",
    [{}, {"word": "perhaps"}, {"word": "wrong", "intent": "nonsense"}, {"word": "wrong", "reply": "no"}],
)
def test_a_word_that_says_nothing_is_refused(desk: ConsoleDesk, fields: dict[str, str]) -> None:
    case = aside(desk)
    assert mark(desk, case, fields) == 400
    assert marks(desk) == []
    assert desk.case(case) == case


def test_a_mark_needs_the_sessions_token_and_the_brand(desk: ConsoleDesk) -> None:
    case = aside(desk)
    assert mark(desk, case, RIGHT, token="forged") == 403
    assert mark(desk, case, RIGHT, who=STRANGER) == 403
    assert mark(desk, case, RIGHT, who=None) == 401
    assert marks(desk) == []


def test_without_a_page_the_buttons_alone_come_back(desk: ConsoleDesk) -> None:
    case = aside(desk)
    fragment = html(desk.post(case_path(case, "mark"), RIGHT | LIST, headers=FRAGMENT))
    assert "<html" not in fragment
    assert "You marked it right" in fragment
    put_back = html(desk.post(case_path(case, "restore"), LIST, headers=FRAGMENT))
    assert "put back" in put_back
    assert 'data-key="u"' not in put_back
    refused = desk.post(case_path(case, "mark"), {"word": "perhaps"}, headers=FRAGMENT)
    assert refused.status_code == 400
    assert "<html" not in html(refused)


def test_the_page_of_a_case_is_shown_anew_when_the_mark_moved_it(desk: ConsoleDesk) -> None:
    case = aside(desk)
    answer = desk.post(case_path(case, "mark"), MISSED | {"where": "case"}, headers=FRAGMENT)
    assert answer.headers["HX-Refresh"] == "true"


def test_the_keys_are_told_where_they_work_and_only_there(desk: ConsoleDesk) -> None:
    aside(desk)
    desk.waiting()
    assert "the verdict is right" in page(desk.get(queue_path("ignored"))).text_of(id="list")
    waiting = page(desk.get(queue_path()))
    assert "the verdict is right" not in waiting.text_of(id="list")
    assert not [one for one in waiting.named("button") if "data-key" in one]


# --- the sample and the figures ------------------------------------------------------------------------


def a_day_later(desk: ConsoleDesk, number: int) -> list[Case]:
    cases = [aside(desk, str(100 + n)) for n in range(number)]
    desk.now += timedelta(days=1)
    return cases


def test_the_sample_offers_twenty_and_marks_from_it_count_as_drawn(desk: ConsoleDesk) -> None:
    a_day_later(desk, 30)
    shown = page(desk.get(SAMPLE))
    offered = [one["id"].removeprefix("case-") for one in shown.named("li") if "id" in one]
    assert len(offered) == 20
    assert "0 of 20 marked by you" in shown.text_of(id="main")
    answer = desk.post(f"/b/{BRAND}/c/{offered[0]}/mark", RIGHT | {"where": "sample"})
    assert answer.headers["Location"].startswith(SAMPLE)
    again = page(desk.get(SAMPLE))
    assert [one["id"] for one in again.named("li") if "id" in one] == [f"case-{id}" for id in offered]
    assert "1 of 20 marked by you" in again.text_of(id="main")
    assert [one.sampled for one in marks(desk)] == [True]


def test_what_the_sample_missed_stays_on_it_once_it_is_put_back(desk: ConsoleDesk) -> None:
    (case,) = a_day_later(desk, 1)
    mark(desk, case, MISSED | {"where": "sample"})
    assert "put back" in page(desk.get(SAMPLE)).text_of(id=f"marks-{case.id}")


def test_the_figures_are_told_with_their_intervals_and_counts(desk: ConsoleDesk) -> None:
    kept = [
        desk.waiting(a_post(str(n), author=n, mentions=("tarnhollowcare",)), a_verdict()) for n in range(1, 6)
    ]
    cases = a_day_later(desk, 10)
    for number, case in enumerate(cases):
        mark(desk, case, (MISSED if number == 0 else RIGHT) | {"where": "sample"})
    for case in kept:
        mark(desk, case, RIGHT)
    text = page(desk.get(TRIAGE)).text_of(id="main")
    # 5 of 5 right; 1 of 10 missed: 5 / (5 + 10 / 10).
    for told in ("100 %", "57 to 100 %", "of 5", "10 %", "2 to 40 %", "of 10", "83 %", "of 15"):
        assert told in text
    assert "10 posts were put aside and 5 kept since 24 February" in text
    assert "brand-untagged" in text


def test_with_few_marks_the_figures_say_so(desk: ConsoleDesk) -> None:
    mark(desk, aside(desk), RIGHT)
    text = page(desk.get(TRIAGE)).text_of(id="main")
    assert "too few" in text
    assert "%" not in text


# --- examples --------------------------------------------------------------------------------------------


def example_of(case: Case) -> str:
    return f"{TRIAGE}/example/{case.id}"


def sealed(desk: ConsoleDesk, case: Case) -> dict[str, str]:
    fields = page(desk.get(example_of(case))).named("input")
    return {"seal": next(one["value"] for one in fields if one.get("name") == "seal")}


def test_an_example_is_shown_without_names_and_kept_once_confirmed(desk: ConsoleDesk) -> None:
    case = aside(desk, text="@tarnhollowcare order 4711 to eva@mail.example, see https://x.example/1")
    masked = "@someone order [number] to [e-mail], see [link]"
    assert masked in page(desk.get(example_of(case))).text_of(id="main")
    assert desk.store.exemplars(BRAND) == ()
    fields = sealed(desk, case) | {"intent": "complaint", "reply": "yes"}
    assert desk.post(example_of(case), fields).headers["Location"] == f"{TRIAGE}?said=exemplified"
    (kept,) = desk.store.exemplars(BRAND)
    assert kept == Exemplar(masked, Intent.COMPLAINT, True, "en", "ana", NOW, "x:7")
    assert masked in page(desk.get(TRIAGE)).text_of(id="main")


def test_a_text_that_was_not_seen_is_not_kept(desk: ConsoleDesk) -> None:
    case = aside(desk)
    for fields in ({"seal": "other"}, {}, sealed(desk, aside(desk, "8", "another text"))):
        answer = desk.post(example_of(case), {**fields, "intent": "other", "reply": "no"})
        assert answer.status_code == 400
    assert desk.post(example_of(case), sealed(desk, case)).status_code == 400
    assert desk.store.exemplars(BRAND) == ()


def test_there_are_no_more_than_may_be_and_each_can_be_removed(desk: ConsoleDesk) -> None:
    for number in range(MOST_EXEMPLARS):
        desk.store.keep_exemplar(
            BRAND, Exemplar(f"text {number}", Intent.OTHER, False, "en", "ana", NOW, f"x:{number + 100}")
        )
    case = aside(desk)
    fields = sealed(desk, case) | {"intent": "other", "reply": "no"}
    refused = desk.post(example_of(case), fields, headers={"Accept": "text/html"})
    assert refused.status_code == 400
    assert "at most 24 examples" in html(refused)
    assert desk.post(f"{TRIAGE}/remove", {"post": "x:100"}, who=TOM).status_code == 303
    assert desk.post(example_of(case), fields).status_code == 303
    assert len(desk.store.exemplars(BRAND)) == MOST_EXEMPLARS


def test_the_examples_and_figures_of_a_brand_are_its_own(desk: ConsoleDesk) -> None:
    case = aside(desk)
    for path in (TRIAGE, SAMPLE, example_of(case)):
        assert desk.get(path, who=STRANGER).status_code == 403
    assert desk.post(example_of(case), sealed(desk, case), who=STRANGER).status_code == 403
    assert desk.post(f"{TRIAGE}/remove", {"post": "x:7"}, who=STRANGER).status_code == 403
    assert desk.get(f"{TRIAGE}/remove", who=ANA).headers["Location"] == TRIAGE
