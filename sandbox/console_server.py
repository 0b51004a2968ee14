"""Serves the console on loopback: the deployed app's pages, and the sandbox's own beside them."""

import os
import sys
import threading
import traceback
from functools import partial

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import ChaliceRequestHandler, LocalDevServer, create_local_server

from chalicelib.bootstrap import build
from chalicelib.console.services import ConsoleServices
from chalicelib.entrypoints.pages import pages_blueprint
from chalicelib.entrypoints.services import install, services
from chalicelib.entrypoints.unknown import unknown_blueprint
from chalicelib.ports import Clock
from chalicelib.settings import parse_settings
from sandbox.console import PEOPLE, sandbox_blueprint
from sandbox.ports import free_port


def _console() -> ConsoleServices:
    return services().console({person: name for person, (name, _, _) in PEOPLE.items()})


def _only_our_own_errors(request: object, client: object) -> None:
    """A browser that leaves while it is being answered is no error of ours; the rest is for the terminal."""
    if not isinstance(sys.exception(), ConnectionError):
        traceback.print_exc()


class _QuietHandler(ChaliceRequestHandler):
    """Without a line on the terminal for each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class ConsoleServer:
    """The pages on http://127.0.0.1:port, or the next free port."""

    def __init__(self, clock: Clock, port: int, network_url: str) -> None:
        install(build(parse_settings(os.environ), clock))
        app = Chalice(app_name="earshot-sandbox")
        app.register_blueprint(pages_blueprint(_console, with_home=False))
        app.register_blueprint(sandbox_blueprint(_console, network_url))
        app.register_blueprint(unknown_blueprint(_console))
        self.port = free_port(port)
        config = Config(chalice_stage="sandbox", config_from_disk={"app_name": "earshot"})
        self._server: LocalDevServer = create_local_server(app, config, "127.0.0.1", self.port)
        self._server.server.RequestHandlerClass = partial(_QuietHandler, app_object=app, config=config)
        self._server.server.handle_error = _only_our_own_errors
        self._thread = threading.Thread(target=self._server.server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Where the console answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._server.shutdown()
        self._server.server.server_close()
