"""The page of the one switch, and what its forms do. Anybody stops; an admin starts."""

from chalicelib.console.answer import Answer, go_to
from chalicelib.console.problems import NotAdminError, Problem, problem_of
from chalicelib.console.render import render
from chalicelib.console.views.changes import change_lines
from chalicelib.console.views.frame import desk_name
from chalicelib.console.views.switch_view import Held, SwitchPage
from chalicelib.console.visit import NO_DESK_ZONE, Visit
from chalicelib.console.words import count
from chalicelib.control import switch
from chalicelib.domain.errors import BadInputError, ConflictError, EarshotError, NotFoundError, StoppedError
from chalicelib.domain.state import State

MOST = 100
THROWN_AGAIN = Problem(
    409,
    "It was thrown again while you looked",
    "Somebody else stopped or started everything since this page was made. Nothing was changed.",
    "Read below how it stands now, and decide anew.",
)


def show(visit: Visit) -> Answer:
    """The page."""
    return _page(visit)


def carry_out(visit: Visit, action: str) -> Answer:
    """Stop or start; the page again, with the reason, where that is refused."""
    if action not in ("stop", "start"):
        raise NotFoundError(f"nothing is called {action!r} here")
    if action == "start" and not visit.reviewer.admin:
        raise NotAdminError("only an admin starts again what was stopped")
    try:
        _throw(visit, action)
    except (BadInputError, ConflictError, StoppedError) as error:
        return _page(visit, _problem(error))
    return go_to(visit.urls.switch())


def _throw(visit: Visit, action: str) -> None:
    room, form, who = visit.services.control, visit.form, visit.reviewer.id
    if action == "stop":
        switch.stop(room.controls, room.clock, who=who, why=form.text("why"))
    else:
        switch.start(room.controls, room.clock, who=who, why=form.text("why"), seen=form.number("seen"))


def _problem(error: EarshotError) -> Problem:
    if isinstance(error, ConflictError):
        return THROWN_AGAIN
    if isinstance(error, StoppedError):
        return problem_of(error)._replace(remedy="It takes a minute or two: try again then.")
    return problem_of(error)


def _page(visit: Visit, problem: Problem | None = None) -> Answer:
    frame = visit.frame("The switch")
    page = SwitchPage(
        held=_held(visit) if visit.switch.stopped else (),
        history=change_lines(visit.services.control.controls.switch_events(), NO_DESK_ZONE, visit.people),
        why=visit.form.text("why"),
        problem=problem,
    )
    assets = visit.services.settings.assets_dir
    body = render("switch.html", urls=visit.urls, assets_dir=assets, frame=frame, page=page)
    return Answer(body, problem.status if problem else 200)


def _held(visit: Visit) -> tuple[Held, ...]:
    """Desk by desk, the approved replies of the brands that this person may see."""
    own = [brand for brand in visit.services.brands.values() if brand.brand in visit.reviewer.brands]
    found = (_held_at(visit, brand.brand, desk) for brand in own for desk in brand.desks)
    return tuple(one for one in found if one)


def _held_at(visit: Visit, brand: str, desk: str) -> Held | None:
    cases = visit.services.review.store.queue(brand, desk, State.APPROVED, limit=MOST)
    if not cases.cases:
        return None
    live = visit.services.control.controls.desk(brand, desk).live
    more = "more than " if cases.next_page else ""
    return Held(
        where=f"{visit.services.brands[brand].name}, {desk_name(desk).lower()}",
        href=visit.urls.queue(brand, desk, State.APPROVED.value),
        number=more + count(len(cases.cases), "approved reply", "approved replies"),
        then="leaves within a minute of the start" if live else "stays, since this desk observes",
    )
