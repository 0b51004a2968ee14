"""What a decision teaches, and what nothing is ever learnt from."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.draft import Approach, Claim, Made, Origin, Variant
from chalicelib.domain.errors import IllegalMoveError
from chalicelib.domain.learnt import Fate, Gap, GapKind, Learnt, Reviewed
from chalicelib.domain.post import Author
from chalicelib.domain.reasons import NOT_KNOWN, OTHER, SAYS_WRONG, listed
from chalicelib.domain.teaching import no_knowledge
from chalicelib.domain.verdict import Risk
from chalicelib.review import decide
from chalicelib.review.claims import seal_of
from chalicelib.review.learning import distance
from tests.support.console import BRAND, ConsoleDesk
from tests.support.values import DESK, NOW, a_draft, a_post, a_verdict

EVA = Author(id="77", handle="evawalks", name="Eva Müller")
SAID = "@tarnhollowcare my tent leaks, order AB-4711, mail eva@mail.example"
TEXT = "Sorry, Eva! Send us a photo, see tarnhollow.example/care"
OTHER_WAY = Variant(
    text="Write us a message, Eva.", lang="en", origin=Origin.PROTOCOL, approach=Approach.PRIVATE
)
VOUCHED = Claim(passage="Send us a photo")


@pytest.fixture
def desk() -> ConsoleDesk:
    return ConsoleDesk()


def a_case(desk: ConsoleDesk, *, risk: tuple[str, ...] = (), **draft: Any) -> Case:
    post = a_post("7", SAID, author=EVA, mentions=("tarnhollowcare",))
    case = desk.waiting(post, a_verdict(risk=risk))
    fields: dict[str, object] = {"approach": Approach.SOLVE, "variants": (OTHER_WAY,)}
    fields["made"] = Made(versions={"tasks/reply.yaml": "9", "voices/tarnhollow/support.yaml": "3"})
    return desk.presented(case, a_draft(case, "one", TEXT).model_copy(update=fields | draft))


def approve(desk: ConsoleDesk, case: Case, text: str = TEXT, accepted: frozenset[str] = frozenset()) -> None:
    decide.approve(desk.services.review, BRAND, case.id, text=text, seen=1, who="ana", accepted=accepted)


def learnt(desk: ConsoleDesk) -> tuple[Learnt, ...]:
    return desk.store.learnt(BRAND, DESK, "en")


def reviewed(desk: ConsoleDesk) -> Reviewed:
    (one,) = desk.store.reviewed(BRAND, NOW, NOW + timedelta(days=1)).reviewed
    return one


def gaps(desk: ConsoleDesk) -> tuple[Gap, ...]:
    return desk.store.gaps(BRAND)


def test_an_approval_keeps_both_texts_without_who_it_was(desk: ConsoleDesk) -> None:
    case = a_case(desk)
    approve(desk, case)
    (one,) = learnt(desk)
    assert one.said == "@someone my tent leaks, order [number], mail [e-mail]"
    assert one.reply == "Sorry, [name]! Send us a photo, see tarnhollow.example/care"
    assert (one.post, one.intent, one.edited, one.at) == ("x:7", case.verdict.intent, False, NOW)
    told = reviewed(desk)
    assert (told.fate, told.distance, told.draft, told.voice) == (
        Fate.UNTOUCHED,
        0.0,
        "one",
        "tarnhollow/support: 3",
    )
    assert (told.origin, told.approach, told.who) == (Origin.OFFLINE, Approach.SOLVE, "ana")


@pytest.mark.parametrize("text", [f"  {TEXT.replace(' ', '  ', 1)}\n", OTHER_WAY.text])
def test_white_space_and_the_choice_of_a_variant_change_nothing(desk: ConsoleDesk, text: str) -> None:
    approve(desk, a_case(desk), text)
    assert (reviewed(desk).fate, reviewed(desk).distance) == (Fate.UNTOUCHED, 0.0)


def test_an_edited_text_is_measured_from_the_nearest_of_the_drafts(desk: ConsoleDesk) -> None:
    approve(desk, a_case(desk), OTHER_WAY.text + " Please!")
    told = reviewed(desk)
    assert (told.fate, told.approach, told.origin) == (Fate.EDITED, Approach.PRIVATE, Origin.PROTOCOL)
    assert 0 < told.distance < 0.3
    assert learnt(desk)[0].edited


def test_a_hand_off_teaches_as_well_and_a_recall_takes_it_back(desk: ConsoleDesk) -> None:
    case = a_case(desk)
    decide.hand_off(desk.services.review, BRAND, case.id, text=TEXT, seen=1, who="ana")
    assert len(learnt(desk)) == 1
    decide.recall(desk.services.review, BRAND, case.id, who="tom")
    assert learnt(desk) == ()
    with pytest.raises(IllegalMoveError):
        decide.recall(desk.services.review, BRAND, case.id, who="tom")


def test_a_recall_that_is_not_possible_forgets_nothing(desk: ConsoleDesk) -> None:
    first = a_case(desk)
    approve(desk, first)
    desk.store.forget_learnt(BRAND, "x:404")
    case = desk.waiting(a_post("8", author=8))
    with pytest.raises(IllegalMoveError):
        decide.recall(desk.services.review, BRAND, case.id, who="tom")
    assert len(learnt(desk)) == 1


@pytest.mark.parametrize("risk", Risk)
def test_nothing_is_learnt_where_there_is_any_risk(desk: ConsoleDesk, risk: Risk) -> None:
    approve(desk, a_case(desk, risk=(risk.value,)))
    assert learnt(desk) == ()
    assert reviewed(desk).fate is Fate.UNTOUCHED


@pytest.mark.parametrize("draft", [{"origin": Origin.PROTOCOL}, {"approach": Approach.PROTOCOL}])
def test_nothing_is_learnt_from_a_protocol(desk: ConsoleDesk, draft: dict[str, Any]) -> None:
    approve(desk, a_case(desk, **draft), TEXT + " Edited.")
    assert learnt(desk) == ()


def test_what_a_person_vouches_for_is_no_example_and_shows_what_is_missing(desk: ConsoleDesk) -> None:
    case = a_case(desk, claims=(VOUCHED,))
    approve(desk, case, accepted=frozenset({seal_of(case.id, VOUCHED)}))
    assert learnt(desk) == ()
    (gap,) = gaps(desk)
    assert (gap.kind, gap.why, gap.post) == (GapKind.UNSOURCED, "Send us a photo", "x:7")


def test_a_rejection_keeps_its_reason_and_no_text(desk: ConsoleDesk) -> None:
    case = a_case(desk)
    decide.reject(desk.services.review, BRAND, case.id, why="Not about us: says Eva", who="ana")
    told = reviewed(desk)
    assert (told.fate, told.why, told.draft) == (Fate.REJECTED, "Not about us", "one")
    assert learnt(desk) == ()
    assert gaps(desk) == ()


def test_a_rejection_for_voice_or_knowledge_is_a_gap(desk: ConsoleDesk) -> None:
    case = a_case(desk)
    why = f"{SAYS_WRONG}: the warranty, Eva Müller asked on 12 May"
    decide.reject(desk.services.review, BRAND, case.id, why=why, who="ana")
    (gap,) = gaps(desk)
    assert (gap.kind, gap.case_id) == (GapKind.REJECTED, case.id)
    assert gap.asked == "@someone my tent leaks, order [number], mail [e-mail]"
    assert gap.why == f"{SAYS_WRONG}: the warranty, [name] asked on [number] May"


def test_a_risky_post_leaves_no_gap(desk: ConsoleDesk) -> None:
    case = a_case(desk, risk=("personal_data",))
    decide.reject(desk.services.review, BRAND, case.id, why=NOT_KNOWN, who="ana")
    assert gaps(desk) == ()
    assert reviewed(desk).why == NOT_KNOWN


def test_a_drafts_question_without_an_answer_is_a_gap() -> None:
    desk = ConsoleDesk()
    case = a_case(desk)
    draft = a_draft(case).model_copy(update={"gap": "Eva asks: does @x ship to [Peru]?"})
    gap = no_knowledge(case, draft, NOW)
    assert gap
    assert (gap.kind, gap.asked) == (GapKind.NO_KNOWLEDGE, "[name] asks: does @someone ship to [Peru]?")
    assert no_knowledge(case, a_draft(case), NOW) is None


def test_a_case_without_a_draft_teaches_all_the_same(desk: ConsoleDesk) -> None:
    case = desk.ignored(a_post("9", SAID, author=EVA, mentions=("tarnhollowcare",)))
    decide.restore(desk.services.review, BRAND, case.id, who="ana")
    approve(desk, case)
    assert (reviewed(desk).draft, reviewed(desk).fate, reviewed(desk).distance) == (None, Fate.EDITED, 1.0)
    assert learnt(desk)[0].edited


def test_only_reasons_of_the_list_are_told() -> None:
    assert listed("Spam or bait") == "Spam or bait"
    assert listed("Spam or bait: from Eva") == "Spam or bait"
    assert listed("I know her: Eva") == listed("") == OTHER


def test_the_distance_is_a_share_and_never_nothing_for_a_change() -> None:
    assert distance("Same", " Same ") == 0
    assert distance("é", "é") == 0
    assert distance("abcd", "wxyz") == 1
    assert 0 < distance("a" * 5_000, "a" * 5_000 + "b") <= 0.001
    assert distance("ありがとうございます", "ありがとうございました") < 0.2
