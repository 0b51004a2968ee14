"""A room with a scripted model in it: who pays, what fails, and a clock that nobody waits for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from openai.types.shared_params import ResponseFormatJSONSchema
from pydantic import SecretStr

from chalicelib.adapters.memory.circuits import MemoryCircuits
from chalicelib.adapters.memory.controls import MemoryControls
from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.adapters.openai.asking import Asked, Asking, Question, Safeguards
from chalicelib.allowances import Meter
from chalicelib.domain.caps import Bought, day_purse
from chalicelib.domain.credentials import ModelSecret, Provider
from tests.support.values import BRAND, DESK, NOW

KEY = "sk-very-secret-0123456789"
FORM: ResponseFormatJSONSchema = {
    "type": "json_schema",
    "json_schema": {"name": "greeting", "strict": True, "schema": {"type": "object", "properties": {}}},
}
QUESTION = Question("You greet people.", "the unmistakable heron", FORM, {"max_completion_tokens": 100})
# What `completion` tells that an answer took.
TOLD = 120


def a_provider(url: str, name: str = "scripted-1", key: str = KEY, dialect: str | None = None) -> Provider:
    return Provider.model_validate({"key": key, "name": name, "url": url, "dialect": dialect})


def a_secret(*providers: Provider) -> ModelSecret:
    """The first one is the model, the others its fallbacks."""
    first, *others = providers
    key = SecretStr(first.key.get_secret_value())
    return ModelSecret(
        key=key, name=first.name, url=first.url, dialect=first.dialect, fallbacks=tuple(others)
    )


@dataclass
class Room:
    """What asking needs. Sleeping moves the clock, and is remembered."""

    store: MemoryStore = field(default_factory=MemoryStore)
    circuits: MemoryCircuits = field(default_factory=MemoryCircuits)
    now: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def asking(self, secret: ModelSecret, timeout: float = 5.0) -> Asking:
        """Asks the models of the secret, in the order of drafts."""
        meter = Meter(self.store, MemoryControls(), lambda: self.now)
        within = Safeguards(meter=meter, circuits=self.circuits, clock=lambda: self.now, sleep=self.sleep)
        return Asking(lambda anew=False: secret, timeout, within)

    def ask(self, secret: ModelSecret, timeout: float = 5.0) -> Asked:
        """Ask once, as a function that was just started."""
        return self.asking(secret, timeout).ask(QUESTION, BRAND, DESK)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passes(seconds)

    def passes(self, seconds: float) -> None:
        """Time passes."""
        self.now += timedelta(seconds=seconds)

    @property
    def spent(self) -> int:
        """The tokens that the desk has used, or set aside, today."""
        purse = self.store.purse(BRAND, day_purse(Bought.TOKENS, DESK, self.now))
        return purse.used if purse else 0
