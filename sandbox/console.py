"""The sandbox's own pages beside the console: signing in as a made-up person, and the first five minutes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

from chalice.app import Blueprint, Chalice, Response

from chalicelib.console import session, visit
from chalicelib.console.answer import Answer, go_to
from chalicelib.console.forms import parse
from chalicelib.console.problem_page import problem_answer
from chalicelib.console.problems import ForeignFormError, Problem, problem_of
from chalicelib.console.render import render
from chalicelib.console.services import ConsoleServices
from chalicelib.console.views.frame import Frame
from chalicelib.console.visit import Asked, Visit
from chalicelib.domain.errors import BadInputError, EarshotError
from chalicelib.domain.reviewer import Reviewer
from chalicelib.entrypoints.pages import FORM, asked_of, respond
from sandbox.first_steps import LOOKED_AT, STEPS, Glance, Seen, Step

HERE = Path(__file__).parent
TEMPLATES = (HERE / "templates",)
CASES_A_STATE = 50
KILL = "kill-worker"
PEOPLE = {
    "ana": ("Ana Ruiz", "AR", "support"),
    "tom": ("Tom Becker", "TB", "sales"),
}
Services = Callable[[], ConsoleServices]


class SandboxPages(Blueprint):
    """Takes the first page over from the console, which would go straight to a queue."""

    def register(self, app: Chalice, options: dict[str, Any]) -> None:
        """Register the routes in place of the app's own `/`."""
        app.routes["/"].pop("GET", None)
        super().register(app, options)


def sandbox_blueprint(services: Services, network_url: str) -> Blueprint:
    """`/`, `/sign-in` and the switches of the sandbox. `network_url` is where the sandbox network answers."""
    pages = SandboxPages(__name__)
    desk = FirstPage(services, network_url)

    def answer(act: Callable[[Asked], Answer]) -> Response:
        asked = asked_of(pages.current_request)
        try:
            return respond(act(asked))
        except EarshotError as error:
            return respond(problem_answer(services(), asked, problem_of(error)))

    @pages.route("/")
    def first_page() -> Response:
        return answer(desk.show)

    @pages.route("/sandbox/steps")
    def steps() -> Response:
        return answer(desk.steps)

    @pages.route("/sandbox/kill", methods=["POST"], content_types=FORM)
    def kill() -> Response:
        return answer(desk.kill)

    @pages.route("/sandbox/console.css")
    def style() -> Response:
        css = (HERE / "static" / "console.css").read_text(encoding="utf-8")
        return respond(Answer(css, headers={"Content-Type": "text/css; charset=utf-8"}))

    @pages.route("/sign-in")
    def choose() -> Response:
        return answer(lambda asked: _choice(services(), asked))

    @pages.route("/sign-in", methods=["POST"], content_types=FORM)
    def sign_in() -> Response:
        return answer(lambda asked: _sign_in(services(), asked))

    return pages


def _choice(services: ConsoleServices, asked: Asked) -> Answer:
    page = render(
        "sign_in.html",
        urls=asked.urls,
        assets_dir=services.settings.assets_dir,
        further=TEMPLATES,
        frame=Frame("Who are you today?", asked.urls),
        people=[(key, *person) for key, person in PEOPLE.items()],
        action=asked.urls.at("/sign-in"),
    )
    return Answer(page)


def _sign_in(services: ConsoleServices, asked: Asked) -> Answer:
    """Anybody may be either of the two, and each is an admin: that is why this is never deployed."""
    if not visit.from_here(asked.headers):
        raise ForeignFormError("foreign origin")
    who = parse(asked.body).text("who")
    if who not in PEOPLE:
        raise BadInputError("choose one of the two people")
    name, initials, _ = PEOPLE[who]
    reviewer = Reviewer(id=who, name=name, initials=initials, brands=tuple(services.brands), admin=True)
    cookie = session.set_cookie(
        session.sign(reviewer, services.settings.secret),
        path=asked.urls.cookie_path,
        secure=services.settings.secure_cookies,
    )
    where = go_to(asked.urls.home())
    return Answer(status=where.status, headers={**where.headers, "Set-Cookie": cookie})


