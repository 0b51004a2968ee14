"""When a second opinion is asked for, and how much it may change: properties that hold for any opinion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.draft import Usage
from chalicelib.domain.verdict import Intent, Risk, Said, Sentiment, Stage, Verdict
from chalicelib.ports import Opinion
from chalicelib.triage.judge import judge
from chalicelib.triage.second import (
    AT_MOST,
    LONGEST_ASKED,
    UNSURE_OF_A_REPLY,
    UNSURE_OF_NONE,
    shown,
    unanswered,
    weighed,
    worth_asking,
)
from tests.support.values import a_verdict

GRAVE = (Risk.CRISIS, Risk.SAFETY, Risk.SELF_HARM, Risk.LEGAL)
chances = st.floats(0, 1)
flags = st.lists(st.sampled_from(Risk), unique=True, max_size=4).map(tuple)
opinions = st.builds(
    Opinion,
    intent=st.sampled_from(Intent),
    needs_reply=st.booleans(),
    sentiment=st.sampled_from(Sentiment),
    risk=flags,
    confidence=chances,
    why=st.text(max_size=40),
    usage=st.just(Usage()),
)


@st.composite
def verdicts(draw: st.DrawFn) -> Verdict:
    base = a_verdict(
        draw(st.sampled_from(Intent)),
        needs_reply=draw(st.booleans()),
        urgency=draw(chances),
        sentiment=draw(st.sampled_from(Sentiment)),
        risk=tuple(flag.value for flag in draw(flags)),
    )
    return base.model_copy(update={"confidence": draw(chances)})


def sure(confidence: float, verdict: Verdict | None = None) -> Verdict:
    return (verdict or a_verdict()).model_copy(update={"confidence": confidence})


def an_opinion(intent: Intent, needs_reply: bool, confidence: float = 0.9, *risk: Risk) -> Opinion:
    return Opinion(intent, needs_reply, Sentiment.NEUTRAL, risk, confidence, "because", Usage())


# --- when it is asked for ------------------------------------------------------------------------


def test_an_unsure_verdict_is_worth_asking_and_a_sure_one_is_not() -> None:
    assert worth_asking(sure(UNSURE_OF_A_REPLY - 0.1), "hm") == "unsure: 0.40"
    assert worth_asking(sure(UNSURE_OF_A_REPLY), "hm") is None


def test_what_nobody_would_see_has_to_be_surer() -> None:
    aside = a_verdict(Intent.OTHER, needs_reply=False)
    assert worth_asking(sure(UNSURE_OF_NONE - 0.1, aside), "hm") == "unsure: 0.70"
    assert worth_asking(sure(UNSURE_OF_NONE, aside), "hm") is None


def test_what_structure_settled_is_known_from_what_the_judge_says() -> None:
    repost, chat = (judge(text, lang="en") for text in ("RT @somebody: my tent is torn", "hm, a tent"))
    assert worth_asking(sure(0.1, repost), "hm") is None
    assert worth_asking(sure(0.1, chat), "hm") == "unsure: 0.10"


@pytest.mark.parametrize("flag", [*GRAVE, Risk.PRESS, Risk.FRAUD])
def test_what_is_risky_is_worth_asking_however_sure(flag: Risk) -> None:
    assert worth_asking(sure(0.99, a_verdict(risk=(flag.value,))), "hm") == f"risky: {flag}"


@pytest.mark.parametrize("flag", [Risk.ABUSE, Risk.PERSONAL_DATA, Risk.INJECTION])
def test_other_flags_alone_are_not(flag: Risk) -> None:
    assert worth_asking(sure(0.99, a_verdict(risk=(flag.value,))), "hm") is None


def test_plain_noise_is_not_worth_asking() -> None:
    assert worth_asking(sure(0.1, a_verdict(Intent.SPAM, needs_reply=False)), "hm") is None
    told = (Said(stage=Stage.STRUCTURE, what="a repost"),)
    noise = a_verdict(Intent.OTHER, needs_reply=False, risk=("press",)).model_copy(update={"stages": told})
    assert worth_asking(sure(0.1, noise), "hm") is None


@given(verdicts(), st.integers(LONGEST_ASKED + 1, LONGEST_ASKED + 50))
def test_no_long_post_is_asked_about(verdict: Verdict, length: int) -> None:
    assert worth_asking(verdict, "x" * length) is None


# --- what it may change --------------------------------------------------------------------------


@given(verdicts(), opinions)
def test_a_risk_flag_is_never_taken_away_and_every_new_one_is_added_once(one: Verdict, two: Opinion) -> None:
    after = weighed(one, two)
    assert after.risk[: len(one.risk)] == one.risk
    assert set(after.risk) == set(one.risk) | {flag.value for flag in two.risk}
    assert len(set(after.risk)) == len(after.risk)


@given(verdicts(), opinions)
def test_a_reply_may_always_be_asked_for(one: Verdict, two: Opinion) -> None:
    assert weighed(one, two._replace(needs_reply=True)).needs_reply


@given(verdicts(), opinions, st.sampled_from([*GRAVE, Risk.INJECTION]))
def test_a_needed_reply_stays_where_a_flag_stands_for_it(one: Verdict, two: Opinion, flag: Risk) -> None:
    needing = one.model_copy(update={"needs_reply": True, "risk": (flag.value,)})
    assert weighed(needing, two).needs_reply
    unflagged = needing.model_copy(update={"risk": ()})
    assert weighed(unflagged, two._replace(risk=(flag,))).needs_reply


@given(verdicts(), opinions)
def test_a_post_that_instructs_machines_can_only_be_raised(one: Verdict, two: Opinion) -> None:
    hostile = one.model_copy(update={"risk": ("injection",)})
    after = weighed(hostile, two)
    kept = ("intent", "sentiment", "confidence", "score", "lang")
    assert [getattr(after, name) for name in kept] == [getattr(hostile, name) for name in kept]
    assert after.needs_reply >= hostile.needs_reply
    assert after.urgency >= hostile.urgency


@given(verdicts(), opinions, st.floats(AT_MOST, 1))
def test_who_is_surer_than_the_cap_is_not_overruled(one: Verdict, two: Opinion, confidence: float) -> None:
    certain = sure(confidence, one)
    after = weighed(certain, two)
    assert (after.intent, after.sentiment) == (certain.intent, certain.sentiment)
    assert after.needs_reply is (certain.needs_reply or two.needs_reply)


@given(verdicts(), opinions)
def test_the_result_is_a_verdict_and_says_what_was_said(one: Verdict, two: Opinion) -> None:
    after = weighed(one, two)
    assert Verdict.model_validate(after.model_dump()) == after
    assert after.stages[:-1] == one.stages
    assert after.stages[-1].stage is Stage.LANGUAGE_MODEL
    assert after.why[:-1] == one.why
    assert after.why[-1].startswith("a language model: ")


@given(verdicts(), opinions)
def test_what_a_stage_decided_holds_none_of_the_models_own_words(one: Verdict, two: Opinion) -> None:
    assert "hemlock" not in weighed(one, two._replace(why="hemlock")).stages[-1].what


@given(verdicts(), chances, chances)
def test_the_surer_both_are_of_the_same_the_surer_the_verdict(one: Verdict, low: float, high: float) -> None:
    low, high = sorted((low, high))
    agrees = an_opinion(one.intent, one.needs_reply)
    calm = one.model_copy(update={"risk": ()})
    first, second = (weighed(calm, agrees._replace(confidence=each)).confidence for each in (low, high))
    assert first <= second


@given(verdicts(), opinions)
def test_a_dissent_makes_no_verdict_surer_than_the_surer_of_both(one: Verdict, two: Opinion) -> None:
    if one.intent is not two.intent and Risk.INJECTION not in (*one.risk, *two.risk):
        assert weighed(one, two).confidence <= max(one.confidence, two.confidence, 1 / len(Intent)) + 0.001


def test_an_opinion_that_outweighs_decides() -> None:
    after = weighed(sure(0.4), an_opinion(Intent.OTHER, False))
    assert (after.intent, after.needs_reply, after.urgency) == (Intent.OTHER, False, 0.0)
    assert after.stages[-1].what == "says other, no reply, 0.90: now other, needs no reply"


def test_an_opinion_that_is_hardly_sure_takes_no_reply_away() -> None:
    assert weighed(sure(0.2), an_opinion(Intent.OTHER, False, 0.5)).needs_reply


def test_a_new_danger_makes_it_urgent() -> None:
    after = weighed(sure(0.4, a_verdict(urgency=0.1)), an_opinion(Intent.COMPLAINT, True, 0.3, Risk.SAFETY))
    assert (after.urgency, after.risk) == (0.95, ("safety",))


def test_a_post_that_is_raised_gets_its_place_in_the_queue() -> None:
    quiet = sure(0.9, a_verdict(Intent.OTHER, needs_reply=False, urgency=0.0))
    assert weighed(quiet, an_opinion(Intent.COMPLAINT, True)).urgency == 0.4


@given(st.text(max_size=400))
def test_what_a_model_wrote_is_shown_short_and_printable(words: str) -> None:
    line = shown(words)
    assert len(line) <= 120
    assert all(char.isprintable() for char in line)


def test_what_turns_the_reading_around_is_not_shown() -> None:
    assert shown("a\u202eb\x00c\nd") == "a b c d"


@given(verdicts())
def test_without_an_opinion_the_verdict_stands(one: Verdict) -> None:
    after = unanswered(one, "a timeout")
    assert after.model_copy(update={"stages": one.stages}) == one
    assert after.stages[-1].what == "no opinion, the verdict stands: a timeout"
