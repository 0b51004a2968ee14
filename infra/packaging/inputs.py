"""Tells whether what a stage was packaged from is still the same, so that the same is not packaged twice."""

import hashlib
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from infra.packaging.places import ROOT, Places


def is_packaged(places: Places, inputs: str) -> bool:
    """Whether the zip and the template that are there were made from inputs of this digest."""
    made = (places.zip, places.template, places.inputs)
    return all(path.exists() for path in made) and places.inputs.read_text() == inputs


def digest(places: Places, packages: Path) -> str:
    """What the package is made from, as a digest: the project and the merge template as they were laid out,
    the packages (whose folder is named by their hashes), and what packages it."""
    seen = hashlib.sha256(f"{packages} {sys.version} chalice {version('chalice')}".encode())
    for path in [*_files(places.source), places.merge_template, *_files(ROOT / "infra")]:
        seen.update(f"{path.name} {path.stat().st_size}\n".encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """In an order that is always the same."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
