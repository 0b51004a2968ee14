"""Addresses that are none of ours, as a page in our words.

Chalice knows no route that takes the rest of a path, so there is one for each depth. What API Gateway refuses
before it asks the app, its own response has to tell.
"""

from collections.abc import Callable

from chalice.app import Blueprint, Response

from chalicelib.console.problem_page import problem_answer
from chalicelib.console.problems import problem_of, problem_of_status
from chalicelib.console.services import ConsoleServices
from chalicelib.console.visit import admit
from chalicelib.domain.errors import EarshotError
from chalicelib.entrypoints.pages import asked_of, respond

DEEPEST = 6


def unknown_blueprint(services: Callable[[], ConsoleServices]) -> Blueprint:
    """A page for each depth. `services` is asked on every request."""
    pages = Blueprint(__name__)

    def nothing_here(**parts: str) -> Response:
        console, asked = services(), asked_of(pages.current_request)
        problem = problem_of_status(404)
        try:
            admit(console, asked)
        except EarshotError as error:
            problem = problem_of(error)
        return respond(problem_answer(console, asked, problem))

    for depth in range(1, DEEPEST + 1):
        pages.route("/" + "/".join(f"{{part{number}}}" for number in range(1, depth + 1)))(nothing_here)
    return pages
