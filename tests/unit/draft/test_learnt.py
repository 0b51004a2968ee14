"""Examples are the likest replies of the brand, and not all alike."""

import random
import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.learnt import Learnt
from chalicelib.domain.verdict import Intent
from chalicelib.draft.learnt import closest, terms_of
from tests.support.values import NOW, a_learnt

COMPLAINT, PRAISE, QUESTION = Intent.COMPLAINT, Intent.PRAISE, Intent.QUESTION
WORDS = ("tent", "leaks", "seam", "zip", "pole", "refund", "order", "late", "love", "boots", "wash", "blue")


def said(text: str, post: int = 1, reply: str = "", **more: object) -> Learnt:
    return a_learnt(f"x:{post}", said=text, reply=reply or f"reply to {text}", **more)  # type: ignore[arg-type]


@st.composite
def lessons(draw: st.DrawFn) -> Learnt:
    words, reply = (draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)) for _ in range(2))
    return a_learnt(
        f"x:{draw(st.integers(1, 9))}",
        said=" ".join(words),
        reply=" ".join(reply),
        intent=draw(st.sampled_from([COMPLAINT, PRAISE])),
        lang=draw(st.sampled_from(["en", "en-GB", "de"])),
        at=NOW + timedelta(minutes=draw(st.integers(0, 5))),
    )


MANY = st.lists(lessons(), max_size=8)


@given(MANY, st.text(st.sampled_from("tent zip pole love"), max_size=30), st.integers(0, 5))
def test_there_are_never_more_nor_of_other_languages_nor_the_same_twice(
    learnt: list[Learnt], post: str, most: int
) -> None:
    found = closest(learnt, post, COMPLAINT, "en-US", most=most)
    assert len(found) <= most
    assert all(one in learnt and one.lang.startswith("en") for one in found)
    assert len({one.post for one in found}) == len(found)
    for one in found:
        for other in found:
            assert one == other or terms_of(one.reply) != terms_of(other.reply)


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_read_changes_nothing(learnt: list[Learnt], dice: random.Random) -> None:
    unique = list({(one.at, one.post): one for one in learnt}.values())
    mixed = dice.sample(unique, len(unique))
    assert closest(unique, "my tent leaks", COMPLAINT, "en") == closest(
        mixed, "my tent leaks", COMPLAINT, "en"
    )


@given(MANY.filter(bool))
def test_no_brand_learns_from_another(learnt: list[Learnt]) -> None:
    foreign = learnt[0].model_copy(update={"brand": "other"})
    with pytest.raises(ValueError, match="several brands"):
        closest([*learnt, foreign], "my tent", COMPLAINT, "en")


def test_shared_words_decide_and_rare_ones_most() -> None:
    common = [said(f"my tent is the one with the {word}", n) for n, word in enumerate(WORDS, 10)]
    rare = said("condensation in my tent, what now", 2)
    best, *_ = closest([*common, rare], "is condensation normal in the tent", COMPLAINT, "en")
    assert best == rare


def test_the_same_intent_is_preferred_and_an_unlike_post_of_another_is_no_example() -> None:
    same, other = said("the zip of my tent broke", 1), said("zip of my tent, great", 2, intent=PRAISE)
    unlike = said("lovely boots", 3, intent=PRAISE)
    assert closest([unlike, other, same], "my tent zip broke", COMPLAINT, "en")[0] == same
    assert unlike not in closest([unlike, other, same], "my tent zip broke", COMPLAINT, "en")
    assert closest([unlike], "my tent zip broke", COMPLAINT, "en") == ()
    assert closest([other], "great zip on my tent", QUESTION, "en") == (other,)


def test_three_of_a_kind_are_not_three_examples() -> None:
    alike = [said("my tent leaks at the seam", n, "Sorry! Send us a photo of the seam.") for n in range(5)]
    variety = [
        said("my tent leaks at the door", 8, "Does it leak when the zip is closed?"),
        said("leaking tent, third time", 9, "That is once too often. We will make it good."),
    ]
    found = closest([*alike, *variety], "the seam of my tent leaks", COMPLAINT, "en")
    assert len(found) == 3
    assert sum(one in alike for one in found) == 1


def test_of_equals_the_newest_is_taken_and_placeholders_are_no_words() -> None:
    old, new = said("the pole is bent", 1), said("the pole is bent", 2, at=NOW + timedelta(days=1))
    assert closest([old, new], "a bent pole", COMPLAINT, "en") == (new,)
    assert terms_of("@someone order [number], [name] at [e-mail] [link]") == {"order", "at"}
    assert terms_of("[number] @someone") == frozenset()


def test_japanese_is_compared_by_pairs_of_letters() -> None:
    assert terms_of("テント tent") == {"テン", "ント", "tent"}
    leak = said("テントから水が漏れます", 1, lang="ja", reply="申し訳ございません")
    zipper = said("ファスナーが壊れました", 2, lang="ja", reply="写真をお送りください")
    assert closest([zipper, leak], "水が漏れるテント", COMPLAINT, "ja")[0] == leak


def test_nothing_learnt_and_nothing_said() -> None:
    assert closest([], "my tent", COMPLAINT, "en") == ()
    assert closest([said("my tent")], "", COMPLAINT, "en") == (said("my tent"),)
    assert closest([said("my tent")], "my tent", COMPLAINT, "en", most=0) == ()


def test_two_thousand_are_looked_through_at_once() -> None:
    dice = random.Random(4)
    vocabulary = [f"word{n}" for n in range(2_000)]
    learnt = [said(" ".join(dice.choices(vocabulary, k=20)), n, f"reply {n}") for n in range(2_000)]
    post = " ".join(dice.choices(vocabulary, k=25))
    closest(learnt, post, COMPLAINT, "en")
    best = min(_seconds(learnt, post) for _ in range(5))
    print(f"{best * 1_000:.1f} ms")
    assert best < 0.05  # under 5 ms on an idle machine; here others may be at work
    assert terms_of.cache_info().maxsize == 4_096


def _seconds(learnt: list[Learnt], post: str) -> float:
    began = time.perf_counter()
    closest(learnt, post, COMPLAINT, "en")
    return time.perf_counter() - began
