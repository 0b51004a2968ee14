"""The steps that a plan is made of. A step says what is done; `execute` does it."""

from dataclasses import dataclass
from pathlib import Path

from infra.deploying.releases import Release
from infra.deploying.template import Template

Parameters = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class MakeBucket:
    """Make the bucket, or only close it again where it is there."""

    is_there: bool


@dataclass(frozen=True)
class MakeSecret:
    """Make a secret with what it first holds."""

    name: str


@dataclass(frozen=True)
class Upload:
    """Put the zip into the bucket."""

    path: Path
    key: str


@dataclass(frozen=True)
class RemoveFailedStack:
    """Remove a stack that never came up: CloudFormation changes no such stack."""

    id: str


@dataclass(frozen=True)
class AdoptTable:
    """Begin the stack with the table that an earlier one left behind."""

    template: Template
    parameters: Parameters
    table: str


@dataclass(frozen=True)
class PutUp:
    """Create the stack or change it into what the template says. A parameter's None keeps its value."""

    release: Release
    template: Template
    parameters: Parameters
    is_new: bool


@dataclass(frozen=True)
class Tidy:
    """Delete what no kept release needs."""


@dataclass(frozen=True)
class RemoveStack:
    """Delete the stack, and all that it does not keep."""

    id: str


@dataclass(frozen=True)
class RemoveTable:
    """Delete the table, and with it every case."""

    name: str


@dataclass(frozen=True)
class RemoveSecret:
    """Delete a secret for good."""

    name: str


@dataclass(frozen=True)
class RemoveBucket:
    """Empty the bucket and delete it."""


Step = (
    MakeBucket | MakeSecret | Upload | RemoveFailedStack | AdoptTable | PutUp | Tidy
    | RemoveStack | RemoveTable | RemoveSecret | RemoveBucket
)  # fmt: skip


def describe(step: Step) -> str:
    """One line for the person who waits."""
    match step:
        case MakeBucket(is_there):
            return "look after the bucket" if is_there else "make the bucket"
        case MakeSecret(name) | RemoveSecret(name):
            return f"{'make' if isinstance(step, MakeSecret) else 'delete'} the secret {name}"
        case Upload(path, key):
            return f"upload {path.name} ({path.stat().st_size / 1_000_000:.1f} MB) as {key}"
        case RemoveFailedStack():
            return "remove the stack that never came up"
        case AdoptTable(_, _, table):
            return f"take in the table {table}, kept from before"
        case PutUp(release, _, _, is_new):
            return f"{'create' if is_new else 'update'} the stack, release {release.number}"
        case Tidy():
            return "delete what older releases left"
        case RemoveStack():
            return "delete the stack"
        case RemoveTable(name):
            return f"delete the table {name}"
        case RemoveBucket():
            return "empty and delete the bucket"
