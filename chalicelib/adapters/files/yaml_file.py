"""Reads one YAML file into one typed value, or says in one line what is wrong and where."""

import difflib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from chalicelib.domain.errors import BadInputError

M = TypeVar("M", bound=BaseModel)
Place = Sequence[int | str]
# libyaml recurses in C without a limit; it survives more than ten times this.
DEEP = 2_000


class YamlFile:
    """A parsed file that still knows the line of each of its keys and values."""

    def __init__(self, path: Path) -> None:
        """Raises BadInputError when the file is absent, unreadable, not YAML, or repeats a key."""
        self.path = path
        text = read_text(path)
        self.lines = text.splitlines()
        self._root, self.data = _parse(path, text)

    def error(self, problem: str, line: int | None = None) -> BadInputError:
        """The problem, with this file's name before it."""
        return BadInputError(problem, file=str(self.path), line=line)

    def line_of(self, place: Place) -> int:
        """The line (from 1) of what is at this place, or of the nearest thing around it."""
        node, line = self._root, self._root.start_mark.line
        for step in place:
            child = _child(node, step)
            if child is None:
                break
            line, node = child
        return line + 1

    def line_saying(self, words: str, place: Place) -> int:
        """The first line at or after the place that holds these words; the place's own if none does."""
        start = self.line_of(place)
        lines = enumerate(self.lines[start - 1 :], start)
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


def _parse(path: Path, text: str) -> tuple[yaml.Node, object]:
    """libyaml reads ten times as fast, which a function's start shows. PyYAML's own parser says better what
    is wrong and where, and cannot be brought down by nesting: it has the last word."""
    if _deepest(text) < DEEP:
        with suppress(yaml.YAMLError, ValueError):
            return _composed(path, yaml.CSafeLoader(text))
    return _parse_slowly(path, text)


def _deepest(text: str) -> int:
    """More than anything in the text can be nested: each level takes a bracket or a column."""
    return text.count("[") + text.count("{") + max(map(len, text.splitlines()), default=0)


def _composed(path: Path, loader: yaml.SafeLoader | yaml.CSafeLoader) -> tuple[yaml.Node, object]:
    root = loader.get_single_node()
    if root is None:
        raise BadInputError("the file is empty", file=str(path), line=1)
    _refuse_repeated_keys(path, root)
    return root, loader.construct_document(root)


def _parse_slowly(path: Path, text: str) -> tuple[yaml.Node, object]:
    try:
        return _composed(path, yaml.SafeLoader(text))
    except yaml.MarkedYAMLError as bad:
        mark = bad.problem_mark or bad.context_mark
        line = mark.line + 1 if mark else None
        raise BadInputError(f"not valid YAML: {bad.problem}", file=str(path), line=line) from None
    except yaml.reader.ReaderError as bad:
        line = text[: int(bad.position)].count("\n") + 1
        problem = f"not valid YAML: the character U+{ord(text[int(bad.position)]):04X} may not be in it"
        raise BadInputError(problem, file=str(path), line=line) from None
    except ValueError as bad:  # a date or number that looks right and is not, such as 2026-02-31
        raise BadInputError(
            f"not valid YAML: {bad}; put it in quotes if it is text", file=str(path)
        ) from None
    except RecursionError:
        raise BadInputError("not valid YAML: nested too deeply", file=str(path)) from None


def _refuse_repeated_keys(path: Path, root: yaml.Node) -> None:
    for mapping in _mappings(root):
        first_lines: dict[str, int] = {}
        for key, _ in mapping.value:
            line = key.start_mark.line + 1
            if isinstance(key, yaml.ScalarNode) and first_lines.setdefault(key.value, line) != line:
                problem = f"the key {key.value!r} is given twice (first in line {first_lines[key.value]})"
                raise BadInputError(problem + "; keep one", file=str(path), line=line)


def _mappings(root: yaml.Node) -> Iterator[yaml.MappingNode]:
    # An alias is the same node again, so each is visited once whatever refers to it.
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield node
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _child(node: yaml.Node, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line, item
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(step):
                return key.start_mark.line, value
    return None


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
