"""Runs a network on loopback, in a thread of this process."""

import ipaddress
import logging
import socket
from pathlib import Path
from threading import Thread

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from sandbox.network import api, control, pages
from sandbox.network.errors import NoFreePort
from sandbox.network.network import Network

_LOG = logging.getLogger(__name__)
_PORTS_TO_TRY = 50
_SECONDS_TO_NOTICE_STOP = 0.05


def create_app(network: Network, htmx_path: Path | None = None) -> Flask:
    """The API, the pages and the faults of a network as one WSGI application."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    for routes in (api.blueprint(network), control.blueprint(network), pages.blueprint(network, htmx_path)):
        app.register_blueprint(routes)
    return app


class NetworkServer:
    """A network that answers on http://host:port.

    With port 0 any free port is taken; else the one named or, where it is in use, the next one free.
    `htmx_path` is htmx's JavaScript file, with which the timeline renews itself. Raises NoFreePort, and
    ValueError for a host that is not loopback.
    """

    def __init__(
        self, network: Network, host: str = "127.0.0.1", port: int = 0, htmx_path: Path | None = None
    ) -> None:
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"the sandbox network stays on loopback; {host} is not")
        self.network = network
        listener = _listener(host, port)
        self.host, self.port = host, int(listener.getsockname()[1])
        with listener:
            self._server = make_server(
                host,
                self.port,
                create_app(network, htmx_path),
                threaded=True,
                request_handler=_Handler,
                fd=listener.fileno(),
            )
        self._thread = Thread(
            target=self._server.serve_forever,
            args=(_SECONDS_TO_NOTICE_STOP,),
            name="sandbox-network",
            daemon=True,
        )

    @property
    def url(self) -> str:
        """Where it answers, without a last slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def start(self) -> None:
        """Begins to answer; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Ends answering and frees the port. The network itself stays usable until it is closed."""
        self.network.faults.end()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


class _Handler(WSGIRequestHandler):
    """Without a line on the terminal for each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        _LOG.debug(message, *args)


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + _PORTS_TO_TRY, 65536)):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(128)
        except OSError:
            listener.close()
            continue
        return listener
    last = min(port + _PORTS_TO_TRY, 65536) - 1
    raise NoFreePort(f"no free port on {host} from {port} to {last}; name another with --port")
