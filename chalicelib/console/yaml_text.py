"""Values as YAML that people like to read: one entry a line, long texts as blocks."""

from typing import Any

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


def written(data: dict[str, Any]) -> str:
    """The value as YAML, its keys in the order given."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
