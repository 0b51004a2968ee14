"""Remembers, beside the files, what they and a deployment's table last had in common."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, ValidationError

from chalicelib.adapters.files.yaml_file import read_text
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.value import Value

NAME = ".voice.json"


class MetFile(Value):
    """A document's version in the table (0 for none) and its file's digest, when they last met."""

    version: int
    digest: str


class VoiceRecord(Value):
    """By table, brand and path."""

    tables: dict[str, dict[str, dict[str, MetFile]]] = Field(default_factory=dict)


def read_record(folder: Path) -> VoiceRecord:
    """What is remembered in this folder of prompts. Raises BadInputError."""
    path = folder / NAME
    if not path.exists():
        return VoiceRecord()
    try:
        return VoiceRecord.model_validate_json(read_text(path))
    except ValidationError:
        problem = "this is no record of `earshot voice`; remove it, and pull again"
        raise BadInputError(problem, file=str(path)) from None


def keep_met(folder: Path, table: str, brand: str, path: str, met: Mapping[str, object]) -> None:
    """Remember one document, in the place of what was remembered of it."""
    kept = read_record(folder).model_dump()
    kept["tables"].setdefault(table, {}).setdefault(brand, {})[path] = dict(met)
    write_whole(folder / NAME, json.dumps(kept, indent=1, sort_keys=True) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file, whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
