"""Values as YAML that people like to read, put into a document whose other lines stay as they are."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

WIDTH = 100
# A text longer than this reads better as a block than after its key.
LONG = 70


class _Dumper(yaml.SafeDumper):
    """Entries of lists stand under their key, indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Never without an indent."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else ">" if len(text) > LONG else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def written(data: Mapping[str, Any]) -> str:
    """The value as YAML, its keys in the order given."""
    return yaml.dump(dict(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


class _Block(NamedTuple):
    """The lines of one key of a document: from `begin` to before `end`."""

    key: str
    begin: int
    end: int


def patched(text: str, changes: Mapping[str, Any]) -> str:
    """A document's text with other values for some of its keys; None takes a key away.

    Every other line stays, its comments too. What is not a plain list of `key: value` is written anew.
    """
    lines, blocks = text.splitlines(keepends=True), list(_blocks(text))
    if not blocks:
        return written({key: value for key, value in changes.items() if value is not None})
    parts = ["".join(lines[: blocks[0].begin])]
    for block in blocks:
        kept = "".join(lines[block.begin : block.end])
        parts.append(_one(block.key, changes[block.key]) if block.key in changes else kept)
        if block.key in changes:
            parts.append(_comments_after(lines[block.begin : block.end]))
    there = {block.key for block in blocks}
    further = [_one(key, value) for key, value in changes.items() if key not in there]
    if further and not parts[-1].endswith("\n"):
        parts.append("\n")
    return "".join([*parts, *further])


def _one(key: str, value: Any) -> str:
    return "" if value is None else written({key: value})


def _blocks(text: str) -> Iterator[_Block]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return
    begins = [key.start_mark.line for key, _ in root.value]
    ends = [*begins[1:], len(text.splitlines())]
    for (key, _), begin, end in zip(root.value, begins, ends, strict=True):
        yield _Block(str(key.value), begin, end)


def _comments_after(lines: list[str]) -> str:
    """What stands between a key's last line and the next key belongs to the next."""
    count = 0
    while count < len(lines) - 1 and (not lines[-1 - count].strip() or lines[-1 - count].startswith("#")):
        count += 1
    return "".join(lines[len(lines) - count :])
