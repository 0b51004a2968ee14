"""The console's pages as Chalice routes: each reads the request, calls one function, answers."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Request, Response

from chalicelib.console import session, static_files
from chalicelib.console.answer import Answer, go_to
from chalicelib.console.problem_page import problem_answer
from chalicelib.console.problems import problem_of, problem_of_status
from chalicelib.console.services import ConsoleServices
from chalicelib.console.visit import Asked, Visit, admit
from chalicelib.domain.errors import EarshotError, NotFoundError, RetryableError
from chalicelib.entrypoints.invocation import invoked
from chalicelib.late import late_module
from chalicelib.telemetry import about, logger

if TYPE_CHECKING:
    from chalicelib.console import (
        case_page,
        cost_page,
        decisions,
        document_page,
        drafts_page,
        go_live_page,
        queue_page,
        routing_page,
        switch_page,
        triage_page,
        version_page,
        voice_page,
    )
else:  # Each is imported at the first request for it, so that no request pays for them all.
    case_page = late_module("chalicelib.console.case_page")
    cost_page = late_module("chalicelib.console.cost_page")
    decisions = late_module("chalicelib.console.decisions")
    drafts_page = late_module("chalicelib.console.drafts_page")
    document_page = late_module("chalicelib.console.document_page")
    go_live_page = late_module("chalicelib.console.go_live_page")
    queue_page = late_module("chalicelib.console.queue_page")
    routing_page = late_module("chalicelib.console.routing_page")
    switch_page = late_module("chalicelib.console.switch_page")
    triage_page = late_module("chalicelib.console.triage_page")
    version_page = late_module("chalicelib.console.version_page")
    voice_page = late_module("chalicelib.console.voice_page")

FORM = ["application/x-www-form-urlencoded"]
FOR_GOOD = "public, max-age=31536000, immutable"
Page = Callable[..., Answer]


def asked_of(request: Request) -> Asked:
    """A Chalice request in the console's own terms."""
    return Asked(
        method=request.method,
        path=request.context.get("path", request.path),
        route=request.path,
        parameters=request.uri_params or {},
        query=dict(request.query_params or {}),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.raw_body,
        source=request.context.get("identity", {}).get("sourceIp") or "",
    )


def respond(answer: Answer) -> Response:
    """The console's answer in Chalice's terms."""
    return Response(body=answer.body, status_code=answer.status, headers={**answer.all_headers()})


