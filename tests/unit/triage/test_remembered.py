"""What triage remembers between posts stays within its bound, and never changes what is told."""

import json
import os
import random
import subprocess
import sys
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.triage.judge import judge
from chalicelib.triage.model.features import Features
from chalicelib.triage.model.small import FILES, SmallModel, read_model
from chalicelib.triage.remembered import Remembered
from tests.conftest import ROOT

BOUND = 50_000
# More different words than are remembered, and some more when the tables are full.
MORE, YET_MORE = 60_000, 5_000
# In bytes. Each of those words would take more than a hundred.
HARDLY_ANYTHING = 100_000
POST = Features(("kettle", "broken", "^ kettle", "kettle broken", "broken $"), {"bad": 0.8, "length 0": 0.5})


def see_words(model: SmallModel, begin: int, end: int) -> None:
    """Words that the model has not seen, and as many amounts."""
    for at in range(begin, end, 1_000):
        numbers = range(at, at + 1_000)
        features = Features(tuple(f"w{number}" for number in numbers), {f"a{n}": 0.5 for n in numbers})
        assert model.logits(features)


@given(keys=st.lists(st.integers(0, 30), max_size=120), at_most=st.integers(0, 20))
def test_a_table_keeps_to_its_bound_and_answers_the_same_beyond_it(keys: list[int], at_most: int) -> None:
    table = Remembered(str, at_most=at_most)
    for key in keys:
        assert table[key] == str(key)
        assert len(table) <= at_most
    assert len(table) == min(at_most, len(set(keys)))


def test_a_key_that_is_too_long_is_worked_out_each_time() -> None:
    table = Remembered(len, longest=4)
    assert [table["four"], table["longer"]] == [4, 6]
    assert list(table) == ["four"]


@pytest.mark.soak
def test_writing_without_spaces_fills_no_memory() -> None:
    kana = [chr(code) for code in range(0x3041, 0x3097)]
    posts = ["".join(random.Random(number).choices(kana, k=25_000)) for number in range(4)]
    for post in posts[:2]:  # fills the tables of pairs and of threes
        judge(post, lang="ja")
    tracemalloc.start()
    for post in posts[2:]:
        judge(post, lang="ja")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1_000_000


def test_what_is_remembered_is_worked_out_once() -> None:
    asked: list[str] = []

    def length_of(word: str) -> int:
        asked.append(word)
        return len(word)

    table = Remembered(length_of, at_most=1)
    assert [table[word] for word in ("one", "three", "one", "three")] == [3, 5, 3, 5]
    assert asked == ["one", "three", "three"]


def test_without_a_bound_of_its_own_a_table_has_one() -> None:
    table: Remembered[int, str] = Remembered(str)
    assert all(table[number] == str(number) for number in range(MORE))
    assert len(table) == BOUND


def test_what_was_judged_before_changes_no_logits() -> None:
    fresh, tired = read_model(FILES), read_model(FILES)
    see_words(tired, 0, MORE)
    assert tired.logits(POST) == fresh.logits(POST)
    assert fresh.logits(POST) == fresh.logits(POST)


def test_words_never_seen_before_do_not_fill_the_memory_of_the_model() -> None:
    model = read_model(FILES)
    see_words(model, 0, MORE)
    tracemalloc.start()
    try:
        see_words(model, MORE, MORE + YET_MORE)
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert grown < HARDLY_ANYTHING


@pytest.mark.soak
def test_words_never_seen_before_fill_no_table_of_triage() -> None:
    """In a process of its own: its tables are full afterwards."""
    command = (sys.executable, "-m", "tests.unit.triage.words_by_the_thousand", str(MORE), str(YET_MORE))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["before"] == told["after"]
    assert told["grown"] < HARDLY_ANYTHING, told
