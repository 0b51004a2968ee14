"""One call over the OpenAI SDK, within bounds that no server can stretch. Slow to import."""

import threading
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import httpx2
import openai

from chalicelib.adapters.openai.completion import is_completion, read_usage
from chalicelib.adapters.openai.errors import Blame, CallFailedError, as_unavailable, too_slow
from chalicelib.domain.credentials import Provider
from chalicelib.domain.draft import Usage

_LONGEST_BODY = 1_000_000


class Reply(NamedTuple):
    """A chat completion's body, and the header by which some servers say what they are."""

    body: bytes
    server: str = ""

    @property
    def usage(self) -> Usage:
        """The tokens that it tells; none where it tells nothing usable."""
        return read_usage(self.body)


def post(provider: Provider, parameters: Mapping[str, Any], seconds: float) -> Reply:
    """Ask the endpoint once, and wait for the whole answer so long. Raises CallFailedError.

    The call has a thread of its own: a timeout of HTTP begins anew with each byte, and looking a name up has
    none. A call that is given up ends by itself when its server next says something.
    """
    call = _Call(provider, parameters, seconds)
    thread = threading.Thread(target=call.run, daemon=True, name="a model's call")
    thread.start()
    thread.join(seconds)
    if call.failure:
        raise call.failure
    if call.reply:
        return call.reply
    if thread.is_alive():
        raise too_slow(seconds)
    raise CallFailedError("the request failed", Blame.OURS)


class _Call:
    """One call, and what became of it."""

    def __init__(self, provider: Provider, parameters: Mapping[str, Any], seconds: float) -> None:
        self._asked = provider, parameters, seconds
        self.reply: Reply | None = None
        self.failure: CallFailedError | None = None

    def run(self) -> None:
        """Make it."""
        try:
            self.reply = _posted(*self._asked)
        except CallFailedError as failure:
            self.failure = failure


def _posted(provider: Provider, parameters: Mapping[str, Any], seconds: float) -> Reply:
    with (
        as_unavailable(seconds),
        client_of(provider).chat.completions.with_streaming_response.create(
            timeout=seconds, **parameters
        ) as response,
    ):
        reply = Reply(b"".join(response.iter_bytes()), response.headers.get("server", ""))
    if not is_completion(reply.body):
        usage = reply.usage
        raise CallFailedError("its server's answer is no chat completion", Blame.NONSENSE, usage=usage)
    return reply


@lru_cache(maxsize=8)
def client_of(provider: Provider) -> openai.OpenAI:
    """A client for each key, kept for the next question and forgotten in time after a rotation."""
    return openai.OpenAI(
        base_url=provider.url,
        api_key=provider.key.get_secret_value(),
        max_retries=0,
        # Unpacked, a small answer may be huge; and whoever sends us elsewhere would be sent posts.
        default_headers={"Accept-Encoding": "identity"},
        http_client=openai.DefaultHttpxClient(follow_redirects=False, event_hooks={"response": [_bound]}),
    )


def _bound(response: httpx2.Response) -> None:
    """Called for each response before its body is read, that of an error included."""
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise CallFailedError("its server packs its answers, which was not asked for", Blame.NONSENSE)
    seconds = response.request.extensions.get("timeout", {}).get("read")
    if isinstance(response.stream, httpx2.SyncByteStream) and seconds:
        response.stream = _Bounded(response.stream, seconds)


class _Bounded(httpx2.SyncByteStream):
    """A body that ends in time, and before it is too long."""

    def __init__(self, stream: httpx2.SyncByteStream, seconds: float) -> None:
        self._stream = stream
        self._seconds = seconds
        self._until = time.monotonic() + seconds

    def __iter__(self) -> Iterator[bytes]:
        length = 0
        for piece in self._stream:
            length += len(piece)
            if length > _LONGEST_BODY:
                raise CallFailedError("its answer is longer than 1 MB", Blame.NONSENSE)
            if time.monotonic() > self._until:
                raise too_slow(self._seconds)
            yield piece

    def close(self) -> None:
        self._stream.close()
