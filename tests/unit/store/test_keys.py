"""Keys: whatever a value says, it cannot spell the key of something else."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.store_rules import (
    escaped,
    page_token,
    place_on,
    position_from,
    position_of,
    stamp,
)
from chalicelib.domain.case import WorkKind
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.state import State
from tests.support.values import NOW, a_case

# Short texts of the characters that keys are made of are the ones that could forge.
texts = st.text(st.sampled_from("aB#:%23CASE é"), max_size=8)
moments = st.datetimes(timezones=st.just(UTC))


def every_key(brand: str, one: str, two: str, three: str) -> list[tuple[object, ...]]:
    """Each key with what it must be unique for, in the order of `what`."""
    return [
        ("case", brand, one, keys.case(brand, one)),
        ("edit", brand, one, keys.edit(brand, one)),
        ("event", brand, one, keys.event(brand, one, 7)),
        ("draft", brand, one, two, keys.draft(brand, one, two)),
        ("approval", brand, one, two, keys.approval(brand, one, two)),
        ("attempt", brand, one, two, keys.attempt(brand, one, two)),
        ("reply", brand, one, two, keys.reply(brand, one, two)),
        ("post", brand, one, keys.post(brand, one)),
        ("author", brand, one, two, keys.author(brand, one, two)),
        ("talk", brand, one, two, three, keys.talk(brand, one, two, three)),
        ("mark", brand, one, two, keys.mark(brand, "2026-03", place_on(NOW, one) + escaped(two))),
        ("exemplars", brand, keys.exemplars(brand)),
        ("learnt", brand, one, two, three, keys.learnt(brand, one, two, f"{stamp(NOW)}#{escaped(three)}")),
        ("reviewed", brand, one, keys.reviewed(brand, "2026-03", f"{stamp(NOW)}#{escaped(one)}")),
        ("gap", brand, one, keys.gap(brand, f"{stamp(NOW)}#{escaped(one)}:rejected")),
        ("left", brand, one, two, keys.left_by(brand, one, keys.GAP, f"{stamp(NOW)}#{escaped(two)}")),
        ("search", brand, one, keys.search(brand, one)),
        ("purse", brand, one, keys.purse(brand, one)),
        ("bucket", brand, one, keys.bucket(brand, one, State.WAITING, "2026-03-02T09")),
        ("queue", brand, one, keys.queue_partition(brand, one, State.WAITING, "2026-03-02T09")),
        ("work", brand, keys.work_partition(brand, WorkKind.DRAFT, 1)),
    ]


@given(st.tuples(texts, texts, texts, texts), st.tuples(texts, texts, texts, texts))
def test_two_things_never_share_a_key(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    found: dict[object, tuple[object, ...]] = {}
    for *what, key in every_key(*first) + every_key(*second):
        assert found.setdefault(key, tuple(what)) == tuple(what)


@given(st.tuples(texts, texts, texts, texts))
def test_no_value_adds_a_part_to_a_key(values: tuple[str, ...]) -> None:
    for (*_, plain), (*_, key) in zip(every_key("b", "i", "j", "k"), every_key(*values), strict=True):
        for simple, hostile in zip(_texts(plain), _texts(key), strict=True):
            assert hostile.count("#") == simple.count("#")


def _texts(key: object) -> tuple[str, ...]:
    return tuple(key) if isinstance(key, keys.Key) else (str(key),)


@given(texts, texts)
def test_a_partition_belongs_to_one_brand(brand: str, value: str) -> None:
    for *_, key in every_key(brand, value, value, value):
        partition = key.pk if isinstance(key, keys.Key) else str(key)
        assert partition.split("#")[:2] == keys.case(brand, "").pk.split("#")[:2]


def test_keys_are_spelt_as_the_design_says() -> None:
    assert keys.case("tarnhollow", "c1") == ("B#tarnhollow#CASE#c1", "CASE")
    assert keys.event("tarnhollow", "c1", 12) == ("B#tarnhollow#CASE#c1", "EVENT#00000012")
    assert keys.post("tarnhollow", "x:123") == ("B#tarnhollow#POST#x:123", "POST")
    assert keys.author("tarnhollow", "x", "9") == ("B#tarnhollow#AUTHOR#x:9", "CASE")
    assert keys.talk("tarnhollow", "x", "5", "9") == ("B#tarnhollow#TALK#x:5#9", "CASE")
    assert keys.bucket("tarnhollow", "sales", State.WAITING, "2026-03-02T09") == (
        "B#tarnhollow#BUCKETS#sales#waiting",
        "2026-03-02T09",
    )


def test_a_value_too_long_for_a_key_is_bad_input() -> None:
    with pytest.raises(BadInputError, match="longer than a key may be"):
        keys.post("tarnhollow", "x:" + "1" * 1_000)


@given(moments, moments, texts, texts)
def test_work_is_sorted_by_its_moment(first: datetime, second: datetime, one: str, two: str) -> None:
    assert keys.work_from(keys.work_place(first, one)) == (first, one)
    assert (stamp(first) < stamp(second)) == (first < second)
    assert (keys.work_place(first, one) < keys.work_up_to(second)) == (first <= second)


@given(texts)
def test_a_shard_is_always_one_of_the_few(id: str) -> None:
    assert keys.shard_of(id) in range(keys.SHARDS)
    assert keys.shard_of(id) == keys.shard_of(id)


@given(moments, texts.filter(bool))
def test_a_token_leads_back_to_its_position(due_at: datetime, case_id: str) -> None:
    case = a_case().model_copy(update={"due_at": due_at, "id": case_id})
    assert position_from(page_token(position_of(case))) == position_of(case)


@given(st.text(max_size=60))
def test_any_other_token_is_refused_or_a_position(token: str) -> None:
    try:
        position = position_from(token)
    except BadInputError:
        return
    assert page_token(position) == token


def test_no_token_is_the_beginning() -> None:
    assert position_from(None) == ""
