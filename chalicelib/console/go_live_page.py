"""The page on which a desk goes live, and what its forms do. Everybody may read it, an admin changes it."""

from collections.abc import Callable, Sequence
from functools import partial

from chalicelib.console.answer import Answer, go_to
from chalicelib.console.forms import Form
from chalicelib.console.problems import NotAdminError, Problem, problem_of
from chalicelib.console.render import render
from chalicelib.console.views.changes import change_lines
from chalicelib.console.views.frame import desk_name
from chalicelib.console.views.go_live_view import (
    GoLivePage,
    cap_label,
    cap_rows,
    held,
    news,
    priced,
    steps_of,
)
from chalicelib.console.visit import Visit
from chalicelib.control import going_live
from chalicelib.control.going_live import Requirement
from chalicelib.domain.caps import Caps
from chalicelib.domain.control import Statements, mode_of
from chalicelib.domain.errors import BadInputError, ConflictError, EarshotError, NotFoundError, NotReadyError
from chalicelib.domain.state import State

MOST = 100
MOST_DIGITS = 12
ANSWERS = {"yes": True, "no": False}
CHANGED = Problem(
    409,
    "Somebody else changed this desk first",
    "What you see below is how it stands now. What you sent was not carried out.",
    "Decide anew where that is still needed.",
)
Change = Callable[[Visit, str, str], str]


def show(visit: Visit, brand: str, desk: str) -> Answer:
    """The page. The network is not asked anything for it."""
    _known(visit, brand, desk)
    return _page(visit, brand, desk)


def carry_out(visit: Visit, brand: str, desk: str, action: str) -> Answer:
    """Do it, or show the page again with the reason why not."""
    _known(visit, brand, desk)
    if not visit.reviewer.admin:
        raise NotAdminError("only an admin lets a desk go live, and changes what it needs for that")
    if action == "prove":
        return _prove(visit, brand, desk)
    if action not in CHANGES:
        raise NotFoundError(f"nothing is called {action!r} here")
    try:
        said = CHANGES[action](visit, brand, desk)
    except (BadInputError, ConflictError, NotReadyError) as error:
        return _page(visit, brand, desk, problem=_problem(error))
    return go_to(visit.urls.go_live(brand, desk, said=said))


def _prove(visit: Visit, brand: str, desk: str) -> Answer:
    """Ask the network whose keys they are; what it says is shown where something is wrong with them."""
    needed = going_live.requirements(visit.services.control, brand, desk)
    if all(one.met for one in needed if one.key == "keys"):
        return go_to(visit.urls.go_live(brand, desk, said="proven"))
    return _page(visit, brand, desk, needed)


def _state(visit: Visit, brand: str, desk: str) -> str:
    room, form = visit.services.control, visit.form
    about, answer = form.text("about"), ANSWERS.get(form.text("answer"))
    if about not in Statements.model_fields or answer is None:
        raise BadInputError("the form states nothing that is asked for here: say yes or no")
    stated = room.controls.desk(brand, desk).statements.model_copy(update={about: answer})
    going_live.state(room, brand, desk, stated, who=visit.reviewer.id, seen=form.number("seen"))
    return "stated"


def _set_caps(visit: Visit, brand: str, desk: str) -> str:
    room, form = visit.services.control, visit.form
    caps = Caps(**{name: _number(form, name) for name in Caps.model_fields})
    going_live.set_caps(room, brand, desk, caps, who=visit.reviewer.id, seen=form.number("seen"))
    return "caps"


def _go_live(visit: Visit, brand: str, desk: str) -> str:
    seen = visit.form.number("seen")
    going_live.go_live(visit.services.control, brand, desk, who=visit.reviewer.id, seen=seen)
    return "live"


def _observe(visit: Visit, brand: str, desk: str) -> str:
    going_live.observe(visit.services.control, brand, desk, who=visit.reviewer.id)
    return "observing"


CHANGES: dict[str, Change] = {"state": _state, "caps": _set_caps, "live": _go_live, "observe": _observe}


def _number(form: Form, name: str) -> int:
    typed = form.text(name).strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS):
        raise BadInputError(f"{cap_label(name).lower()}: {typed[:40] or 'nothing'!r} is not a whole number")
    return int(typed)


def _problem(error: EarshotError) -> Problem:
    return CHANGED if isinstance(error, ConflictError) else problem_of(error)


def _known(visit: Visit, brand: str, desk: str) -> None:
    if desk not in visit.brand(brand).desks:
        raise NotFoundError(f"{brand} has no desk {desk!r}")


def _page(
    visit: Visit,
    brand: str,
    desk: str,
    needed: Sequence[Requirement] = (),
    problem: Problem | None = None,
) -> Answer:
    room = visit.services.control
    accounts = visit.brand(brand).desks[desk].accounts
    zone = visit.brand(brand).desks[desk].time_zone
    control = room.controls.desk(brand, desk)
    needed = needed or going_live.requirements(room, brand, desk, ask=False)
    steps = steps_of(needed, visit.form.fields)
    page = GoLivePage(
        steps=steps,
        news=news(steps),
        caps=cap_rows(control, visit.form.fields),
        at_most=priced(control.caps, visit.services.cost().known),
        accounts=" and ".join(f"@{one}" for one in accounts),
        live=control.live,
        ready=all(one.met for one in steps),
        may_change=visit.reviewer.admin,
        held=_held(visit, brand, desk),
        seen=control.version,
        history=change_lines(room.controls.desk_events(brand, desk), zone, visit.people),
        problem=problem,
    )
    frame = visit.frame(f"{desk_name(desk)}: going live", brand, desk, mode_of(visit.switch, control))
    body = render(
        "go_live.html",
        urls=visit.urls,
        assets_dir=visit.services.settings.assets_dir,
        frame=frame,
        page=page,
        queue=visit.urls.queue(brand, desk),
        approved=visit.urls.queue(brand, desk, State.APPROVED.value),
        act=partial(visit.urls.go_live_act, brand, desk),
    )
    return Answer(body, problem.status if problem else 200)


def _held(visit: Visit, brand: str, desk: str) -> str:
    cases = visit.services.review.store.queue(brand, desk, State.APPROVED, limit=MOST)
    return held(len(cases.cases), is_more=bool(cases.next_page))
