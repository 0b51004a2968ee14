"""Problems as pages, and as fragments for htmx."""

from contextlib import suppress
from http import HTTPStatus

from chalicelib.console.answer import Answer
from chalicelib.console.problems import NotSignedInError, Problem
from chalicelib.console.render import render
from chalicelib.console.services import ConsoleServices
from chalicelib.console.views.frame import Frame, frame_for
from chalicelib.console.visit import Asked, signed_in
from chalicelib.domain.errors import RetryableError


def problem_answer(services: ConsoleServices, asked: Asked, problem: Problem) -> Answer:
    """The problem in plain words; to htmx as a fragment, which goes to the page's place for news."""
    settings = services.settings
    sign_in = asked.urls.at(settings.sign_in_path) if problem.status == HTTPStatus.UNAUTHORIZED else ""
    template = "problem_fragment.html" if asked.wants_fragment else "problem.html"
    body = render(
        template,
        urls=asked.urls,
        assets_dir=settings.assets_dir,
        frame=Frame(problem.title, asked.urls) if asked.wants_fragment else _frame(services, asked, problem),
        problem=problem,
        sign_in=sign_in,
    )
    aim = {"HX-Retarget": "#problem", "HX-Reswap": "innerHTML"} if asked.wants_fragment else {}
    return Answer(body, problem.status, aim)


def _frame(services: ConsoleServices, asked: Asked, problem: Problem) -> Frame:
    """The frame for whoever is signed in. The table is not asked anything where it may be what broke."""
    try:
        visit = signed_in(services, asked)
    except NotSignedInError:
        return Frame(problem.title, asked.urls)
    if problem.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        with suppress(RetryableError):
            return visit.frame(problem.title)
    return frame_for(problem.title, visit.urls, visit.token, visit.reviewer, services.brands)
