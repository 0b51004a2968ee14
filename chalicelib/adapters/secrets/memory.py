"""The twin of Secrets Manager; also what stands in for it where the settings themselves hold the keys."""

from collections.abc import Mapping

from pydantic import SecretStr

from chalicelib.adapters.clock import utc_now
from chalicelib.domain.errors import NotFoundError
from chalicelib.ports import Clock, KeptSecret


class MemorySecrets:
    """Implements `Secrets`. `texts` are those that there are; no other can be kept, as with the real one."""

    def __init__(
        self, texts: Mapping[str, SecretStr], prefix: str = "earshot/memory", clock: Clock = utc_now
    ) -> None:
        self._kept = {name: KeptSecret(text, clock()) for name, text in texts.items()}
        self._prefix = prefix
        self._clock = clock

    def place(self, name: str) -> str:
        """See `Secrets.place`."""
        return f"{self._prefix}/{name}"

    def get(self, name: str) -> KeptSecret | None:
        """See `Secrets.get`."""
        return self._kept.get(name)

    def put(self, name: str, text: SecretStr) -> None:
        """See `Secrets.put`."""
        if name not in self._kept:
            raise NotFoundError(f"there is no secret {self.place(name)}")
        self._kept[name] = KeptSecret(text, self._clock())
