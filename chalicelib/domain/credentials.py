"""What opens X, the model and the console. It shows itself in no log, no error and no repr."""

import hmac
import re
from typing import Annotated, ClassVar, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    SerializationInfo,
    StringConstraints,
    ValidationError,
)

from chalicelib.domain.brand import Handle
from chalicelib.domain.errors import BadInputError

# Whoever knows one of these is the admin; what Earshot makes itself has 43 characters.
SHORTEST_TOKEN = 16
# Each one is waited for; more than these would outlast any function.
MOST_FALLBACKS = 4
_REVEAL = {"reveal": True}


def _usable(key: SecretStr) -> SecretStr:
    text = key.get_secret_value()
    if not text or not text.isascii() or not text.isprintable() or text != text.strip():
        raise ValueError("is empty, or holds characters that no key has; copy it again")
    return key


def _long(token: SecretStr) -> SecretStr:
    if len(token.get_secret_value()) < SHORTEST_TOKEN:
        raise ValueError(f"has fewer than {SHORTEST_TOKEN} characters; take a longer one")
    return token


def _reachable(url: str) -> str:
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    # What stands before an @ is a password, and addresses are shown.
    if not fits or "@" in url or url != url.strip():
        raise ValueError("is not a web address such as https://host/v1")
    return url


def _shown(key: SecretStr, info: SerializationInfo) -> str:
    return key.get_secret_value() if info.context == _REVEAL else str(key)


def _is_none(value: object) -> bool:
    """What is not there is not written: releases that do not know the field yet go on reading the secret."""
    return value is None


def _is_empty(value: tuple[object, ...]) -> bool:
    return not value


Key = Annotated[SecretStr, AfterValidator(_usable), PlainSerializer(_shown, return_type=str)]
Token = Annotated[Key, AfterValidator(_long)]
WebAddress = Annotated[str, AfterValidator(_reachable)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[!-~]+( [!-~]+)*$")]


class Credentials(BaseModel):
    """Keys, kept as one JSON object. `NAME` is that of the secret that holds it."""

    NAME: ClassVar[str] = ""

    # Built when first used: no function of ours uses them all, and building them takes long at its start.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    @classmethod
    def read(cls, text: SecretStr, place: str) -> Self:
        """What a JSON text holds. Raises BadInputError naming the place and the field, never the value."""
        try:
            return cls.model_validate_json(text.get_secret_value())
        except ValidationError as error:
            problem = what_is_wrong(error)
        # Outside of the handler: the error that goes on must not lead back to one that holds the text.
        raise BadInputError(f"{place}: {problem}")

    def written(self) -> SecretStr:
        """The JSON text that `read` reads."""
        return SecretStr(self.model_dump_json(context=_REVEAL))


class AccountSecret(Credentials):
    """OAuth 1.0a keys of one account."""

    consumer_key: Key
    consumer_secret: Key
    access_token: Key
    access_token_secret: Key


class XSecret(Credentials):
    """The app's bearer token for searches, and the keys of each account by its handle (without @)."""

    NAME = "x"

    bearer: Key | None = None
    accounts: dict[Handle, AccountSecret] = Field(default_factory=dict)


Dialect = Literal["openai", "llama.cpp", "vllm", "ollama"]


class Provider(Credentials):
    """A model at an endpoint: `url` None is OpenAI's, `region` is where it works, as its provider names that.

    `dialect` says which server it is, where its answers do not tell.
    """

    key: Key
    name: Name
    url: WebAddress | None = None
    region: Name | None = None
    dialect: Annotated[Dialect | None, Field(exclude_if=_is_none)] = None


class ModelSecret(Provider):
    """The model that writes drafts; `triage`, where another one gives second opinions; and `fallbacks`, which
    are asked in this order where the model that should be asked cannot answer."""

    NAME = "model"

    triage: Annotated[Provider | None, Field(exclude_if=_is_none)] = None
    fallbacks: Annotated[tuple[Provider, ...], Field(max_length=MOST_FALLBACKS, exclude_if=_is_empty)] = ()

    @property
    def main(self) -> Provider:
        """The model that writes drafts, alone."""
        return Provider(key=self.key, name=self.name, url=self.url, region=self.region, dialect=self.dialect)

    @property
    def for_drafts(self) -> tuple[Provider, ...]:
        """Whom to ask for a draft, in order."""
        return (self.main, *self.fallbacks)

    @property
    def for_triage(self) -> tuple[Provider, ...]:
        """Whom to ask for a second opinion, in order."""
        return (self.triage or self.main, *self.fallbacks)


class ConsoleSecret(Credentials):
    """What signs sessions, and the token that an admin signs in with (None: nobody can)."""

    NAME = "console"

    session_secret: Token
    admin_token: Token | None = None

    @property
    def signature(self) -> str:
        """What sessions are signed with. It rests on both, so that changing either ends every session."""
        token = self.admin_token.get_secret_value() if self.admin_token else ""
        return hmac.digest(self.session_secret.get_secret_value().encode(), token.encode(), "sha256").hex()


_FIELDS = frozenset(
    name for shape in (AccountSecret, XSecret, ModelSecret, ConsoleSecret) for name in shape.model_fields
)


def what_is_wrong(error: ValidationError) -> str:
    """The first problem: which field, and what is the matter with it, never what it holds.

    A name that is neither a field nor a handle stays out, too: whoever mixes up a name and a value has a key
    there, and keys are longer than handles.
    """
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(part_of_place(str(part)) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{place}: there is no such field here"
    return f"{place}: {first['msg'].removeprefix('Value error, ')}".removeprefix(": ")


def part_of_place(part: str) -> str:
    """A part of where something is wrong, `…` where it could be a key that was put there."""
    return part if part in _FIELDS or re.fullmatch(r"[A-Za-z0-9_]{1,15}", part) else "…"
