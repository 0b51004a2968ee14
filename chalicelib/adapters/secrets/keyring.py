"""The keys as this process knows them: read when first needed, and again when they may have changed."""

import time
from collections.abc import Callable
from threading import RLock
from typing import NamedTuple, TypeVar

from pydantic import SecretStr

from chalicelib.domain.credentials import ConsoleSecret, Credentials, ModelSecret, XSecret
from chalicelib.domain.errors import BadInputError, StoreUnavailableError
from chalicelib.ports import Secrets
from chalicelib.telemetry import logger

# A key that was changed is in use everywhere after so long; sooner where the old one is refused.
REMEMBERED_SECONDS = 60.0

C = TypeVar("C", bound=Credentials)


class _Read(NamedTuple):
    """A secret's text, None where there is none, and until when (`seconds`) it is taken for true."""

    text: SecretStr | None
    until: float


class Keyring:
    """Reads each secret by itself, so that a function needs the right to those that it uses and no more.

    `anew` reads the secret now, whatever is remembered. Methods raise StoreUnavailableError when it cannot be
    read and nothing is remembered, and BadInputError, naming the secret and its field, when it is malformed.
    """

    def __init__(self, secrets: Secrets, seconds: Callable[[], float] = time.time) -> None:
        # By the clock on the wall: another may stand still while a function's process is frozen.
        self._secrets = secrets
        self._seconds = seconds
        self._read: dict[str, _Read] = {}
        self._lock = RLock()

    def x(self, *, anew: bool = False) -> XSecret:
        """The keys to X; none at all where nothing was connected."""
        return self._opened(XSecret, anew) or XSecret()

    def model(self, *, anew: bool = False) -> ModelSecret | None:
        """The model; None where none is connected."""
        return self._opened(ModelSecret, anew)

    def console(self) -> ConsoleSecret:
        """What signs sessions. Raises BadInputError where there is nothing to sign with."""
        found = self._opened(ConsoleSecret, anew=False)
        if found is None:
            raise BadInputError(
                "the console needs a secret to sign sessions with: a deployment makes "
                f"{self._secrets.place(ConsoleSecret.NAME)}, a laptop has EARSHOT_SESSION_SECRET"
            )
        return found

    def _opened(self, shape: type[C], anew: bool) -> C | None:
        text = self._text(shape.NAME, anew)
        if text is None or text.get_secret_value().strip() in ("", "{}"):
            return None
        return shape.read(text, self._secrets.place(shape.NAME))

    def _text(self, name: str, anew: bool) -> SecretStr | None:
        with self._lock:
            known = self._read.get(name)
            if known and not anew and self._seconds() < known.until:
                return known.text
            try:
                kept = self._secrets.get(name)
            except StoreUnavailableError as error:
                if known is None:
                    raise
                logger.warning("a secret cannot be read anew", extra={"secret": name, "why": str(error)})
                return known.text
            text = kept.text if kept else None
            self._read[name] = _Read(text, self._seconds() + REMEMBERED_SECONDS)
            return text
