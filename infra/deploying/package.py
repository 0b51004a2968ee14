"""What packaging left in `build/<stage>/`."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from infra.deploying.errors import AskedWronglyError
from infra.deploying.template import Template


@dataclass(frozen=True)
class Package:
    """One stage's code and template. `sha256` names the zip by its content."""

    zip: Path
    sha256: str
    template: Template


def read_package(folder: Path) -> Package:
    """The package in that folder. Raises AskedWronglyError where there is none."""
    code, template = folder / "deployment.zip", folder / "sam.json"
    for path in (code, template):
        if not path.exists():
            raise AskedWronglyError(f"{path} is not there: `make package STAGE={folder.name}` makes it")
    return Package(code, hashlib.sha256(code.read_bytes()).hexdigest(), json.loads(template.read_text()))
