"""The demo's own posts come out as their writer meant them."""

import json
from typing import Any

import pytest

from chalicelib.domain.verdict import Verdict
from chalicelib.triage.judge import judge
from tests.conftest import ROOT
from tests.unit.sandbox_sample.kinds import KINDS

OWN = frozenset({"tarnhollow", "tarnhollowcare"})
# A complaint made only of irony, and the opening of a rant, which the next post of its thread brings back.
TOO_SUBTLE = frozenset({"t018", "t025"})
ANSWERED = ("purchase intent", "complaint", "question", "crisis")
PUT_ASIDE = ("noise", "spam", "abuse")
INTENTS = {
    "purchase intent": {"purchase_intent"},
    "complaint": {"complaint", "other"},
    "question": {"question", "purchase_intent", "complaint"},
    "praise": {"praise"},
    "crisis": {"complaint"},
    "spam": {"spam"},
}
# The sign is in the author's name, which the step looks at (test_run.py), not in the text.
BY_NAME = frozenset({"t038"})


@pytest.fixture(scope="module")
def posts() -> dict[str, Any]:
    path = ROOT / "sandbox" / "sample" / "posts.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    return {post["id"]: post for post in map(json.loads, lines)}


def verdict_on(post: dict[str, Any], lang: str | None) -> Verdict:
    """The verdict with or without the network's tag."""
    return judge(post["text"], lang=lang, own_handles=OWN, brand_names=("tarnhollow",))


@pytest.mark.parametrize("kind", INTENTS)
def test_each_kind_gets_its_intent(posts: dict[str, Any], kind: str) -> None:
    told = {id: verdict_on(posts[id], posts[id]["lang"]).intent for id in KINDS[kind]}
    assert {id: intent for id, intent in told.items() if intent not in INTENTS[kind]}.keys() <= TOO_SUBTLE


@pytest.mark.parametrize("tagged", [True, False])
def test_what_needs_an_answer_is_kept_and_noise_is_not(posts: dict[str, Any], tagged: bool) -> None:
    kept = {id: verdict_on(post, post["lang"] if tagged else None).needs_reply for id, post in posts.items()}
    assert {id for kind in ANSWERED for id in KINDS[kind] if not kept[id]} <= TOO_SUBTLE
    assert {id for kind in PUT_ASIDE for id in KINDS[kind] if kept[id]} == set()


def test_the_crisis_is_first_and_the_injections_are_flagged(posts: dict[str, Any]) -> None:
    told = {id: verdict_on(post, post["lang"]) for id, post in posts.items()}
    assert max(told, key=lambda id: told[id].urgency) == KINDS["crisis"][0]
    flagged = {id for id, verdict in told.items() if "injection" in verdict.risk}
    assert flagged == set(KINDS["injection"]) - BY_NAME
