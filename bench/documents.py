"""Tables in the documents that are worked out: each stands between two marks, and is written by its bench."""

import re
from collections.abc import Sequence
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def table_of(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def write_table(document: str, name: str, table: str) -> None:
    """Put the table into docs/<document>, between its marks."""
    path = DOCS / document
    text, found = re.subn(_between(name), lambda mark: mark[1] + table + mark[3], path.read_text())
    if found != 1:
        raise ValueError(f"docs/{document} has {found} places for the table {name!r}")
    path.write_text(text)


def read_table(document: str, name: str) -> str:
    """The table as docs/<document> has it."""
    found = re.search(_between(name), (DOCS / document).read_text())
    if found is None:
        raise ValueError(f"docs/{document} has no place for the table {name!r}")
    return found[2]


def _between(name: str) -> str:
    return rf"(<!-- table: {re.escape(name)} -->\n)([\s\S]*?)(\n<!-- end -->)"
