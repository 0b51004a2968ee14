"""The routes of the network's pages and of what they are made of."""

from pathlib import Path

from flask import Blueprint, Response, abort, render_template, send_file
from werkzeug.exceptions import HTTPException

from sandbox.network import guard
from sandbox.network.browsing import Browsing
from sandbox.network.forms import Forms
from sandbox.network.network import Network
from sandbox.network.posts import user_id
from sandbox.network.rendering import Renderer

_HERE = Path(__file__).parent


def blueprint(network: Network, htmx_path: Path | None) -> Blueprint:
    """The routes of the pages, for people at this machine only. Without htmx's file they reload instead."""
    if htmx_path is not None and not htmx_path.is_file():
        htmx_path = None
    routes = Blueprint("pages", __name__, template_folder="templates")
    routes.before_request(guard.check)
    routes.after_request(guard.protect)
    renderer = Renderer(network, htmx_path is not None)
    pages, forms = Browsing(network, renderer), Forms(network, renderer)

    def refused(error: HTTPException) -> tuple[str, int]:
        return renderer.page("refused.html", error=error), error.code or 500

    routes.register_error_handler(HTTPException, refused)
    routes.get("/")(pages.home)
    routes.get("/timeline")(pages.timeline)
    routes.get("/panel")(pages.panel)
    routes.get("/conversation/<int:post_id>")(pages.thread)
    routes.get("/write")(forms.write)
    routes.post("/write")(forms.write_as_customer)
    routes.get("/intent/tweet")(forms.compose)
    routes.post("/intent/tweet")(forms.post_by_hand)
    routes.post("/delete")(forms.delete)
    routes.post("/faults")(pages.arm)
    routes.post("/faults/disarm")(pages.disarm)
    routes.get("/<handle>/status/<int:post_id>")(pages.status)
    routes.get("/<handle>")(pages.profile)

    @routes.get("/static/network.css")
    def style() -> Response:
        return send_file(_HERE / "static" / "network.css")

    @routes.get("/static/htmx.js")
    def htmx() -> Response:
        if htmx_path is None:
            abort(404)
        return send_file(htmx_path, mimetype="text/javascript")

    @routes.get("/avatar/<handle>.svg")
    def avatar(handle: str) -> Response:
        drawn = render_template("avatar.svg", letter=handle[:1].upper(), colour=user_id(handle) % 8)
        return Response(drawn, mimetype="image/svg+xml")

    return routes
