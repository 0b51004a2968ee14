"""All configuration, read from the environment once and checked before anything starts."""

import json
import os
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from chalicelib.domain.credentials import (
    MOST_FALLBACKS,
    AccountSecret,
    ConsoleSecret,
    Credentials,
    Dialect,
    Key,
    ModelSecret,
    Name,
    Provider,
    Token,
    WebAddress,
    XSecret,
    part_of_place,
)
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.links import X_SITE
from chalicelib.domain.verdict import Stage

PREFIX = "EARSHOT_"
HERE = Path(__file__).resolve().parent.parent
Seconds = Annotated[int, Field(ge=1, le=86_400)]


class Settings(BaseModel):
    """Each field is the environment variable EARSHOT_<FIELD>. Secrets do not show themselves.

    `look_back_hours`: how far a new search looks, which costs reads. `overlap_seconds`: how old a stretch is
    when it is read a second time. `restored_table`: a table that was restored under another name, to be used
    in the place of the stage's own. `model_region`: where the model runs, as whoever set it says.
    `model_dialect`: which server it is, where its answers do not tell. `model_triage` and `model_fallbacks`:
    another model for second opinions, and those that are asked in order where one cannot answer.
    `triage_stages`: those that judge a post, named with commas between them.
    `secrets`: what the names of the deployment's secrets begin with; without it the settings hold the keys.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    stage: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,20}$")] = "dev"
    prompts_dir: Path = HERE / "prompts"
    brands_dir: Path | None = None
    assets_dir: Path = Field(
        default_factory=lambda: _first_folder(HERE / "assets", HERE / "build" / "assets")
    )
    aws_region: str = "eu-central-1"
    aws_endpoint: str | None = None
    restored_table: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{3,255}$")] | None = None
    queue_urls: dict[str, str] = Field(default_factory=dict)
    secrets: Annotated[str, Field(pattern=r"^[A-Za-z0-9/_+=.@-]{1,200}$")] | None = None
    x_api: str | None = None
    x_site: str = X_SITE
    x_accounts: dict[str, AccountSecret] = Field(default_factory=dict)
    x_bearer: Key | None = None
    look_back_hours: Annotated[int, Field(ge=1, le=168)] = 24
    overlap_seconds: Seconds = 300
    model_url: WebAddress | None = None
    model_key: Key | None = None
    model_name: Name | None = None
    model_region: Name | None = None
    model_dialect: Dialect | None = None
    model_triage: Provider | None = None
    model_fallbacks: tuple[Provider, ...] = Field(default=(), max_length=MOST_FALLBACKS)
    model_timeout_seconds: Seconds = 30
    triage_stages: tuple[Stage, ...] = (Stage.STRUCTURE, Stage.MODEL, Stage.LANGUAGE_MODEL)
    session_secret: Token | None = None
    admin_token: Token | None = None
    sign_in_path: str = "/sign-in"
    secure_cookies: bool = True

    @field_validator("x_accounts", "queue_urls", "model_triage", "model_fallbacks", mode="before")
    @classmethod
    def _from_json(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        try:
            return json.loads(given)
        except json.JSONDecodeError:
            raise ValueError("is not JSON; see docs/settings.md for its form") from None

    @field_validator("triage_stages", mode="before")
    @classmethod
    def _from_list(cls, given: object) -> object:
        return [name.strip() for name in given.split(",")] if isinstance(given, str) else given

    @field_validator("triage_stages")
    @classmethod
    def _judge_a_post(cls, given: tuple[Stage, ...]) -> tuple[Stage, ...]:
        if Stage.ROUTING in given:
            raise ValueError("routing is the brand's table, which is edited and not switched off")
        return given

    @model_validator(mode="after")
    def _model_is_whole(self) -> Self:
        if (self.model_name is None) != (self.model_key is None):
            raise ValueError("EARSHOT_MODEL_NAME and EARSHOT_MODEL_KEY go together: set both or neither")
        if not (self.secrets or self.model_name) and (self.model_triage or self.model_fallbacks):
            raise ValueError("EARSHOT_MODEL_TRIAGE and EARSHOT_MODEL_FALLBACKS go with EARSHOT_MODEL_NAME")
        return self

    @model_validator(mode="after")
    def _keys_are_in_one_place(self) -> Self:
        here = (
            self.x_accounts,
            self.x_bearer,
            self.model_key,
            self.model_triage,
            self.model_fallbacks,
            self.session_secret,
            self.admin_token,
        )
        if self.secrets and any(here):
            raise ValueError("EARSHOT_SECRETS is set, so keys are kept there: leave them out of the settings")
        return self

    @property
    def own_secrets(self) -> dict[str, SecretStr]:
        """What the settings themselves hold in place of a deployment's secrets, by the secrets' names."""
        own: list[Credentials] = [XSecret(bearer=self.x_bearer, accounts=self.x_accounts)]
        if model := self._model:
            own.append(model)
        if self.session_secret:
            own.append(ConsoleSecret(session_secret=self.session_secret, admin_token=self.admin_token))
        return {one.NAME: one.written() for one in own}

    @property
    def _model(self) -> ModelSecret | None:
        if self.model_key is None or self.model_name is None:
            return None
        return ModelSecret(
            key=self.model_key,
            name=self.model_name,
            url=self.model_url,
            region=self.model_region,
            dialect=self.model_dialect,
            triage=self.model_triage,
            fallbacks=self.model_fallbacks,
        )

    @property
    def table(self) -> str:
        """The table's name."""
        return self.restored_table or f"earshot-{self.stage}"

    def queue_url(self, topic: str) -> str:
        """Where the hints of a topic go. Raises BadInputError where it is not set."""
        if topic not in self.queue_urls:
            raise BadInputError(f"EARSHOT_QUEUE_URLS: names no queue for {topic!r}; see docs/settings.md")
        return self.queue_urls[topic]

    @property
    def brand_files(self) -> Path:
        """The folder of the brands' files."""
        return self.brands_dir or self.prompts_dir / "brands"

    @property
    def look_back(self) -> timedelta:
        """How far a new search looks back."""
        return timedelta(hours=self.look_back_hours)

    @property
    def overlap(self) -> timedelta:
        """How old a stretch is at its second reading."""
        return timedelta(seconds=self.overlap_seconds)


def parse_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables. Raises BadInputError naming the first variable that is wrong."""
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name != "EARSHOT_DATA" and value
    }
    if region := environment.get("AWS_REGION"):
        given.setdefault("aws_region", region)
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise BadInputError(_first_problem(error)) from None


def _first_folder(packaged: Path, unpacked: Path) -> Path:
    """Where packaging puts them on AWS, or else where setting up a checkout does."""
    return packaged if packaged.is_dir() else unpacked


@lru_cache(maxsize=1)
def read_settings() -> Settings:
    """The settings of this process."""
    return parse_settings(os.environ)


def _first_problem(error: ValidationError) -> str:
    # The value is left out on purpose: it may be a secret.
    first = error.errors(include_input=False, include_url=False)[0]
    problem = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return f"settings: {problem}"
    name, *inside = first["loc"]
    variable = PREFIX + "_".join([str(name), *(part_of_place(str(part)) for part in inside)]).upper()
    if first["type"] == "extra_forbidden" and inside:
        return f"{variable}: there is no such field; see docs/settings.md for its form"
    if first["type"] == "extra_forbidden":
        return f"{variable}: there is no such setting; see docs/settings.md for those there are"
    return f"{variable}: {problem}"
