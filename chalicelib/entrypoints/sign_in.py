"""The sign-in as Chalice routes. They need no session; everything else but static files does."""

from collections.abc import Callable

from chalice.app import Blueprint, Response

from chalicelib.console import sign_in
from chalicelib.console.answer import Answer
from chalicelib.console.problem_page import problem_answer
from chalicelib.console.problems import problem_of
from chalicelib.console.services import ConsoleServices
from chalicelib.console.visit import Asked
from chalicelib.console.way_back import SIGN_IN
from chalicelib.domain.errors import EarshotError
from chalicelib.entrypoints.pages import FORM, asked_of, respond

Act = Callable[[ConsoleServices, Asked], Answer]


def sign_in_blueprint(services: Callable[[], ConsoleServices]) -> Blueprint:
    """The form and what it does. `services` is asked on every request."""
    pages = Blueprint(__name__)

    def answer(act: Act) -> Response:
        console, asked = services(), asked_of(pages.current_request)
        try:
            return respond(act(console, asked))
        except EarshotError as error:
            return respond(problem_answer(console, asked, problem_of(error)))

    @pages.route(SIGN_IN)
    def show() -> Response:
        return answer(sign_in.show)

    @pages.route(SIGN_IN, methods=["POST"], content_types=FORM)
    def begin() -> Response:
        return answer(sign_in.carry_out)

    return pages
