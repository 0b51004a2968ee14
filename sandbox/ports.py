"""Free ports on loopback."""

import socket

from chalicelib.domain.errors import BadInputError

TRIES = 50


def free_port(wanted: int) -> int:
    """The port wanted (0: any), or the next one that nobody uses. Raises BadInputError if none is near."""
    for port in range(wanted, min(wanted + TRIES, 65_536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise BadInputError(f"no free port from {wanted} on: name another with --port")
