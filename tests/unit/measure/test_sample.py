"""What is drawn by lot from what was put aside: everything equally often, and the same all day."""

from collections import Counter
from datetime import datetime, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.state import State
from chalicelib.measure import sample
from chalicelib.ports import CasePage
from tests.support.console import BRAND, ConsoleDesk
from tests.support.values import NOW, a_case, a_post, a_verdict

DAY = timedelta(days=1)


def cases(number: int) -> list[Case]:
    return [a_case().model_copy(update={"id": f"c{n}"}) for n in range(number)]


def test_a_days_lot_stays_when_others_come_and_go() -> None:
    aside = cases(200)
    first = sample.drawn(BRAND, aside, NOW)
    gone = first[3]
    later = sample.drawn(BRAND, [case for case in reversed(aside) if case is not gone], NOW)
    assert len({case.id for case in first}) == sample.SIZE
    assert later[:-1] == tuple(case for case in first if case is not gone)
    assert sample.drawn(BRAND, aside, NOW + DAY) != first
    assert sample.drawn("other", aside, NOW) != first


def test_no_case_is_drawn_more_often_than_another() -> None:
    aside, often = cases(50), Counter[str]()
    for day in range(1_000):
        often.update(case.id for case in sample.drawn(BRAND, aside, NOW + day * DAY, 10))
    # 200 times each; five standard deviations are 63.
    assert all(137 <= often[case.id] <= 263 for case in aside)


def aside_at(desk: ConsoleDesk, id: str, at: datetime) -> Case:
    post = a_post(id, author=int(id), created_at=at).model_copy(update={"found_by": "brand-untagged"})
    return desk.ignored(post, a_verdict(needs_reply=False))


def test_lately_is_the_seven_whole_days_before_this_one() -> None:
    desk = ConsoleDesk()
    midnight = NOW.replace(hour=0)
    old, today = aside_at(desk, "1", midnight - 9 * DAY), aside_at(desk, "2", NOW)
    inside = aside_at(desk, "3", midnight - 3 * DAY)
    kept = desk.waiting(a_post("4", author=4, created_at=midnight - 2 * DAY, mentions=("tarnhollowcare",)))
    brand = desk.services.brands[BRAND]
    found = sample.lately(desk.store, brand, NOW)
    assert {case.id for case in found.cases} == {inside.id, kept.id}
    assert found.aside == (inside,)
    assert not {old.id, today.id} & {case.id for case in found.cases}
    told = {one.kept: one.search for one in sample.heard(desk.store, BRAND, found.cases)}
    assert told == {False: "brand-untagged", True: ""}


class _Long(ConsoleDesk):
    """More was put aside than is read."""

    def queue(self, brand: str, desk: str, state: State, *, limit: int, page: str | None) -> CasePage:
        start = int(page or 0)
        if desk != "support":
            return CasePage(())
        if state is State.IGNORED:
            return CasePage(tuple(_due(n) for n in range(start, start + limit)), str(start + limit))
        return CasePage((_due(2, "young"), _due(6_000, "old")) if state is State.RESOLVED else ())


def _due(minutes_ago: int, id: str = "") -> Case:
    at = NOW.replace(hour=0) - timedelta(minutes=minutes_ago + 1)
    return a_case().model_copy(update={"id": id or f"aside{minutes_ago}", "due_at": at})


def test_of_too_long_a_list_everything_is_counted_from_the_same_time_on() -> None:
    desk = _Long()
    found = sample.lately(desk, desk.services.brands[BRAND], NOW)  # type: ignore[arg-type]
    assert found.is_cut
    assert len(found.cases) == sample.MOST_A_LIST + 1
    assert {"young"} == {case.id for case in found.cases if not case.id.startswith("aside")}
