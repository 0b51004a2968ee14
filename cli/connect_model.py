"""`earshot connect model`: tried, and only then kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

from chalicelib.adapters.openai.trial import try_model
from chalicelib.domain.credentials import ModelSecret
from chalicelib.domain.errors import BadInputError, ModelUnavailableError
from chalicelib.ports import Secrets
from cli.asking import at_the_terminal, from_stdin, need_a_terminal
from cli.connected import KEPT, OPENAI


@dataclass(frozen=True)
class Told:
    """The model that answered, and where its key is now (None: nowhere)."""

    model: ModelSecret
    kept_in: str | None

    @property
    def url(self) -> str:
        """Its server."""
        return self.model.url or OPENAI

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "model": self.model.name,
            "url": self.url,
            "region": self.model.region,
            "kept_in": self.kept_in,
        }

    def in_words(self) -> str:
        """For people."""
        kept = (
            f"Kept in {self.kept_in}. {KEPT}" if self.kept_in else "Nothing was kept: a sandbox has its own."
        )
        return f"{self.model.name} at {self.url} answers.\n{kept}"


def connect_model(secrets: Secrets | None, options: Mapping[str, str | None], piped: bool) -> Told:
    """Ask for a model's key, try the model, keep the key. Raises EarshotError, having kept nothing."""
    model = from_stdin(ModelSecret, options) if piped else _asked(options)
    try:
        try_model(model)
    except ModelUnavailableError as error:
        raise BadInputError(f"{model.name} was not connected, {error}; nothing was kept") from None
    if secrets is None:
        return Told(model, None)
    secrets.put(ModelSecret.NAME, model.written())
    return Told(model, secrets.place(ModelSecret.NAME))


def _asked(options: Mapping[str, str | None]) -> ModelSecret:
    need_a_terminal()
    questions = {"key": "The model's API key"}
    name = options["name"] or click.prompt("The model's name", err=True)
    return at_the_terminal(ModelSecret, questions, {**options, "name": name})
