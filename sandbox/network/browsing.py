"""The pages that one looks at: the timeline, a conversation, a person's posts; and the faults beside them."""

import re

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from sandbox.network import control
from sandbox.network.faults import FaultKind
from sandbox.network.network import Network
from sandbox.network.rendering import Part, Renderer, unless_seen

_PAGE_SIZE = 20

KINDS = {
    FaultKind.CREDITS_DEPLETED: "402, credits depleted",
    FaultKind.PAYMENT_REQUIRED: "402, payment required",
    FaultKind.FORBIDDEN: "403, forbidden",
    FaultKind.RATE_LIMITED: "429, with a reset time",
    FaultKind.RATE_LIMITED_NO_RESET: "429, without a reset time",
    FaultKind.SERVER_ERROR: "500, server error",
    FaultKind.UNAVAILABLE: "503, unavailable",
    FaultKind.UNAVAILABLE_AFTER: "503, though it took effect",
    FaultKind.MALFORMED: "half an answer",
    FaultKind.DROP_BEFORE: "connection lost before",
    FaultKind.DROP_AFTER: "connection lost after it took effect",
    FaultKind.STALL_BEFORE: "stalled before",
    FaultKind.STALL_AFTER: "stalled after it took effect",
    FaultKind.SLOW: "slow answer",
    FaultKind.KILL_WORKER: "worker killed while publishing",
}


class Browsing:
    """What these pages answer."""

    def __init__(self, network: Network, renderer: Renderer) -> None:
        self._network = network
        self._reading = network.reading
        self._renderer = renderer

    def home(self, wrong: str | None = None) -> str:
        kinds = {kind: label for kind, label in KINDS.items() if kind is not FaultKind.KILL_WORKER}
        return self._renderer.page(
            "home.html",
            timeline=self._timeline(),
            panel=self._panel(),
            wrong=wrong,
            kinds=kinds,
            endpoints=control.ENDPOINTS,
        )

    def timeline(self) -> tuple[str, int]:
        """The timeline alone, for its renewal."""
        return unless_seen(self._timeline())

    def panel(self) -> tuple[str, int]:
        """The faults alone, for their renewal."""
        return unless_seen(self._panel())

    def status(self, handle: str, post_id: int) -> str:
        return self._renderer.page("status.html", thread=self._thread(post_id))

    def thread(self, post_id: int) -> tuple[str, int]:
        """One conversation alone, for its renewal."""
        return unless_seen(self._thread(post_id))

    def profile(self, handle: str) -> str:
        user = self._reading.user(handle)
        if user is None:
            abort(404, "Nobody here has this handle.")
        posts = [post for post, _ in zip(self._reading.posts_of(handle), range(100), strict=False)]
        views = self._renderer.views().posts((post, 0) for post in posts)
        return self._renderer.page("profile.html", user=user, posts=views)

    def arm(self) -> Response | tuple[str, int]:
        wrong = control.armed_from(self._network.faults, dict(request.form.items()))
        if wrong:
            return self.home(wrong), 400
        return redirect("/", 303)

    def disarm(self) -> Response:
        self._network.faults.disarm()
        return redirect("/", 303)

    def _timeline(self) -> Part:
        text = request.args.get("page", "1")
        page = int(text) if re.fullmatch("[1-9][0-9]{0,5}", text) else 1
        found, more = self._reading.conversations(page, _PAGE_SIZE)
        return self._renderer.part(
            f"/timeline?page={page}",
            "timeline.html",
            threads=[self._renderer.views().thread(self._reading.conversation(one)) for one in found],
            page=page,
            more=more,
            count=self._reading.count(),
            to_come=self._reading.still_to_come(),
        )

    def _panel(self) -> Part:
        armed = self._network.faults.armed()
        return self._renderer.part(
            "/panel",
            "panel.html",
            armed=[(KINDS[fault.kind], fault) for fault in armed],
            kill_armed=any(fault.kind is FaultKind.KILL_WORKER for fault in armed),
            credits_left=self._network.credits_left,
        )

    def _thread(self, post_id: int) -> Part:
        post = self._reading.post(post_id)
        if post is None:
            abort(404, "This post is gone, or was never there.")
        posts = self._reading.conversation(post.conversation_id)
        chosen = self._reading.versions(post)[-1]
        url = f"/conversation/{post_id}"
        return self._renderer.part(
            url, "thread.html", thread=self._renderer.views().thread(posts), chosen=chosen
        )
