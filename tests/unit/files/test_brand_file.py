"""Brand files: the sample reads, and mistakes are said with their line."""

from pathlib import Path

import pytest

from chalicelib.adapters.files.brand_file import read_brand, read_brands
from chalicelib.domain.errors import BadInputError
from tests.conftest import ROOT

BRANDS = ROOT / "prompts" / "brands"
SAMPLE = BRANDS / "tarnhollow.yaml"


def test_the_sample_brand_is_read() -> None:
    brand = read_brand(SAMPLE)
    assert (brand.brand, brand.fictitious, brand.schema_) == ("tarnhollow", True, 1)
    assert brand.handles == {"tarnhollow", "tarnhollowcare"}


def test_a_folder_of_brands_is_read_by_id() -> None:
    assert read_brands(BRANDS)["tarnhollow"] == read_brand(SAMPLE)


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("website:", "web_site:", "unknown key 'web_site'; did you mean 'website'?"),
        ("every_seconds: 20", "every_seconds: often", "every_seconds"),
        ("schema: 1", "schema: 2", "schema"),
        ("network: x", "network: y", "network"),
        ("desk: support", "desk: nowhere", "desk 'nowhere', which does not exist"),
        ("Europe/London", "Europe/Atlantis", "there is no time zone 'Europe/Atlantis'"),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "tarnhollow.yaml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(BadInputError, match=r"tarnhollow\.yaml:\d+: ") as problem:
        read_brand(path)
    assert says in str(problem.value)


def test_a_file_is_named_after_its_brand(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(BadInputError, match=r"name the file tarnhollow\.yaml"):
        read_brands(tmp_path)


def test_an_absent_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no such folder"):
        read_brands(tmp_path / "none")
