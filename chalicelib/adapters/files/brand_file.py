"""Reads brands as their owners describe them, one file each."""

from pathlib import Path

from chalicelib.adapters.files.yaml_file import read_yaml
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import BadInputError


def read_brand(path: Path) -> Brand:
    """The brand in this file. Raises BadInputError naming file and line."""
    return read_yaml(path, Brand)


def read_brands(folder: Path) -> dict[str, Brand]:
    """Every brand of a folder, by its id; the file's name must be the brand's. Raises BadInputError."""
    if not folder.is_dir():
        raise BadInputError("there is no such folder of brands", file=str(folder))
    brands: dict[str, Brand] = {}
    for path in sorted(folder.glob("*.yaml")):
        brand = read_brand(path)
        if brand.brand != path.stem:
            raise BadInputError(
                f"the brand calls itself {brand.brand!r}; name the file {brand.brand}.yaml", file=str(path)
            )
        brands[brand.brand] = brand
    return brands
