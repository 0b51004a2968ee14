"""`earshot connect model`: tried, and only then kept; and forgotten again."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import click

from chalicelib.adapters.openai.trial import try_model
from chalicelib.adapters.secrets.keyring import Keyring
from chalicelib.domain.credentials import MOST_FALLBACKS, ModelSecret, Provider
from chalicelib.domain.errors import BadInputError, ModelUnavailableError
from chalicelib.ports import Secrets
from cli.asking import at_the_terminal, from_stdin, need_a_terminal
from cli.connected import KEPT, OPENAI


class Task(StrEnum):
    """What a model is connected for."""

    DRAFTS = "drafts"
    TRIAGE = "triage"
    FALLBACK = "fallback"


@dataclass(frozen=True)
class Told:
    """The model that answered, what it is for, and where its key is now (None: nowhere)."""

    model: Provider
    task: Task
    kept_in: str | None

    @property
    def url(self) -> str:
        """Its server."""
        return self.model.url or OPENAI

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "model": self.model.name,
            "for": self.task.value,
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


@dataclass(frozen=True)
class Removed:
    """The model that is asked no more, and from where its key was removed."""

    name: str
    task: Task
    place: str

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {"removed": self.name, "for": self.task.value, "kept_in": self.place}

    def in_words(self) -> str:
        """For people."""
        return f"{self.name} is asked no more. Its key was removed from {self.place}."


def connect_model(
    secrets: Secrets | None, task: Task, options: Mapping[str, str | None], piped: bool
) -> Told:
    """Ask for a model's key, try the model, keep the key. Raises EarshotError, having kept nothing."""
    if secrets and task is not Task.DRAFTS:
        _kept(secrets)  # before anybody is asked for a key in vain
    model = from_stdin(Provider, options) if piped else _asked(options)
    try:
        try_model(model)
    except ModelUnavailableError as error:
        raise BadInputError(f"{model.name} was not connected, {error}; nothing was kept") from None
    if secrets is None:
        return Told(model, task, None)
    _keep(secrets, _with(secrets, task, model))
    return Told(model, task, secrets.place(ModelSecret.NAME))


def remove_model(secrets: Secrets | None, task: Task, name: str) -> Removed:
    """Keep the key of this model no longer. Raises BadInputError where there is none of that name."""
    if secrets is None:
        raise BadInputError("a sandbox keeps no model's key: there is nothing to remove")
    if task is Task.DRAFTS:
        raise BadInputError("the model for drafts is replaced; docs/connecting.md says how to do without one")
    kept = _kept(secrets)
    others = tuple(one for one in kept.fallbacks if one.name != name)
    if task is Task.TRIAGE and kept.triage and kept.triage.name == name:
        left = kept.model_copy(update={"triage": None})
    elif task is Task.FALLBACK and others != kept.fallbacks:
        left = kept.model_copy(update={"fallbacks": others})
    else:
        raise BadInputError(f"no model {name} is connected for {task}; see earshot connect --show")
    _keep(secrets, left)
    return Removed(name, task, secrets.place(ModelSecret.NAME))


def _with(secrets: Secrets, task: Task, model: Provider) -> ModelSecret:
    """What is kept, with this model in its place. A fallback that is there already stays where it is."""
    if task is Task.DRAFTS:
        kept = Keyring(secrets).model()
        more = {"triage": kept.triage, "fallbacks": kept.fallbacks} if kept else {}
        return ModelSecret(**dict(model), **more)
    kept = _kept(secrets)
    if task is Task.TRIAGE:
        return kept.model_copy(update={"triage": model})
    same = [(one.name, one.url) for one in kept.fallbacks]
    place = same.index((model.name, model.url)) if (model.name, model.url) in same else len(same)
    if place == MOST_FALLBACKS:
        raise BadInputError(f"there are {MOST_FALLBACKS} fallbacks already: remove one with --remove NAME")
    fallbacks = (*kept.fallbacks[:place], model, *kept.fallbacks[place + 1 :])
    return kept.model_copy(update={"fallbacks": fallbacks})


def _kept(secrets: Secrets) -> ModelSecret:
    kept = Keyring(secrets).model()
    if kept is None:
        raise BadInputError("no model is connected for drafts: connect that one first")
    return kept


def _keep(secrets: Secrets, kept: ModelSecret) -> None:
    secrets.put(ModelSecret.NAME, kept.written())


def _asked(options: Mapping[str, str | None]) -> Provider:
    need_a_terminal()
    questions = {"key": "The model's API key"}
    name = options["name"] or click.prompt("The model's name", err=True)
    return at_the_terminal(Provider, questions, {**options, "name": name})
