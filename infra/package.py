"""Packages one stage for AWS: `build/<stage>/deployment.zip` and `build/<stage>/sam.json`.

Chalice makes the template and zips the app; what it leaves out is added: prompts, the console's assets, the
packages for Lambda's processor and bytecode.
"""

import argparse
import re
import shutil
import sys
from pathlib import Path

from infra.packaging.archive import unpack, write_zip
from infra.packaging.commands import run
from infra.packaging.errors import PackagingError
from infra.packaging.inputs import digest, is_packaged
from infra.packaging.merge import write_merge_template
from infra.packaging.packages import PLATFORMS, fetch_packages
from infra.packaging.places import ROOT, Places, places_of
from infra.packaging.rewrite import compile_templates, rewrite_files
from infra.packaging.source import lay_out

STAGE = re.compile(r"[a-z0-9-]{1,20}")
# What setting up and packaging keep in build/ themselves.
TAKEN = frozenset({"assets", "assets-package", "packages", "setup"})


def package(stage: str, architecture: str, places: Places | None = None) -> Places:
    """Package a stage into its places, unless it is there from the same inputs. Raises PackagingError."""
    if not STAGE.fullmatch(stage):
        raise PackagingError(f"STAGE={stage}: a stage has 1 to 20 of a-z, 0-9 and '-'")
    if stage in TAKEN:
        raise PackagingError(f"STAGE={stage}: build/{stage} holds something else; choose another name")
    places = places or places_of(stage)
    packages = fetch_packages(ROOT / "requirements.txt", architecture)
    lay_out(places, stage, architecture)
    rewrite_files(places.source)
    compile_templates(places.source)
    write_merge_template(places, stage)
    inputs = digest(places, packages)
    if is_packaged(places, inputs):
        return places
    places.inputs.unlink(missing_ok=True)
    _run_chalice(places, stage)
    unpack(places.chalice / "deployment.zip", places.app)
    write_zip(places.zip, packages, places.app)
    shutil.copy(places.chalice / "sam.json", places.template)
    places.inputs.write_text(inputs)
    return places


def _run_chalice(places: Places, stage: str) -> None:
    shutil.rmtree(places.chalice, ignore_errors=True)
    run(
        Path(sys.executable).parent / "chalice", "--project-dir", places.source,
        "package", "--stage", stage, "--merge-template", places.merge_template, places.chalice,
        # chalice loads the app to see its handlers, whose queues carry the stage in their names.
        environment={
            "EARSHOT_STAGE": stage,
            "AWS_DEFAULT_REGION": "us-east-1",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )  # fmt: skip


def main() -> int:
    """Package, and say where and how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage")
    parser.add_argument("architecture", choices=sorted(PLATFORMS))
    asked = parser.parse_args()
    try:
        places = package(asked.stage, asked.architecture)
    except PackagingError as problem:
        print(problem, file=sys.stderr)
        return 2
    size = places.zip.stat().st_size / 1_000_000
    print(f"{places.zip.relative_to(ROOT)}  {size:.1f} MB, {asked.architecture}")
    print(f"{places.template.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
