"""Reads one YAML file into one typed value, or says in one line what is wrong and where."""

import difflib
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from chalicelib.domain.errors import BadInputError

if TYPE_CHECKING:
    from yaml import Node

M = TypeVar("M", bound=BaseModel)
Place = Sequence[int | str]
# What packaging writes first into a file that it has read: its value follows as one line of JSON, and then
# what its owner wrote.
PACKAGED = "# read and found right; its value as JSON, then as it was written\n"


class YamlFile:
    """A parsed file that still knows the line of each of its keys and values."""

    def __init__(self, path: Path, text: str | None = None) -> None:
        """`text` is what the file holds, where that is known already.

        Raises BadInputError when the file is absent, unreadable, not YAML, or repeats a key.
        """
        self.path = path
        self.text = read_text(path) if text is None else text
        self.data: object = _packaged(self.text) if self.text.startswith(PACKAGED) else self._parsed[1]

    @cached_property
    def _parsed(self) -> "tuple[Node, object]":
        # A function that finds only packaged files needs no YAML at its start.
        from chalicelib.adapters.files.yaml_nodes import parse

        return parse(self.path, self.text)

    def error(self, problem: str, line: int | None = None) -> BadInputError:
        """The problem, with this file's name before it."""
        return BadInputError(problem, file=str(self.path), line=line)

    def line_of(self, place: Place) -> int:
        """The line (from 1) of what is at this place, or of the nearest thing around it."""
        from chalicelib.adapters.files.yaml_nodes import child_of

        node = self._parsed[0]
        line = node.start_mark.line
        for step in place:
            child = child_of(node, step)
            if child is None:
                break
            line, node = child
        return line + 1

    def line_saying(self, words: str, place: Place) -> int:
        """The first line at or after the place that holds these words; the place's own if none does."""
        start = self.line_of(place)
        lines = enumerate(self.text.splitlines()[start - 1 :], start)
        return next((number for number, line in lines if words in line), start)

    def value(self, model: type[M]) -> M:
        """The file as this model. Raises BadInputError naming the first line that does not fit."""
        if not isinstance(self.data, dict):
            raise self.error("this file must be a list of 'key: value' pairs", 1)
        try:
            return model.model_validate(self.data)
        except ValidationError as invalid:
            found = invalid.errors(include_url=False)
            # A misspelt key is also a missing one: the misspelling is what the reader can see.
            first = min(found, key=lambda one: (one["type"] != "extra_forbidden", self.line_of(one["loc"])))
            line, others = self.line_of(first["loc"]), len(found) - 1
            more = f" (and {others} more problem{'s'[: others - 1]})" if others else ""
            raise self.error(_in_words(first, model) + more, line) from None


def packaged(data: str, text: str) -> str:
    """The text of a packaged file: `data`, its value as JSON, and what its owner wrote."""
    return f"{PACKAGED}{data}\n{text}"


def written_by_people(text: str) -> str:
    """A file's text as its owner wrote it, whether it was packaged or not."""
    return text.removeprefix(PACKAGED).partition("\n")[2] if text.startswith(PACKAGED) else text


def _packaged(text: str) -> object:
    return json.loads(text.removeprefix(PACKAGED).partition("\n")[0])


def read_yaml(path: Path, model: type[M]) -> M:
    """The file at `path` as a value of the model.

    Raises BadInputError, in one line with file, line, field and what to do: an absent or unreadable file,
    bad YAML, a key given twice, an unknown or missing key, a value of the wrong type.
    """
    return YamlFile(path).value(model)


def read_text(path: Path) -> str:
    """The file as text. Raises BadInputError when it is absent, unreadable or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BadInputError("there is no such file", file=str(path)) from None
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        raise BadInputError(
            "this is not UTF-8 text; save the file as UTF-8", file=str(path), line=line
        ) from None
    except OSError as unreadable:
        raise BadInputError(f"cannot be read: {unreadable.strerror}", file=str(path)) from None


def _in_words(error: ErrorDetails, model: type[BaseModel]) -> str:
    *parents, last = error["loc"] or ("",)
    where = f" in {_path(parents)!r}" if parents else ""
    if error["type"] == "extra_forbidden":
        return f"unknown key {last!r}{where}; {_hint(str(last), _keys_at(model, parents))}"
    if error["type"] == "missing":
        return f"the key {last!r} is missing{where}; add it"
    message = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return message
    message = message[:1].lower() + message[1:]
    given = "" if isinstance(error["input"], (dict, list)) else f", not {error['input']!r:.60}"
    return f"{_path(error['loc'])!r}: {message}{given}"


def _path(loc: Place) -> str:
    return ".".join(str(step) for step in loc if step != "[key]")


def _hint(unknown: str, known: list[str]) -> str:
    close = difflib.get_close_matches(unknown, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known keys are {', '.join(known)}"


def _keys_at(model: type[BaseModel], parents: Place) -> list[str]:
    """The keys that the model allows at this place, following fields and skipping list positions."""
    for step in parents:
        field = next((one for key, one in _fields(model).items() if key == step), None)
        nested = next(_models_in(field), None) if field is not None else None
        model = nested or model
    return list(_fields(model))


def _fields(model: type[BaseModel]) -> dict[str, object]:
    return {info.alias or name: info.annotation for name, info in model.model_fields.items()}


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