def pages_blueprint(services: Callable[[], ConsoleServices], *, with_home: bool = True) -> Blueprint:
    """All pages. `services` is asked on every request; without home, `/` is left to somebody else."""
    pages = Blueprint(__name__)

    def for_people(page: Page) -> Callable[..., Response]:
        @wraps(page)
        def view(**parameters: str) -> Response:
            return respond(_answer(services(), asked_of(pages.current_request), page, parameters))

        return view

    @pages.middleware("http")
    def in_words(request: Request, get_response: Callable[[Request], Response]) -> Response:
        """What Chalice refuses or catches itself (and logs), as a page for people instead of its JSON."""
        with invoked(request.lambda_context), about(**_ids(request)):
            response = get_response(request)
        asked = asked_of(request)
        if response.status_code < HTTPStatus.BAD_REQUEST or not (asked.wants_page or asked.wants_fragment):
            return response
        if not isinstance(response.body, dict):
            return response
        problem = problem_of_status(response.status_code)
        return respond(problem_answer(services(), asked, problem))

    if with_home:

        @pages.route("/")
        @for_people
        def home(visit: Visit) -> Answer:
            return queue_page.home(visit)

    @pages.route("/b/{brand}/d/{desk}/q/{state}")
    @for_people
    def show_queue(visit: Visit, brand: str, desk: str, state: str) -> Answer:
        return queue_page.show(visit, brand, desk, state)

    @pages.route("/b/{brand}/d/{desk}/q/{state}/rows")
    @for_people
    def show_rows(visit: Visit, brand: str, desk: str, state: str) -> Answer:
        return queue_page.rows(visit, brand, desk, state)

    @pages.route("/b/{brand}/c/{case_id}")
    @for_people
    def show_case(visit: Visit, brand: str, case_id: str) -> Answer:
        return case_page.show(visit, brand, case_id)

    @pages.route("/b/{brand}/c/{case_id}/status")
    @for_people
    def show_status(visit: Visit, brand: str, case_id: str) -> Answer:
        return case_page.status(visit, brand, case_id)

    @pages.route("/b/{brand}/c/{case_id}/count", methods=["POST"], content_types=FORM)
    @for_people
    def count(visit: Visit, brand: str, case_id: str) -> Answer:
        return case_page.count(visit, brand, case_id)

    @pages.route("/b/{brand}/c/{case_id}/{action}")
    @for_people
    def back_to_case(visit: Visit, brand: str, case_id: str, action: str) -> Answer:
        # The address that a refused form leaves behind, opened anew.
        return go_to(visit.urls.case(brand, case_id))

    @pages.route("/b/{brand}/c/{case_id}/{action}", methods=["POST"], content_types=FORM)
    @for_people
    def act(visit: Visit, brand: str, case_id: str, action: str) -> Answer:
        return decisions.carry_out(visit, brand, case_id, action)

    @pages.route("/b/{brand}/d/{desk}/go-live")
    @for_people
    def show_go_live(visit: Visit, brand: str, desk: str) -> Answer:
        return go_live_page.show(visit, brand, desk)

    @pages.route("/b/{brand}/d/{desk}/go-live/{action}")
    @for_people
    def back_to_go_live(visit: Visit, brand: str, desk: str, action: str) -> Answer:
        return go_to(visit.urls.go_live(brand, desk))

    @pages.route("/b/{brand}/d/{desk}/go-live/{action}", methods=["POST"], content_types=FORM)
    @for_people
    def change_desk(visit: Visit, brand: str, desk: str, action: str) -> Answer:
        return go_live_page.carry_out(visit, brand, desk, action)

    @pages.route("/b/{brand}/cost")
    @for_people
    def show_cost(visit: Visit, brand: str) -> Answer:
        return cost_page.show(visit, brand)

    @pages.route("/b/{brand}/triage")
    @for_people
    def show_triage(visit: Visit, brand: str) -> Answer:
        return triage_page.show(visit, brand)

    @pages.route("/b/{brand}/triage/sample")
    @for_people
    def show_sample(visit: Visit, brand: str) -> Answer:
        return triage_page.show_sample(visit, brand)

    @pages.route("/b/{brand}/triage/example/{case_id}")
    @for_people
    def show_example(visit: Visit, brand: str, case_id: str) -> Answer:
        return triage_page.show_example(visit, brand, case_id)

    @pages.route("/b/{brand}/triage/example/{case_id}", methods=["POST"], content_types=FORM)
    @for_people
    def keep_example(visit: Visit, brand: str, case_id: str) -> Answer:
        return triage_page.keep_example(visit, brand, case_id)

    @pages.route("/b/{brand}/triage/remove")
    @for_people
    def back_to_triage(visit: Visit, brand: str) -> Answer:
        return go_to(visit.urls.triage(brand))

    @pages.route("/b/{brand}/triage/remove", methods=["POST"], content_types=FORM)
    @for_people
    def remove_example(visit: Visit, brand: str) -> Answer:
        return triage_page.remove_example(visit, brand)

    @pages.route("/b/{brand}/drafts")
    @for_people
    def show_drafts(visit: Visit, brand: str) -> Answer:
        return drafts_page.show(visit, brand)

    @pages.route("/b/{brand}/drafts/forget")
    @for_people
    def back_to_drafts(visit: Visit, brand: str) -> Answer:
        return go_to(visit.urls.drafts(brand))

    @pages.route("/b/{brand}/drafts/forget", methods=["POST"], content_types=FORM)
    @for_people
    def forget_learnt(visit: Visit, brand: str) -> Answer:
        return drafts_page.forget(visit, brand)

    @pages.route("/b/{brand}/routing")
    @for_people
    def show_routing(visit: Visit, brand: str) -> Answer:
        return routing_page.show(visit, brand)

    @pages.route("/b/{brand}/routing", methods=["POST"], content_types=FORM)
    @for_people
    def try_routing(visit: Visit, brand: str) -> Answer:
        return routing_page.try_out(visit, brand)

    @pages.route("/b/{brand}/voice")
    @for_people
    def show_voice(visit: Visit, brand: str) -> Answer:
        return voice_page.show(visit, brand)

    @pages.route("/b/{brand}/voice/{document}")
    @for_people
    def show_document(visit: Visit, brand: str, document: str) -> Answer:
        return document_page.show(visit, brand, document)

    @pages.route("/b/{brand}/voice/{document}", methods=["POST"], content_types=FORM)
    @for_people
    def change_document(visit: Visit, brand: str, document: str) -> Answer:
        return document_page.change(visit, brand, document)

    @pages.route("/b/{brand}/voice/{document}/{version}")
    @for_people
    def show_version(visit: Visit, brand: str, document: str, version: str) -> Answer:
        return version_page.show(visit, brand, document, version)

    @pages.route("/b/{brand}/voice/{document}/{version}", methods=["POST"], content_types=FORM)
    @for_people
    def roll_back(visit: Visit, brand: str, document: str, version: str) -> Answer:
        return version_page.roll_back(visit, brand, document, version)

    @pages.route("/switch")
    @for_people
    def show_switch(visit: Visit) -> Answer:
        return switch_page.show(visit)

    @pages.route("/switch/{action}")
    @for_people
    def back_to_switch(visit: Visit, action: str) -> Answer:
        return go_to(visit.urls.switch())

    @pages.route("/switch/{action}", methods=["POST"], content_types=FORM)
    @for_people
    def throw(visit: Visit, action: str) -> Answer:
        return switch_page.carry_out(visit, action)

    @pages.route("/sign-out", methods=["POST"], content_types=FORM)
    @for_people
    def sign_out(visit: Visit) -> Answer:
        settings = visit.services.settings
        ended = session.set_cookie("", path=visit.urls.cookie_path, secure=settings.secure_cookies)
        where = go_to(visit.urls.at(settings.sign_in_path))
        return Answer(status=where.status, headers={**where.headers, "Set-Cookie": ended})

    @pages.route("/static/{name}")
    def static(name: str) -> Response:
        return respond(_static(services(), asked_of(pages.current_request), name))

    return pages


def _ids(request: Request) -> dict[str, str]:
    """What the address is about."""
    named = request.uri_params or {}
    return {name: named[key] for name, key in (("brand", "brand"), ("case", "case_id")) if key in named}


def _answer(services: ConsoleServices, asked: Asked, page: Page, parameters: dict[str, str]) -> Answer:
    """The page, or the problem in its place."""
    try:
        return page(admit(services, asked), **parameters)
    except EarshotError as error:
        if isinstance(error, RetryableError):
            logger.warning("a page could not be served", extra={"route": asked.route, "error": str(error)})
        return problem_answer(services, asked, problem_of(error))


def _static(services: ConsoleServices, asked: Asked, name: str) -> Answer:
    """A static file; browsers keep one that they asked for by its version."""
    try:
        file = static_files.load(name, services.settings.assets_dir)
    except NotFoundError as error:
        return problem_answer(services, asked, problem_of(error))
    tag = f'"{file.version}"'
    kept = FOR_GOOD if asked.query.get("v") == file.version else "no-cache"
    headers = {"Content-Type": file.content_type, "Cache-Control": kept, "ETag": tag}
    known = asked.headers.get("if-none-match") == tag
    return Answer(status=304, headers=headers) if known else Answer(file.text, headers=headers)
