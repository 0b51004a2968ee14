"""Arming faults over HTTP with JSON, for scripts: GET, POST and DELETE /sandbox/faults."""

from flask import Blueprint, request

from sandbox.network import guard
from sandbox.network.faults import ANY, Faults
from sandbox.network.limits import PER_USER
from sandbox.network.network import Network
from sandbox.network.problems import Json

ENDPOINTS = (ANY, *sorted(PER_USER))
"""The names that a fault can be armed for."""


def blueprint(network: Network) -> Blueprint:
    """The route /sandbox/faults. POST takes `kind`, and perhaps `endpoint`, `times` and `seconds`."""
    routes = Blueprint("control", __name__)
    routes.before_request(guard.check)

    @routes.get("/sandbox/faults")
    def armed() -> Json:
        return _armed(network.faults)

    @routes.post("/sandbox/faults")
    def arm() -> tuple[Json, int]:
        body = request.get_json(force=True, silent=True)
        wrong = armed_from(network.faults, body if isinstance(body, dict) else {})
        return ({"error": wrong}, 400) if wrong else (_armed(network.faults), 201)

    @routes.delete("/sandbox/faults")
    def disarm() -> Json:
        network.faults.disarm()
        return _armed(network.faults)

    return routes


def armed_from(faults: Faults, values: Json) -> str | None:
    """Arms what the values describe; answers what is wrong with them, if anything is."""
    endpoint = str(values.get("endpoint", ANY))
    if endpoint not in ENDPOINTS:
        return f"no endpoint {endpoint!r}; there are {', '.join(ENDPOINTS)}"
    try:
        times, seconds = int(str(values.get("times", 1))), float(str(values.get("seconds", 5)))
        faults.arm(str(values.get("kind", "")), endpoint, times, seconds)
    except ValueError as error:
        return str(error)
    return None


def _armed(faults: Faults) -> Json:
    return {
        "armed": [
            {
                "kind": fault.kind.value,
                "endpoint": fault.endpoint,
                "times": fault.times,
                "seconds": fault.seconds,
            }
            for fault in faults.armed()
        ]
    }
