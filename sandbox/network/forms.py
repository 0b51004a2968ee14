"""Posting from the pages: by hand for the desk, as X's web intent does, and as a made-up customer."""

import re

from flask import redirect, request
from werkzeug.wrappers import Response

from sandbox.network import rules
from sandbox.network.network import Network
from sandbox.network.posts import Post
from sandbox.network.rendering import Renderer
from sandbox.network.text import analyse

_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")

_WHY_NOT = {
    rules.ParentGone: "The post you answer is gone.",
    rules.Duplicate: "This account said exactly that already.",
    rules.TooLong: "The text is longer than 280 characters.",
    rules.Empty: "There is no text yet.",
}


class Forms:
    """What the forms show and do."""

    def __init__(self, network: Network, renderer: Renderer) -> None:
        self._network = network
        self._reading = network.reading
        self._renderer = renderer

    def compose(self) -> str:
        return self._composer(request.args.get("in_reply_to"), request.args.get("text", ""), None)

    def post_by_hand(self) -> Response | tuple[str, int]:
        parent, text = request.form.get("in_reply_to"), request.form.get("text", "")
        account = request.form.get("account", "")
        if account not in [user.handle for user in self._reading.own_accounts()]:
            return self._composer(parent, text, "Choose one of the desk's accounts."), 400
        try:
            post = self._network.create_post(account, _lines(text), _id(parent), via="native")
        except rules.Refused as refusal:
            return self._composer(parent, text, _WHY_NOT[type(refusal)]), 400
        return _see(post)

    def _composer(self, parent_id: str | None, text: str, wrong: str | None) -> str:
        parent = self._reading.post(_id(parent_id))
        accounts = self._reading.own_accounts()
        mentioned = analyse(parent.text).handles if parent else frozenset()
        named = [user for user in accounts if user.handle.lower() in mentioned]
        # Whoever posts says as whom, unless the post names one of the accounts.
        chosen = request.values.get("account") or next((user.handle for user in named), "")
        return self._renderer.page(
            "compose.html",
            parent=self._renderer.view(parent),
            gone=bool(parent_id) and parent is None,
            accounts=accounts,
            chosen=chosen,
            text=text,
            wrong=wrong,
        )

    def write(self) -> str:
        return self._writer(request.args.get("handle", ""), request.args.get("in_reply_to", ""), "", None)

    def write_as_customer(self) -> Response | tuple[str, int]:
        handle = request.form.get("handle", "").strip().removeprefix("@")
        parent, text = request.form.get("in_reply_to", "").strip(), request.form.get("text", "")
        wrong = self._wrong_customer(handle, parent)
        if wrong is None:
            try:
                return _see(self._network.create_post(handle, _lines(text), _id(parent)))
            except rules.Refused as refusal:
                wrong = _WHY_NOT[type(refusal)]
        return self._writer(handle, parent, text, wrong), 400

    def _wrong_customer(self, handle: str, parent: str) -> str | None:
        user = self._reading.user(handle)
        if not _HANDLE.fullmatch(handle):
            return "A handle has 1 to 15 letters, digits or underscores."
        if user is not None and user.own:
            return "This is one of the desk's accounts; choose a customer's handle."
        if parent and _id(parent) is None:
            return "A post's number, or the address of its page, says what is answered."
        return None

    def _writer(self, handle: str, parent: str, text: str, wrong: str | None) -> str:
        view = self._renderer.view(self._reading.post(_id(parent)))
        return self._renderer.page(
            "write.html", handle=handle, in_reply_to=parent, parent=view, text=text, wrong=wrong
        )

    def delete(self) -> Response:
        post = self._reading.post(_id(request.form.get("id")))
        if post is not None:
            self._network.delete_post(post.id)
        return redirect("/", 303)


def _id(text: str | None) -> int | None:
    """The id in a number or in the address of a post's page; None if there is neither."""
    found = re.fullmatch(r"(?:.*/status/)?([0-9]{1,19})", (text or "").strip())
    return int(found.group(1)) if found else None


def _lines(text: str) -> str:
    """A text area's text with plain line ends, without space around it."""
    return text.replace("\r\n", "\n").strip()


def _see(post: Post) -> Response:
    return redirect(f"/{post.author}/status/{post.id}#p{post.id}", 303)