class FirstPage:
    """The list of the first five minutes. A tick, once given, stays."""

    def __init__(self, services: Services, network_url: str) -> None:
        self._services = services
        self._network = network_url
        self._ticked: dict[str, Seen] = {}

    def show(self, asked: Asked) -> Answer:
        """The page; to signing in first, for whoever is not."""
        cookie = session.cookie_of(asked.headers.get("cookie", ""))
        if session.read(cookie, self._services().settings.secret) is None:
            return go_to(asked.urls.at("/sign-in"))
        return self._render("first_page.html", asked)

    def steps(self, asked: Asked) -> Answer:
        """The list alone, as polled."""
        return self._render("steps.html", asked)

    def kill(self, asked: Asked) -> Answer:
        """Have the worker killed at its next reply."""
        visit.admit(self._services(), asked)
        try:
            self._faults({"kind": KILL})
        except OSError:
            gone = Problem(
                503,
                "The sandbox network does not answer",
                "The switch was not thrown.",
                "See whether it still runs.",
            )
            return problem_answer(self._services(), asked, gone)
        return go_to(f"{asked.urls.home()}#kill")

    def _armed(self) -> bool:
        """Whether the switch is thrown and nobody was killed by it yet."""
        try:
            return any(fault["kind"] == KILL for fault in self._faults()["armed"])
        except OSError:
            return False

    def _faults(self, arm: dict[str, str] | None = None) -> dict[str, Any]:
        """The network's switches, after throwing one. Raises OSError when it does not answer."""
        body = json.dumps(arm).encode() if arm else None
        request = HttpRequest(  # noqa: S310 - the sandbox network's own address, always http on loopback
            f"{self._network}/sandbox/faults", body, {"Content-Type": "application/json"}
        )
        with urlopen(request, timeout=5) as answer:  # noqa: S310 - as above
            switches: dict[str, Any] = json.load(answer)
            return switches

    def _render(self, template: str, asked: Asked) -> Answer:
        services = self._services()
        visitor = visit.admit(services, asked)
        brand_id = next(iter(visitor.reviewer.brands), "")
        seen = self._look(visitor, brand_id)
        page = render(
            template,
            urls=visitor.urls,
            assets_dir=services.settings.assets_dir,
            further=TEMPLATES,
            frame=visitor.frame("The first five minutes", brand_id),
            steps=[(step, seen[step.key]) for step in STEPS],
            done=sum(one.done for one in seen.values()),
            network=self._network,
            armed=self._armed(),
            poll=visitor.urls.at("/sandbox/steps"),
            kill=visitor.urls.at("/sandbox/kill"),
        )
        return Answer(page)

    def _look(self, visitor: Visit, brand_id: str) -> dict[str, Seen]:
        glance = self._glance(visitor, brand_id)
        return {step.key: self._seen(step, glance) for step in STEPS}

    def _seen(self, step: Step, glance: Glance) -> Seen:
        before = self._ticked.get(step.key)
        if before and step.reads_dossiers:
            return before
        now = step.look(glance)
        seen = Seen(now.done or before is not None, now.links)
        if seen.done:
            self._ticked[step.key] = seen
        return seen

    def _glance(self, visitor: Visit, brand_id: str) -> Glance:
        store = visitor.services.review.store
        brand = visitor.brand(brand_id)

        cases = [
            case
            for desk in brand.desks
            for state in LOOKED_AT
            for case in store.queue(brand_id, desk, state, limit=CASES_A_STATE).cases
        ]
        desk = _own_desk(visitor.reviewer.id, tuple(brand.desks))
        return Glance(
            cases=tuple(cases),
            read=lambda case: store.dossier(brand_id, case.id),
            urls=visitor.urls,
            home=visitor.urls.queue(brand_id, desk),
            network=self._network,
        )


def _own_desk(person: str, desks: tuple[str, ...]) -> str:
    wanted = PEOPLE[person][2] if person in PEOPLE else ""
    return wanted if wanted in desks else desks[0]
