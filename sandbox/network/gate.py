"""What every API request passes: armed faults, who calls, rate limits, credits; and how answers leave."""

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from flask import Response, request

from sandbox.network import auth, problems
from sandbox.network.errors import StorageFailed
from sandbox.network.faults import Fault, FaultKind
from sandbox.network.limits import Allowance
from sandbox.network.network import Network
from sandbox.network.parameters import Args
from sandbox.network.posts import Post, User
from sandbox.network.problems import Json, Problem


@dataclass(frozen=True)
class Call:
    """One request that came through: who calls, and its parameters."""

    caller: User
    args: Args


@dataclass(frozen=True)
class Answer:
    """What a handler answers; `cost` in micro-dollars; `created` is the post that the request made."""

    body: Json
    status: int = 200
    cost: int = 0
    created: Post | None = field(default=None, compare=False)


Handler = Callable[[Call], Answer]
_WRITES = frozenset({"create", "delete"})


class Gate:
    """Serves the requests of one network."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def serve(self, endpoint: str, handler: Handler) -> Response:
        """Answers the current request to an endpoint, with whatever fault is armed for it."""
        fault = self._network.faults.take(endpoint)
        headers: dict[str, str] = {}
        try:
            self._before(fault)
            response = self._answered(endpoint, handler, headers)
        except Problem as problem:
            response = _response(problem.body, problem.status, "application/problem+json")
            headers |= problem.headers
        except StorageFailed as error:
            body = problems.unavailable().body | {"detail": str(error)}
            response = _response(body, 503, "application/problem+json")
        if not (fault and fault.kind is FaultKind.RATE_LIMITED_NO_RESET):
            response.headers.update(headers)
        return self._after(fault, response)

    def _answered(self, endpoint: str, handler: Handler, headers: dict[str, str]) -> Response:
        caller = auth.caller(request.headers.get("Authorization"))
        if caller is None:
            raise problems.unauthorized()
        self._count(endpoint, caller, headers)
        if not caller.app:
            headers["x-access-level"] = caller.access_level
        if endpoint in _WRITES and not caller.writes:
            raise problems.no_right_to_write()
        account = self._network.add_account(caller.handle, own=True)
        if self._network.credits_left == 0:
            raise problems.credits(self._network.settings.credits_shape, account.id)
        answer = handler(Call(account, request.args.to_dict()))
        self._network.spend(answer.cost)
        if answer.created and answer.created.in_reply_to and self._network.faults.take_kill():
            self._kill_worker(answer.created)
        return _response(answer.body, answer.status, "application/json; charset=utf-8")

    def _count(self, endpoint: str, caller: auth.Caller, headers: dict[str, str]) -> None:
        allowance = self._network.limits.use(endpoint, caller.token, caller.app)
        headers |= _rate_headers("x-rate-limit", allowance)
        if allowance.exceeded:
            raise problems.too_many_requests()
        if endpoint == "create":
            day = self._network.limits.use_day()
            headers |= _rate_headers("x-app-limit-24hour", day)
            if day.exceeded:
                raise problems.too_many_requests()

    def _before(self, fault: Fault | None) -> None:
        match fault.kind if fault else None:
            case FaultKind.DROP_BEFORE:
                _drop()
                raise problems.unavailable()
            case FaultKind.STALL_BEFORE if fault:
                self._network.faults.pause(fault.seconds)
            case FaultKind() as kind if kind in _AT_ONCE:
                raise self._status_of(kind)

    def _status_of(self, kind: FaultKind) -> Problem:
        problem = _AT_ONCE[kind]()
        if kind is FaultKind.RATE_LIMITED:
            reset = int(self._network.clock().timestamp()) + 900
            problem.headers = {"x-rate-limit-limit": "1", "x-rate-limit-remaining": "0"}
            problem.headers["x-rate-limit-reset"] = str(reset)
        return problem

    def _after(self, fault: Fault | None, response: Response) -> Response:
        match fault.kind if fault else None:
            case FaultKind.DROP_AFTER:
                _drop()
            case FaultKind.STALL_AFTER if fault:
                self._network.faults.pause(fault.seconds)
            case FaultKind.UNAVAILABLE_AFTER:
                problem = problems.unavailable()
                return _response(problem.body, problem.status, "application/problem+json")
            case FaultKind.MALFORMED:
                body = response.get_data()
                response.set_data(body[: len(body) // 2])
            case FaultKind.SLOW if fault:
                return self._trickled(response, fault.seconds)
        return response

    def _trickled(self, response: Response, seconds: float) -> Response:
        body = response.get_data()
        size = max(1, len(body) // 10)
        parts = [body[at : at + size] for at in range(0, len(body), size)]

        def trickle() -> Iterator[bytes]:
            for part in parts:
                self._network.faults.pause(seconds / len(parts))
                yield part

        slow = Response(trickle(), response.status_code, response.headers)
        slow.content_length = len(body)
        return slow

    def _kill_worker(self, post: Post) -> None:
        """Hands over to whoever can kill the worker; the answer is lost in any case."""
        if self._network.on_post_created is not None:
            self._network.on_post_created(post)
        _drop()


_AT_ONCE: dict[FaultKind, Callable[[], Problem]] = {
    FaultKind.CREDITS_DEPLETED: lambda: problems.credits("credits-depleted", 1),
    FaultKind.PAYMENT_REQUIRED: lambda: problems.credits("payment-required", 1),
    FaultKind.FORBIDDEN: problems.forbidden,
    FaultKind.RATE_LIMITED: problems.too_many_requests,
    FaultKind.RATE_LIMITED_NO_RESET: problems.too_many_requests,
    FaultKind.SERVER_ERROR: problems.server_error,
    FaultKind.UNAVAILABLE: problems.unavailable,
}


def not_found() -> Response:
    """The answer for an address that the API does not have."""
    problem = problems.not_found_page()
    return _response(problem.body, problem.status, "application/problem+json")


def _response(body: Json, status: int, content_type: str) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, content_type=content_type)


def _rate_headers(prefix: str, allowance: Allowance) -> dict[str, str]:
    return {
        f"{prefix}-limit": str(allowance.limit),
        f"{prefix}-remaining": str(allowance.remaining),
        f"{prefix}-reset": str(int(allowance.reset.timestamp())),
    }


def _drop() -> None:
    """Ends the connection without an answer."""
    connection: socket.socket | None = request.environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
