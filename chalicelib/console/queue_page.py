"""The page of a desk's queue, and its rows as they are polled."""

from chalicelib.console import marking
from chalicelib.console.answer import Answer, go_to, unchanged
from chalicelib.console.paging import seal, unseal
from chalicelib.console.problems import NotYoursError
from chalicelib.console.render import render
from chalicelib.console.views.frame import Link, desk_name
from chalicelib.console.views.mark_view import LIST
from chalicelib.console.views.queue_view import QueueView, fingerprint, queue_view
from chalicelib.console.views.tabs import Tab, tab_of
from chalicelib.console.visit import Visit
from chalicelib.domain.case import Case
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.state import State
from chalicelib.review.desk import queue


def home(visit: Visit) -> Answer:
    """To the queue of the person's first desk."""
    for brand_id, brand in visit.services.brands.items():
        if brand_id in visit.reviewer.brands:
            return go_to(visit.urls.queue(brand_id, next(iter(brand.desks))))
    raise NotYoursError("none of this deployment's brands")


def show(visit: Visit, brand: str, desk: str, state: str) -> Answer:
    """The whole page."""
    view = _view(visit, brand, desk, state)
    return Answer(_render(visit, "queue.html", view))


def rows(visit: Visit, brand: str, desk: str, state: str) -> Answer:
    """The rows alone; nothing when they are as they were. The whole page once everything was stopped, or
    started again."""
    view = _view(visit, brand, desk, state)
    if visit.query.get("switch", str(visit.switch.version)) != str(visit.switch.version):
        return Answer(headers={"HX-Refresh": "true"})
    if visit.query.get("seen") == fingerprint(view.rows):
        return unchanged()
    return Answer(_render(visit, "rows.html", view))


def _render(visit: Visit, template: str, view: QueueView) -> str:
    assets = visit.services.settings.assets_dir
    return render(template, urls=visit.urls, assets_dir=assets, frame=view.frame, queue=view)


def _view(visit: Visit, brand: str, desk: str, state: str) -> QueueView:
    looker = visit.looker(brand, desk)
    tab = _tab(state)
    page = visit.query.get("page", "")
    cases, more = _cases(visit, brand, desk, tab, page)
    frame = visit.frame(f"{desk_name(desk)}: {tab.label.lower()}", brand, desk, looker.mode)
    marks = marking.of_list(visit, cases, LIST, page) if State.IGNORED in tab.states else None
    return queue_view(frame, tab, cases, more, looker, where=(brand, desk), page=page, marks=marks)


def _tab(state: str) -> Tab:
    try:
        return tab_of(State(state))
    except ValueError:
        raise NotFoundError(f"there is no list {state!r}") from None


def _cases(visit: Visit, brand: str, desk: str, tab: Tab, page: str) -> tuple[list[Case], list[Link]]:
    """One page of each state of the list; with a page token, that state's page alone."""
    secret, room = visit.services.settings.secret, visit.services.review
    wanted: dict[State, str | None] = dict.fromkeys(reversed(tab.states), None)
    if page:
        state_name, _, token = unseal(page, secret, brand, desk, tab.key).partition(" ")
        wanted = {State(state_name): token}
    cases: list[Case] = []
    more: list[Link] = []
    for state, start in wanted.items():
        found = queue(room, brand, desk, state, page=start)
        cases += found.cases
        if found.next_page:
            sealed = seal(f"{state.value} {found.next_page}", secret, brand, desk, tab.key)
            label = "Next page" if len(tab.states) == 1 else f"More: {state.value.replace('_', ' ')}"
            more.append(Link(label, visit.urls.queue(brand, desk, tab.key, page=sealed)))
    return cases, more
