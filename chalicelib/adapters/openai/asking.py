"""Asks a model, over the OpenAI SDK. Import this only where a model is set: it is slow."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.openai.errand import Answered, Errand
from chalicelib.adapters.openai.errors import CallFailedError
from chalicelib.adapters.openai.guard import Guard
from chalicelib.adapters.openai.question import Question
from chalicelib.adapters.openai.wire import Reply, client_of
from chalicelib.allowances import Meter
from chalicelib.domain.credentials import ModelSecret, Provider
from chalicelib.domain.draft import Usage
from chalicelib.domain.errors import EarshotError, ModelUnavailableError
from chalicelib.ports import Circuits, Clock

__all__ = ["Asked", "Asking", "ModelSource", "Question", "Safeguards", "for_drafts", "for_triage"]

# What a function needs after the answer, to keep it and to settle.
SETTLING_SECONDS = 5.0


class ModelSource(Protocol):
    """Tells the models as they are known now; with `anew`, as they are kept now. None where none is."""

    def __call__(self, *, anew: bool = False) -> ModelSecret | None:
        """The models and their keys. Raises EarshotError when they cannot be read."""
        ...


def for_drafts(kept: ModelSecret) -> tuple[Provider, ...]:
    """Whom to ask for a draft, in order."""
    return kept.for_drafts


def for_triage(kept: ModelSecret) -> tuple[Provider, ...]:
    """Whom to ask for a second opinion, in order."""
    return kept.for_triage


@dataclass(frozen=True)
class Safeguards:
    """What a model's calls are kept within. Without a `meter` nobody's tokens are counted, without `circuits`
    a dead endpoint is asked again. `seconds_left` is what the function may still run."""

    meter: Meter | None = None
    circuits: Circuits | None = None
    clock: Clock = utc_now
    seconds_left: Callable[[], float] = lambda: float("inf")
    sleep: Callable[[float], None] = time.sleep


class Asked(NamedTuple):
    """Who answered and its answer's body; what all calls took, and with which parameters it was asked."""

    model: Provider
    body: bytes
    usage: Usage
    parameters: dict[str, str]

    @contextmanager
    def charged(self) -> Iterator[None]:
        """An answer that proves unusable inside was paid for: its error says what was."""
        try:
            yield
        except ModelUnavailableError as error:
            error.usage = self.usage
            raise


class Asking:
    """A question is asked of one endpoint after the other. A server's failure is tried again a little later,
    within the time there is; where a key is refused and another is kept by now, that one is tried."""

    def __init__(
        self,
        source: ModelSource,
        timeout: float,
        safeguards: Safeguards | None = None,
        order: Callable[[ModelSecret], tuple[Provider, ...]] = for_drafts,
    ) -> None:
        """`timeout` is for all tries of a question, in seconds. `source` is asked at every question."""
        self._source = source
        self._timeout = timeout
        self._within = safeguards or Safeguards()
        self._guard = Guard.over(self._within.circuits, self._within.clock)
        self._order = order

    def ask(self, question: Question, brand: str = "", desk: str = "") -> Asked:
        """The answer, paid for by a desk. Raises ModelUnavailableError saying what was used all the same."""
        providers = self._connected()
        client_of(providers[0])  # made before its time is taken: the certificates take long to load
        errand = self._errand(question, brand, desk)
        try:
            answered = self._of_any(errand, providers)
        except ModelUnavailableError as error:
            error.usage = errand.usage
            raise
        return Asked(answered.provider, answered.reply.body, errand.usage, _told(answered))

    def _errand(self, question: Question, brand: str, desk: str) -> Errand:
        def pay(most: int, ask: Callable[[], Reply]) -> Reply:
            meter = self._within.meter
            return meter.spend(brand, desk, most, ask) if meter else ask()

        seconds = min(self._timeout, self._within.seconds_left() - SETTLING_SECONDS)
        until = time.monotonic() + seconds
        return Errand(question, pay, self._guard, self._within.clock, self._within.sleep, until)

    def _of_any(self, errand: Errand, providers: tuple[Provider, ...]) -> Answered:
        left, failures, read_anew = list(providers), list[tuple[Provider, CallFailedError]](), False
        while left:
            provider = left.pop(0)
            try:
                return errand.ask(provider, is_last=not left)
            except CallFailedError as failure:
                failures.append((provider, failure))
                if failure.status == 401 and not read_anew:
                    read_anew, newer = True, self._connected(anew=True)
                    if newer != providers:
                        left, failures = list(newer), []
        raise _all_of(failures)

    def _connected(self, *, anew: bool = False) -> tuple[Provider, ...]:
        try:
            kept = self._source(anew=anew)
        except EarshotError as error:
            raise ModelUnavailableError(f"its key cannot be read: {error}", may_be_billed=False) from error
        if kept is None:
            raise ModelUnavailableError("it was disconnected", may_be_billed=False)
        return self._order(kept)


def _all_of(failures: list[tuple[Provider, CallFailedError]]) -> ModelUnavailableError:
    if len(failures) == 1:
        return failures[0][1]
    told = "; ".join(f"{provider.name}: {failure}" for provider, failure in failures)
    return ModelUnavailableError(told, may_be_billed=any(failure.may_be_billed for _, failure in failures))


def _told(answered: Answered) -> dict[str, str]:
    """The parameters, without what was said and by whom."""
    given = {**answered.parameters, **answered.parameters.get("extra_body", {})}
    form = given.get("response_format", {}).get("type", "text")
    plain = {name: str(value) for name, value in given.items() if isinstance(value, int | float | str)}
    return {name: value for name, value in plain.items() if name != "model"} | {"response_format": form}
