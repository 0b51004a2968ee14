"""One question on its way: from try to try, and from one endpoint to the next, until one answers."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from chalicelib.adapters.openai.errors import Blame, CallFailedError
from chalicelib.adapters.openai.guard import Guard
from chalicelib.adapters.openai.manner import Manner, remembered
from chalicelib.adapters.openai.question import Question
from chalicelib.adapters.openai.retrying import LEAST_SECONDS, retrying
from chalicelib.adapters.openai.wire import Reply, post
from chalicelib.domain.credentials import Provider
from chalicelib.domain.draft import Usage
from chalicelib.ports import Clock

# Of the time that is left, what one endpoint gets while another could be asked after it.
_SHARE = 0.6

Pay = Callable[[int, Callable[[], Reply]], Reply]
"""Sets so many tokens aside, asks, and settles what was used."""


class Answered(NamedTuple):
    """Who answered, how it was asked, and what it said."""

    provider: Provider
    parameters: dict[str, Any]
    reply: Reply


@dataclass
class Errand:
    """`until` is when it ends, by the monotonic clock; `usage` what all of its calls took, so far as told."""

    question: Question
    pay: Pay
    guard: Guard | None
    clock: Clock
    sleep: Callable[[float], None]
    until: float
    usage: Usage = field(default_factory=Usage)

    def ask(self, provider: Provider, *, is_last: bool) -> Answered:
        """What this endpoint answers. Raises CallFailedError, and as paying does."""
        now = time.monotonic()
        until = self.until if is_last else now + (self.until - now) * _SHARE
        tries = retrying(lambda: until - time.monotonic(), self.clock, self.sleep)
        return tries(self._as_it_takes_it, provider, until)

    def _as_it_takes_it(self, provider: Provider, until: float) -> Answered:
        """Ask; where it does not take a part of the request, once more without that part."""
        memory = remembered(provider)
        manner = memory.manner
        try:
            reply = self._once(provider, manner, until)
        except CallFailedError as failure:
            before, manner = manner, manner.after(failure.refusal)
            if manner == before:
                raise
            reply = self._once(provider, manner, until)
        memory.saw(manner, reply)
        return Answered(provider, manner.parameters(provider, self.question), reply)

    def _once(self, provider: Provider, manner: Manner, until: float) -> Reply:
        if self.guard:
            self.guard.check(provider)  # before tokens are set aside in vain
        parameters = manner.parameters(provider, self.question)
        try:
            reply = self.pay(self.question.most_tokens, lambda: self._guarded(provider, parameters, until))
        except CallFailedError as failure:
            self.usage += failure.usage
            raise
        self.usage += reply.usage
        return reply

    def _guarded(self, provider: Provider, parameters: dict[str, Any], until: float) -> Reply:
        def call() -> Reply:
            return post(provider, parameters, seconds)

        seconds = until - time.monotonic()
        if seconds < LEAST_SECONDS:
            raise CallFailedError("there was no time left to ask it", Blame.UNASKED, may_be_billed=False)
        return self.guard.call(provider, call) if self.guard else call()
