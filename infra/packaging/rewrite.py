"""Rewrites what a function would else have to parse at its start: YAML as JSON, templates as Python."""

import json
from datetime import date
from pathlib import Path

from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.adapters.files.yaml_file import YamlFile, packaged
from chalicelib.bootstrap import read_all_prompts
from chalicelib.console.render import COMPILED, environment
from chalicelib.domain.errors import BadInputError
from infra.packaging.errors import PackagingError
from infra.packaging.places import ROOT


def rewrite_files(source: Path) -> None:
    """Rewrite the YAML files of the laid-out project. Raises PackagingError for one that is wrong.

    What people wrote for brands and drafts is read before and after: functions that do not draft will not
    read it again.
    """
    try:
        _read(ROOT / "prompts")  # what is wrong is told with the path that its owner knows
        before = _read(source / "vendor" / "prompts")
        for path in source.rglob("*.yaml"):
            file = YamlFile(path)
            data = json.dumps(file.data, ensure_ascii=False, default=_date)
            path.write_text(packaged(data, file.text))
        after = _read(source / "vendor" / "prompts")
    except BadInputError as wrong:
        raise PackagingError(str(wrong)) from None
    if before != after:
        raise PackagingError(
            "a file of prompts/ does not mean the same as JSON: put numbers and dates in quotes"
        )


def compile_templates(source: Path) -> None:
    """Put the console's templates, compiled, beside them."""
    target = source / COMPILED.relative_to(ROOT)
    environment().compile_templates(target, zip=None, ignore_errors=False)


def _read(prompts: Path) -> object:
    brands = read_brands(prompts / "brands")
    return brands, read_all_prompts(prompts, brands)


def _date(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise PackagingError(f"{value!r} cannot be written as JSON")
