"""Problems as pages, and as fragments for htmx."""

import json
from contextlib import suppress
from http import HTTPStatus

from chalicelib.console.answer import Answer
from chalicelib.console.problems import NotSignedInError, Problem
from chalicelib.console.render import render
from chalicelib.console.services import ConsoleServices, ConsoleSettings
from chalicelib.console.sign_in import in_place_of_a_page
from chalicelib.console.views.frame import Frame, frame_for
from chalicelib.console.visit import Asked, signed_in
from chalicelib.console.way_back import address
from chalicelib.domain.errors import RetryableError


def problem_answer(services: ConsoleServices, asked: Asked, problem: Problem) -> Answer:
    """The problem in plain words; to htmx as a fragment, which goes to the page's place for news.

    Whoever is not signed in gets the form to do so, where there is one here.
    """
    settings, unknown_person = services.settings, problem.status == HTTPStatus.UNAUTHORIZED
    if asked.wants_json:
        return _as_json(problem)
    if unknown_person and settings.admin_token and not asked.wants_fragment:
        return in_place_of_a_page(services, asked)
    sign_in = _sign_in(asked, settings) if unknown_person else ""
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


def _sign_in(asked: Asked, settings: ConsoleSettings) -> str:
    """Where to sign in; our own form leads back from there."""
    return address(asked) if settings.admin_token else asked.urls.at(settings.sign_in_path)


def _as_json(problem: Problem) -> Answer:
    """As RFC 9457 has it."""
    told = {"title": problem.title, "status": problem.status, "detail": f"{problem.text} {problem.remedy}"}
    return Answer(json.dumps(told), problem.status, {"Content-Type": "application/problem+json"})


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
