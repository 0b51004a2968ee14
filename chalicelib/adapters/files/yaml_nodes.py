"""Parses YAML into nodes, which still know their line, and values."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import yaml

from chalicelib.domain.errors import BadInputError

# libyaml recurses in C without a limit; it survives more than ten times this.
DEEP = 2_000


def parse(path: Path, text: str) -> tuple[yaml.Node, object]:
    """The root node and the value of a file's text. Raises BadInputError for bad YAML or a key given twice.

    libyaml reads ten times as fast, which a function's start shows. PyYAML's own parser says better what
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


def child_of(node: yaml.Node, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line, item
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(step):
                return key.start_mark.line, value
    return None
