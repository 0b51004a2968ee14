"""The console's own static files, and htmx from the folder that setup unpacked it into."""

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from chalicelib.domain.errors import NotFoundError

HERE = Path(__file__).parent / "static"
OWN = {
    "console.css": "text/css; charset=utf-8",
    "keys.js": "text/javascript; charset=utf-8",
    "triage.js": "text/javascript; charset=utf-8",
    "marks.svg": "image/svg+xml",
    "icon.svg": "image/svg+xml",
}
UNPACKED = {"htmx.min.js": "text/javascript; charset=utf-8"}


class StaticFile(NamedTuple):
    """A text file as served; `version` names its content."""

    text: str
    content_type: str
    version: str


@cache
def load(name: str, assets_dir: Path) -> StaticFile:
    """A file by its name. Raises NotFoundError for any name that is not one of ours."""
    if name in OWN:
        return _read(HERE / name, OWN[name])
    if name in UNPACKED and (assets_dir / name).is_file():
        return _read(assets_dir / name, UNPACKED[name])
    raise NotFoundError(f"there is no file {name!r} here")


def version(name: str, assets_dir: Path) -> str:
    """The version of a file, empty while it is not there: the console works without htmx."""
    try:
        return load(name, assets_dir).version
    except NotFoundError:
        return ""


def _read(path: Path, content_type: str) -> StaticFile:
    text = path.read_text(encoding="utf-8")
    return StaticFile(text, content_type, hashlib.sha256(text.encode()).hexdigest()[:12])
