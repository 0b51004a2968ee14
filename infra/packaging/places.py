"""Where packaging reads from and writes to."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build"


@dataclass(frozen=True)
class Places:
    """The folder of one stage, `build/<stage>/`, and what is in it."""

    folder: Path

    @property
    def source(self) -> Path:
        """The project that chalice packages, copied from the checkout."""
        return self.folder / "source"

    @property
    def merge_template(self) -> Path:
        """What chalice merges into its template."""
        return self.folder / "merge.json"

    @property
    def chalice(self) -> Path:
        """What chalice made."""
        return self.folder / "chalice"

    @property
    def app(self) -> Path:
        """Chalice's zip, unpacked."""
        return self.folder / "app"

    @property
    def zip(self) -> Path:
        """The code that Lambda runs."""
        return self.folder / "deployment.zip"

    @property
    def template(self) -> Path:
        """The template for CloudFormation (SAM)."""
        return self.folder / "sam.json"

    @property
    def inputs(self) -> Path:
        """What both were made from, as a digest."""
        return self.folder / "made-from"


def places_of(stage: str) -> Places:
    """The places of a stage."""
    return Places(BUILD / stage)
