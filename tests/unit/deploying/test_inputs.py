"""The same is not packaged twice, and what differs is packaged."""

from pathlib import Path

import pytest

from infra.packaging.inputs import digest, is_packaged
from infra.packaging.places import Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A stage that was packaged."""
    found = Places(tmp_path / "dev")
    found.source.mkdir(parents=True)
    for path in (found.source / "app.py", found.merge_template, found.zip, found.template):
        path.write_text(path.name)
    found.inputs.write_text(digest(found, tmp_path / "packages"))
    return found


def still_packaged(places: Places, packages: str = "packages") -> bool:
    return is_packaged(places, digest(places, places.folder.parent / packages))


def test_what_was_packaged_from_the_same_is_there(places: Places) -> None:
    assert still_packaged(places)


def test_a_change_of_code_template_or_packages_is_noticed(places: Places) -> None:
    assert not still_packaged(places, "other packages")
    for path in (places.source / "app.py", places.merge_template):
        before = path.read_text()
        path.write_text(before.upper())
        assert not still_packaged(places)
        path.write_text(before)
    (places.source / "new.py").touch()
    assert not still_packaged(places)


def test_what_is_half_packaged_is_packaged_again(places: Places) -> None:
    places.template.unlink()
    assert not still_packaged(places)
