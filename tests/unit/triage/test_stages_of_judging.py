"""Whichever stages are switched on, a verdict is whole, the same again, and obeys no instruction."""

from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.domain.verdict import Intent, Stage, Verdict
from chalicelib.triage.judge import judge
from tests.unit.triage.test_instructions import COMPLAINTS, INSTRUCTIONS, JOINTS, OWN

SUBSETS = [frozenset(some) for number in range(len(Stage) + 1) for some in combinations(Stage, number)]
# Those that differ to `judge`, by name.
JUDGING = {
    "rules": frozenset[Stage](),
    "structure and rules": frozenset({Stage.STRUCTURE}),
    "model": frozenset({Stage.MODEL}),
    "structure and model": frozenset({Stage.STRUCTURE, Stage.MODEL}),
}
# After these an instruction is over: what follows is the author's own.
ENDS = tuple(joint for joint in JOINTS if joint[0] in ".!\n")
PARTS = (
    *COMPLAINTS,
    *INSTRUCTIONS,
    "RT @a:",
    "https://kettles.example",
    "giveaway!",
    "😡",
    "I want one 😍",
    "届かない",
)
TEXTS = st.text(max_size=120) | st.lists(st.sampled_from(PARTS), max_size=4).map(" ".join)
LANGS = st.sampled_from([None, "en", "de", "ja", "el", "pt-BR", "xx", "und"])


def told(text: str, stages: frozenset[Stage]) -> Verdict:
    """The verdict of a brand that has an account of its own."""
    return judge(text, own_handles=OWN, stages=stages)


@given(text=TEXTS, lang=LANGS, stages=st.sampled_from(SUBSETS), addressed=st.booleans())
@example(f"RT @a: {COMPLAINTS[0]}", "en", JUDGING["structure and model"], False)
@example("I want to kill myself", "en", JUDGING["model"], True)
def test_a_verdict_is_whole(text: str, lang: str | None, stages: frozenset[Stage], addressed: bool) -> None:
    verdict = judge(text, lang=lang, own_handles=OWN, stages=stages, addressed=addressed)
    assert Verdict.model_validate_json(verdict.model_dump_json()) == verdict
    assert set(verdict.score) == set(Intent)
    assert all(0 <= share <= 1 for share in (verdict.urgency, verdict.confidence, *verdict.score.values()))
    assert 1 <= len(verdict.why) <= 5


@given(texts=st.lists(TEXTS, min_size=2, max_size=5), stages=st.sampled_from(SUBSETS))
def test_the_same_text_gives_the_same_verdict_whatever_came_between(
    texts: list[str], stages: frozenset[Stage]
) -> None:
    first = [told(text, stages) for text in texts]
    assert [told(text, stages) for text in reversed(texts)] == first[::-1]


@given(text=TEXTS, stages=st.sampled_from(SUBSETS))
def test_stages_that_judging_does_not_run_change_nothing(text: str, stages: frozenset[Stage]) -> None:
    assert told(text, stages) == told(text, stages & {Stage.STRUCTURE, Stage.MODEL})


@given(text=TEXTS, stages=st.sampled_from(SUBSETS))
def test_a_stage_speaks_only_where_it_is_switched_on(text: str, stages: frozenset[Stage]) -> None:
    said = [one.stage for one in told(text, stages).stages]
    assert (Stage.STRUCTURE in said) is (Stage.STRUCTURE in stages)
    assert said[-1] is Stage.MODEL
    assert ("switched off" in told(text, stages).stages[-1].what) is (Stage.MODEL not in stages)


@pytest.mark.parametrize("complaint", COMPLAINTS)
@pytest.mark.parametrize("stages", JUDGING.values(), ids=JUDGING)
def test_instructions_after_a_complaint_take_no_reply_from_it_and_make_it_no_praise(
    complaint: str, stages: frozenset[Stage]
) -> None:
    assert told(complaint, stages).needs_reply
    for instruction in INSTRUCTIONS:
        for joint in JOINTS:
            verdict = told(complaint + joint + instruction, stages)
            assert (verdict.intent, verdict.needs_reply) == (Intent.COMPLAINT, True), joint + instruction
            assert verdict.score[Intent.PRAISE] < 0.5, joint + instruction


@pytest.mark.parametrize("complaint", COMPLAINTS)
@pytest.mark.parametrize("instruction", INSTRUCTIONS)
def test_the_model_hears_a_complaint_after_an_instruction(complaint: str, instruction: str) -> None:
    for joint in ENDS:
        for stages in (JUDGING["model"], JUDGING["structure and model"]):
            assert told(instruction + joint + complaint, stages).needs_reply, joint
