"""Differences lose nothing, and mark what differs."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.voice.difference import lines, words

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "tone: warm"]), max_size=12).map("\n".join)


def test_lines_are_told_with_their_numbers_and_a_few_around_them() -> None:
    old = "\n".join(str(number) for number in range(1, 21))
    found = lines(old, old.replace("10\n", "ten\nand more\n"))
    assert [(one.kind, one.text, one.old, one.new) for one in found if one.kind not in ("same", "gap")] == [
        ("removed", "10", 10, 0),
        ("added", "ten", 0, 10),
        ("added", "and more", 0, 11),
    ]
    assert [one.text for one in found if one.kind == "same"] == ["7", "8", "9", "11", "12", "13"]
    assert found[0].kind == "gap"


@given(LINES, LINES)
def test_both_texts_can_be_put_together_from_what_differs(old: str, new: str) -> None:
    found = lines(old, new)
    before, after = old.splitlines(), new.splitlines()
    assert all(before[one.old - 1] == one.text for one in found if one.old)
    assert all(after[one.new - 1] == one.text for one in found if one.new)
    removed = {one.old for one in found if one.kind == "removed"}
    added = {one.new for one in found if one.kind == "added"}
    rest = [text for number, text in enumerate(before, 1) if number not in removed]
    assert rest == [text for number, text in enumerate(after, 1) if number not in added]
    assert bool(found) == (before != after)


@given(st.text(max_size=40), st.text(max_size=40))
def test_words_lose_nothing(old: str, new: str) -> None:
    left, right = words(old, new)
    assert ("".join(one.text for one in left), "".join(one.text for one in right)) == (old, new)


def test_words_that_differ_are_marked_and_two_other_texts_are_not() -> None:
    left, right = words("We are sorry, Ana. ^AB", "We are so sorry, Ana.")
    assert "".join(one.text for one in right if one.differs).strip() == "so"
    assert "".join(one.text for one in left if one.differs).strip() == "^AB"
    assert not any(one.differs for side in words("Hello there", "Κάτι εντελώς άλλο") for one in side)
