"""What is put aside for who wrote it, where else it stands or what form it has; and what never is."""

import pytest

from chalicelib.domain.post import Author, Post
from chalicelib.domain.verdict import Intent, Stage, Verdict
from chalicelib.triage.conclude import conclude
from chalicelib.triage.judge import judge
from chalicelib.triage.route import Found
from tests.support.values import a_post
from tests.unit.triage.brackwater import brackwater

BRAND = brackwater().model_copy(update={"bots": ("PriceHawk9",)})
HAWK = Author(id="9", handle="pricehawk9", name="Price Hawk")
COMPLAINT = "my Brackwater kettle arrived broken and nobody answers"
EVERY = frozenset({Stage.STRUCTURE, Stage.MODEL})


def concluded(post: Post, stages: frozenset[Stage] = EVERY) -> Verdict:
    return conclude(BRAND, post, Found("support"), stages=stages)


def a_copy(text: str, **more: object) -> Post:
    return a_post("2", text, mentions=()).model_copy(update={"copy_of": "x:1", **more})


def structure_says(verdict: Verdict) -> str:
    return next(said.what for said in verdict.stages if said.stage is Stage.STRUCTURE)


def test_what_a_known_bot_writes_is_put_aside_and_says_so() -> None:
    verdict = concluded(a_post(text=COMPLAINT, author=HAWK, mentions=()))
    assert not verdict.needs_reply
    assert verdict.urgency == 0
    assert "accounts that post by machine" in verdict.why[0]
    assert "accounts that post by machine" in structure_says(verdict)


def test_a_copy_is_put_aside_unless_it_is_said_to_us() -> None:
    assert not concluded(a_copy(COMPLAINT)).needs_reply
    assert "another author" in structure_says(concluded(a_copy(COMPLAINT)))
    assert concluded(a_copy(COMPLAINT, mentions=("brackwater_supp",))).needs_reply


def test_a_danger_is_looked_at_whoever_wrote_it() -> None:
    burnt = "my Brackwater kettle caught fire and burned my daughter's hand"
    assert concluded(a_copy(burnt)).needs_reply
    assert concluded(a_post(text=burnt, author=HAWK, mentions=())).needs_reply


def test_with_the_stage_switched_off_only_our_own_posts_are_put_aside() -> None:
    off = frozenset({Stage.MODEL})
    assert concluded(a_copy(COMPLAINT), off).needs_reply
    assert concluded(a_post(text=COMPLAINT, author=HAWK, mentions=()), off).needs_reply
    ours = Author(id="5", handle="Brackwater_Supp", name="Brackwater")
    assert not concluded(a_post(text=COMPLAINT, author=ours, mentions=()), off).needs_reply


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("RT @walker: my kettle arrived broken and nobody answers", "repost"),
        ("https://kettles.example/sale", "a link and no words"),
        ("?! ...", "no words"),
        ("We're hiring! Join our team as a kettle tester, apply now https://jobs.example", "a vacancy"),
        ("Giveaway! Follow and RT to win a kettle, enter to win before Friday", "a giveaway"),
    ],
)
def test_noise_by_its_form_is_settled_by_structure_and_by_nothing_else(text: str, what: str) -> None:
    verdict = judge(text, lang="en")
    assert not verdict.needs_reply
    assert what in structure_says(verdict)
    assert what in verdict.why[0]
    without = judge(text, lang="en", stages=frozenset({Stage.MODEL}))
    assert not any(said.stage is Stage.STRUCTURE for said in without.stages)
    assert what not in without.why[0]


@pytest.mark.parametrize(
    "text",
    [
        "@brackwater_supp I won your giveaway weeks ago and the kettle never arrived",
        "is the Brackwater giveaway still on?",
        "the link in your mail does not work: https://kettles.example/reset",
        "your job site is broken, the application form lost my cv twice",
    ],
)
def test_words_about_giveaways_links_and_jobs_are_no_noise(text: str) -> None:
    assert structure_says(judge(text, lang="en")) == "nothing that settles it"


def test_without_the_model_rules_decide_and_say_so() -> None:
    verdict = judge("@brackwater my kettle arrived broken", lang="en", stages=frozenset({Stage.STRUCTURE}))
    assert verdict.intent is Intent.COMPLAINT
    assert "switched off" in verdict.stages[-1].what


def test_each_stage_says_what_it_decided() -> None:
    verdict = concluded(a_post(text=COMPLAINT, mentions=()))
    assert [said.stage for said in verdict.stages] == [Stage.STRUCTURE, Stage.MODEL, Stage.ROUTING]
    assert all(said.what for said in verdict.stages)
