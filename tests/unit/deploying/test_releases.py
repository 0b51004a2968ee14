"""Which release is up, which one was before it, and which are forgotten."""

from hypothesis import given
from hypothesis import strategies as st

from infra.deploying import releases
from infra.deploying.releases import KEPT, Release, before, from_json, next_number, superfluous
from tests.unit.deploying.samples import a_release


def keys_of(*some: Release) -> list[str]:
    return [key for one in some for key in (one.zip, one.template, one.record)]


def test_the_first_release_has_none_before_it() -> None:
    assert before([]) is None
    assert before([a_release(1)]) is None


def test_a_rollback_goes_to_the_release_before_and_another_one_further_back() -> None:
    one, two, three = a_release(1), a_release(2), a_release(3)
    assert before([one, two, three]) == two
    back_at_two = a_release(4, "2", again=2)
    assert before([one, two, three, back_at_two]) == one
    back_at_one = a_release(5, "1", again=1)
    assert before([one, two, three, back_at_two, back_at_one]) is None


def test_after_a_rollback_and_a_new_release_the_way_back_leads_past_what_was_taken_back() -> None:
    history = [a_release(1), a_release(2), a_release(3, "1", again=1), a_release(4)]
    assert before(history) == a_release(2)


def test_a_release_that_only_changed_parameters_is_no_place_to_go_back_to() -> None:
    assert before([a_release(1), a_release(2), a_release(3, "2")]) == a_release(1)


def test_numbers_go_on_after_a_deployment_that_failed() -> None:
    assert next_number([]) == 1
    assert next_number(["zips/9.zip", "releases/000004/template.json", "releases/adopted.json"]) == 5


def test_old_releases_failed_ones_and_nobodys_zips_are_forgotten() -> None:
    history = [a_release(number) for number in range(1, KEPT + 3)]
    failed = ["releases/000099/template.json", "releases/adopted.json", "zips/nobodys.zip"]
    keys = [*keys_of(*history), *failed, "something/else"]
    assert superfluous(keys, history) == sorted([*keys_of(*history[:2]), *failed])


def test_what_is_up_is_kept_however_old_it_is() -> None:
    history = [a_release(number) for number in range(1, 10)]
    back = a_release(10, "1", again=1)
    forgotten = superfluous(keys_of(*history, back), [*history, back])
    assert not set(keys_of(history[0], back)) & set(forgotten)


def test_a_zip_that_several_releases_share_stays_as_long_as_one_of_them() -> None:
    history = [a_release(1, "same"), *(a_release(number) for number in range(2, 8)), a_release(8, "same")]
    assert "zips/same.zip" not in superfluous(keys_of(*history), history)


def test_a_release_is_read_as_it_was_written() -> None:
    one = a_release(7, "x", again=3)
    assert from_json(one.to_json()) == one


@st.composite
def histories(draw: st.DrawFn) -> list[Release]:
    """Deployments and rollbacks in any order, each rollback as the deployer would do it."""
    history: list[Release] = []
    for number, (content, back) in enumerate(draw(st.lists(st.tuples(st.integers(1, 4), st.booleans()))), 1):
        to = before(history) if back else None
        if to:
            history.append(Release(number, to.zip, to.digest, to.at, again=to.number))
        else:
            history.append(a_release(number, str(content)))
    return history


@given(histories())
def test_whatever_happened_a_rollback_finds_what_it_needs(history: list[Release]) -> None:
    keys = keys_of(*history)
    left = set(keys) - set(superfluous(keys, history))
    kept = [one for one in history if one.record in left]
    assert [one for one in history[-KEPT:] if one not in kept] == []
    to = before(kept)
    if to:
        assert {to.zip, to.template} <= left
        assert to.digest != history[-1].digest
    assert releases.next_number(left) == (history[-1].number + 1 if history else 1)
