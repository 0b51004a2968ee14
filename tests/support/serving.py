"""A test's console on loopback, for a real browser."""

import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from chalice.config import Config
from chalice.local import ChaliceRequestHandler, LocalDevServer, create_local_server
from playwright.sync_api import Browser, BrowserContext

from chalicelib.console import session
from chalicelib.domain.reviewer import Reviewer
from tests.support.console import SECRET, ConsoleDesk


class _QuietHandler(ChaliceRequestHandler):
    """Without a line on the terminal for each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _only_our_own_errors(request: object, client: object) -> None:
    """A browser that leaves while it is being answered is no error of ours."""
    if not isinstance(sys.exception(), ConnectionError):
        traceback.print_exc()


@contextmanager
def serving(desk: ConsoleDesk) -> Iterator[str]:
    """The desk's pages on a free port, until the end of the block: the address of `/`, without a slash."""
    config = Config(chalice_stage="test", config_from_disk={"app_name": "console-test"})
    server: LocalDevServer = create_local_server(desk.app, config, "127.0.0.1", 0)
    server.server.RequestHandlerClass = partial(_QuietHandler, app_object=desk.app, config=config)
    server.server.handle_error = _only_our_own_errors
    thread = threading.Thread(target=server.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server.server_port}"
    finally:
        server.shutdown()
        server.server.server_close()
        thread.join()


def sign_in(browser: Browser, url: str, who: Reviewer, **options: object) -> BrowserContext:
    """A window of this person's; `options` are the browser's (viewport, JavaScript, colours)."""
    context = browser.new_context(**options)  # type: ignore[arg-type]  # passed on as they are
    value = session.sign(who, SECRET)
    context.add_cookies([{"name": session.COOKIE, "value": value, "url": url}])
    return context
