"""Makes pages and their self-renewing parts out of templates."""

import hashlib
from dataclasses import dataclass

from flask import render_template, request

from sandbox.network.network import Network
from sandbox.network.posts import Post
from sandbox.network.views import PostView, Views


@dataclass(frozen=True)
class Part:
    """A stretch of a page that renews itself; `seen` tells one state of it from another."""

    seen: str
    html: str


class Renderer:
    """Renders for one network; `has_htmx` says whether pages can renew a part of themselves."""

    def __init__(self, network: Network, has_htmx: bool) -> None:
        self._network = network
        self._has_htmx = has_htmx

    def page(self, template: str, **values: object) -> str:
        return render_template(template, has_htmx=self._has_htmx, **values)

    def part(self, url: str, template: str, **values: object) -> Part:
        """A stretch of a page that asks `url` for its next state."""
        body = render_template(template, **values)
        seen = hashlib.sha256(body.encode()).hexdigest()[:16]
        return Part(seen, render_template("part.html", url=url, seen=seen, body=body))

    def views(self) -> Views:
        """Views of posts as of now."""
        return Views(self._network.reading, self._network.clock())

    def view(self, post: Post | None) -> PostView | None:
        return self.views().posts([(post, 0)])[0] if post else None


def unless_seen(part: Part) -> tuple[str, int]:
    """A part, or nothing (204) while it is as the reader's page has it."""
    return ("", 204) if request.headers.get("X-Seen") == part.seen else (part.html, 200)
