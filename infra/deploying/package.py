"""What packaging left in `build/<stage>/`."""

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from chalicelib.adapters.files.yaml_file import YamlFile
from infra.deploying.errors import AskedWronglyError
from infra.deploying.template import Template

BRANDS = "prompts/brands/"


@dataclass(frozen=True)
class Package:
    """One stage's code and template. `sha256` names the zip by its content; `made_up` are the brands in it
    that do not exist."""

    zip: Path
    sha256: str
    template: Template
    made_up: tuple[str, ...] = ()


def read_package(folder: Path) -> Package:
    """The package in that folder. Raises AskedWronglyError where there is none."""
    code, template = folder / "deployment.zip", folder / "sam.json"
    for path in (code, template):
        if not path.exists():
            raise AskedWronglyError(f"{path} is not there: `make package STAGE={folder.name}` makes it")
    sha256 = hashlib.sha256(code.read_bytes()).hexdigest()
    return Package(code, sha256, json.loads(template.read_text()), _made_up(code))


def _made_up(code: Path) -> tuple[str, ...]:
    with zipfile.ZipFile(code) as archive:
        files = [Path(name) for name in archive.namelist() if name.startswith(BRANDS)]
        texts = {path: archive.read(path.as_posix()).decode() for path in files if path.suffix == ".yaml"}
    brands = [Made.model_validate(YamlFile(path, text).data) for path, text in texts.items()]
    return tuple(sorted(brand.brand for brand in brands if brand.fictitious))


class Made(BaseModel):
    """What a brand's file says of whose it is."""

    brand: str
    fictitious: bool = False
